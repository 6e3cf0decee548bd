"""Facts and packs that are wrong in every way; the bench `fuzz` tries a hundred thousand."""

import pytest
import typer
from typer.testing import CliRunner

from bot import policy, questions
from scheduling.places import line_of, line_of_fault
from scheduling.shapes import KINDS, SESSION_KINDS
from tests.bench.fuzz import fuzz
from tests.bench.mangling import mangled_pack

PACK = '''extends = "wokingham"   # a comment = 1
title = """
[[version]]
not = "a key"
"""

[readings]
escalate_from_day = 0

[[version]]
label = "1"
in_force_from = 2026-01-01

[[version.supervision]]
kind = "lunch"
sessions = [
  "personal",  # ["
  "chat",
]
silent = { rule = "A", section = "1" }
[[version.supervision.term]]
rule = "A"
section = "1"
every = { weeks = 0 }
[[version.supervision.term]]
rule = "B"
section = "1"
every = { moons = 1 }

[[version]]
"label" = "2"
in_force_from = "soon"
'''


def test_whatever_is_wrong_is_refused_with_its_place_and_no_traceback() -> None:
    counted = fuzz(1500, seed=20260322)
    assert all(number > 20 for number in counted.values())
    assert sum(counted.values()) == 1500


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("title", 2),
        ("readings.escalate_from_day", 8),
        ("version[0]", 10),
        ("version[0].supervision[0].kind", 15),
        ("version[0].supervision[0].sessions", 16),
        ("version[0].supervision[0].sessions[1]", 16),
        ("version[0].supervision[0].term[0].every", 24),
        ("version[0].supervision[0].term[1].every", 28),
        ("version[0].supervision[0].term[1].every.moons", 28),
        ("version[1].label", 31),
        ("version[1].in_force_from", 32),
        ("version[1].agreement.sign", 30),  # not said: the version it is missing from
        ("nowhere", None),
    ],
)
def test_a_key_is_found_on_its_line(place: str, line: int | None) -> None:
    assert line_of(PACK, place) == line


def test_a_fault_of_toml_has_its_line() -> None:
    assert line_of_fault("ours", "a = 1\nb = = 2\n", "ours: not TOML: Invalid value (at line 2, column 5)") == 2


def test_a_pack_is_checked_by_line_and_key(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    app = typer.Typer()
    policy.register(app)
    questions.register(app)
    path = tmp_path / "ours.toml"
    path.write_text(PACK, encoding="utf-8")
    done = CliRunner().invoke(app, ["policy", "check", str(path)])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert done.stderr.splitlines() == [
        f"{path}:8: ours.readings.escalate_from_day: 0 is not from 1 to 365",
        f"{path}:15: ours.version[0].supervision[0].kind: 'lunch' is not one of {', '.join(KINDS)}",
        f"{path}:16: ours.version[0].supervision[0].sessions: 'chat' is not one of {', '.join(SESSION_KINDS)}",
        f"{path}:24: ours.version[0].supervision[0].term[0].every: not an interval such as {{ weeks = 2 }}, "
        "in hours, days, weeks, months, years",
        f"{path}:28: ours.version[0].supervision[0].term[1].every: not an interval such as {{ weeks = 2 }}, "
        "in hours, days, weeks, months, years",
        f"{path}:32: ours.version[1].in_force_from: 'soon' is not a date",
    ]


def test_no_text_is_too_strange_to_look_for_lines_in() -> None:
    import random

    from scheduling.places import lines

    for number in range(300):
        assert isinstance(lines(mangled_pack(random.Random(number))), dict)
