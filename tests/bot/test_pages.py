"""The README, the pages beside the code and the Makefile say what is so: held against the code, as far as a machine can."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot.manifest import SCOPES
from handlers.supervision.command import SUBCOMMANDS
from storage.lifecycle.classes import CLASSES, TABLES
from tests.bot.council import ROOT
from tests.handlers.cast import ROLES

CODED = re.compile(r"`([^`]+)`")
NUMBERS = {16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty"}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


LIFECYCLE = text_of("storage/LIFECYCLE.md")


def test_make_clean_takes_the_demo_and_leaves_a_councils_own_data(tmp_path: Path) -> None:
    real, demo, built = (tmp_path / each for each in (".cornerstone/cornerstone.db", ".cornerstone/demo/clock.json", ".venv/x"))
    for each in (real, demo, built):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.touch()
    apart = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    subprocess.run(["make", "-f", ROOT / "Makefile", "-C", tmp_path, "clean"], check=True, env=apart, capture_output=True)
    assert (real.exists(), demo.parent.exists(), built.parent.exists()) == (True, False, False)


def test_the_readme_names_every_scope_with_its_reason_and_no_other() -> None:
    part = text_of("README.md").partition("Scopes, each for a reason: ")[2].partition("`cornerstone manifest --explain`")[0]
    assert set(CODED.findall(part)) - {"CORNERSTONE_MONTH_FILES=no"} == set(SCOPES)


def test_every_subcommand_is_held_to_be_independent_of_the_others() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (held,) = [each["modules"] for each in contracts if each["name"].startswith("Subcommands")]
    own = {each.run.__module__ for each in SUBCOMMANDS.values()} - {"handlers.supervision.command"}
    assert held == sorted(own)


@pytest.mark.parametrize("page", ["README.md", "bot/papers/roles.md"])
def test_as_many_kinds_of_people_ask_as_is_said(page: str) -> None:
    (said,) = re.findall(r"(\w+) kinds of people", text_of(page))
    assert said == NUMBERS[len(ROLES)]


def test_each_class_of_retention_has_its_tables_and_no_other() -> None:
    told: dict[str, set[str]] = {}
    for line in LIFECYCLE.splitlines():
        if line.startswith("| `"):
            classes, tables = line.strip("| ").split(" | ")[:2]
            # Several classes in one line have their tables in the same order.
            told |= zip(CODED.findall(classes), (set(CODED.findall(held)) for held in tables.split("; ")), strict=True)
    # Text that goes before its row does: a class of its own, and no table.
    assert told.pop("case_content") == {"discussions", "decision_checks", "case_dates"}
    assert told == {name: {each for each, of in TABLES.items() if of == name} for name in CLASSES if name != "case_content"}


def test_what_a_schedule_may_not_ask_for_is_said() -> None:
    ((days, named),) = re.findall(r"Less than (\d+) days for (.*) is refused", LIFECYCLE)
    assert dict.fromkeys(CODED.findall(named), int(days)) == {
        name: each.least_days for name, each in CLASSES.items() if each.least_days > 1
    }
