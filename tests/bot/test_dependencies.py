"""The audit of the dependencies finds what it is there to find, with and without an advisory service."""

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

from tests.bot.council import ROOT

HASH = "    --hash=sha256:" + "0" * 64
GOOD = f"cryptography==50.0.2 \\\n{HASH}\nwerkzeug==3.1.9 ; python_version > '3' \\\n{HASH}\n"


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """`.ci/audit.py`."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    """`.ci/advisories.json`."""
    return dict(json.loads((ROOT / ".ci" / "advisories.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD, ""),
        ("cryptography==50.0.2\n", "cryptography==50.0.2: not pinned"),
        ("cryptography==50.0.2 \\\n    --hash=md5:00\n", "not pinned"),
        (f"cryptography>=50 \\\n{HASH}\n", "cryptography>=50: not pinned"),
        (f"git+https://example.org/x.git \\\n{HASH}\n", "git+https://example.org/x.git: not pinned"),
    ],
)
def test_everything_is_one_version_by_its_hash(audit: ModuleType, text: str, fault: str) -> None:
    _, faults = audit.pins(text)
    assert len(faults) == bool(fault)
    assert fault in "".join(faults)


@pytest.mark.parametrize(
    ("held", "advisories"),
    [
        ("50.0.2", []),
        ("50.0.0", []),
        ("49.0.0", ["CVE-2026-69247"]),
        ("48.0.0", ["GHSA-537c-gmf6-5ccf", "CVE-2026-69247"]),
        ("50.0.0rc1", ["CVE-2026-69247"]),
    ],
)
def test_without_a_service_a_known_weakness_is_still_found(
    audit: ModuleType, table: dict[str, Any], held: str, advisories: list[str]
) -> None:
    locked, _ = audit.pins(GOOD.replace("50.0.2", held))
    found = audit.known(locked, table)
    assert len(found) == len(advisories)
    assert all(advisory in line for advisory, line in zip(advisories, found, strict=True))


def test_what_the_lock_file_does_not_hold_is_named(audit: ModuleType) -> None:
    locked, _ = audit.pins(GOOD)
    assert audit.missing(locked, ["cryptography>=50", "Werkzeug"]) == []
    assert len(audit.missing(locked, ["cryptography<50", "flask>=3.1"])) == 2


def test_what_the_service_knows_nothing_of_is_not_taken_for_an_all_clear(audit: ModuleType) -> None:
    """pip-audit ends with success where it skipped everything."""
    rows = [
        {"name": "flask", "version": "3.1.2", "vulns": [{"id": "CVE-2026-27205", "fix_versions": ["3.1.3"]}]},
        {"name": "jinja2", "version": "3.1.6", "vulns": []},
        {"name": "mako", "skip_reason": "Dependency not found on PyPI"},
    ]
    assert audit.asked({"dependencies": rows}) == (["flask 3.1.2: CVE-2026-27205, fixed in 3.1.3"], 1)


def test_this_projects_own_lock_file_is_whole_and_known_to_be_well(audit: ModuleType, table: dict[str, Any]) -> None:
    locked, faults = audit.pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert faults == []
    assert len(locked) > 50
    assert audit.known(locked, table) == []


@pytest.mark.parametrize(
    ("line", "is_excused"),
    [
        ("x = 1  # nosec B105 # not a password", True),
        ("x = 1  # noqa: S105 # nosec B105 # not a password", True),
        ("x = 1  # nosec", False),
        ("x = 1  # nosec B105", False),
        ("x = 1  # nosec # because", False),
    ],
)
def test_an_exception_has_its_number_and_its_reason(audit: ModuleType, line: str, is_excused: bool) -> None:
    assert (audit.EXCUSED.search(line) is None) is is_excused
    assert audit.excuses() == []
