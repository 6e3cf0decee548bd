"""Every rule and every figure of the catalogue is accounted for, and nothing is called done that is not."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scheduling.calendar import Interval
from scheduling.citing import cited
from scheduling.readings import DEFAULTS
from scheduling.rulebook import RulebookFault, parse_rulebook
from storage.packs import NAMES, load, rulebook

TESTS = Path(__file__).parents[1]
CATALOGUE = (TESTS / "rules.txt").read_text(encoding="utf-8").split()
PARAMETERS = tomllib.loads((TESTS / "policies.toml").read_text(encoding="utf-8"))
PREFIX = {"plymouth": "PLY-", "manchester": "MAN-", "kent": "KENT-", "wokingham": "WOK-", "lscb": "LSCB-"}


def test_the_catalogue_has_four_hundred_and_twelve_rules() -> None:
    assert len(CATALOGUE) == len(set(CATALOGUE)) == 412


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_the_catalogue_has_its_treatment_in_the_catalogues_order(name: str) -> None:
    assert [rule.id for rule in rulebook(name).rule] == [rule for rule in CATALOGUE if rule.startswith(PREFIX[name])]


@cache
def scenario_ids() -> frozenset[str]:
    return frozenset(
        case["id"] for path in (TESTS / "scenarios").glob("*.json") for case in json.loads(path.read_text(encoding="utf-8"))
    )


def is_a_test(node: str) -> bool:
    file, _, name = node.partition("::")
    path = TESTS.parent / file
    return path.is_file() and re.search(rf"^def {re.escape(name)}\(", path.read_text(encoding="utf-8"), re.M) is not None


@pytest.mark.parametrize("name", NAMES)
def test_what_shows_a_rule_exists(name: str) -> None:
    shown = {one for rule in rulebook(name).rule for one in rule.shown_by}
    assert [one for one in sorted(shown) if one not in scenario_ids() and not is_a_test(one)] == []


def test_what_does_not_exist_is_noticed() -> None:
    assert not is_a_test("tests/scheduling/test_rulebooks.py::test_of_nothing")
    assert not is_a_test("tests/nowhere.py::test_of_nothing")
    assert "S999" not in scenario_ids()


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_a_pack_cites_is_in_its_rules(name: str) -> None:
    known = rulebook(name).says
    assert [place for version in load(name).versions for rule, place in cited(version) if not known.get(rule)] == []


def test_no_rule_is_cited_in_the_code_itself() -> None:
    code = [path for path in (TESTS.parent / "scheduling").rglob("*.py") if path.name != "__init__.py"]
    found = [path.name for path in code if re.search(r'"(PLY|MAN|KENT|WOK|LSCB)-', path.read_text(encoding="utf-8"))]
    assert found == []


GOOD = """
[[rule]]
id = "A-1"
section = "1"
says = "it is so"
treatment = ["schedule"]
shown_by = ["S01"]
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('["schedule"]', '["reference only"]', "reason: missing"),
        ('["schedule"]', '["dream"]', "'dream' is not one of"),
        ('["schedule"]', "[]", "treatment: none"),
        ('shown_by = ["S01"]', "", "shown_by: what is treated is shown"),
        ('shown_by = ["S01"]', 'shown_by = ["S01"]\narrives_with = { schedule = "reports" }', "shown_by: what is treated is"),
        ('shown_by = ["S01"]', 'arrives_with = { schedule = "magic" }', "'magic' is no capability"),
        ('shown_by = ["S01"]', 'shown_by = ["S01"]\narrives_with = { report = "reports" }', "'report' is no treatment"),
        ('says = "it is so"\n', "", "says: missing"),
        ("[[rule]]", "[[rule]]\nlunch = 1", "lunch: unknown key"),
        ("[[rule]]", "[[rule", "not TOML"),
    ],
)
def test_a_wrong_rules_file_names_the_place(old: str, new: str, fault: str) -> None:
    assert len(parse_rulebook("ours", GOOD).rule) == 1
    with pytest.raises(RulebookFault, match=re.escape(fault)):
        parse_rulebook("ours", GOOD.replace(old, new))


def test_a_rule_twice_is_refused() -> None:
    with pytest.raises(RulebookFault, match="there already"):
        parse_rulebook("ours", GOOD + GOOD)


# ---- figures


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """The parameters of a policy, each with its dotted name."""
    if isinstance(value, dict) and value.keys() != {"unit", "count"}:
        for key, inner in value.items():
            yield from leaves(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for spot, inner in enumerate(value):
            yield from leaves(inner, f"{place}[{spot}]")
    else:
        yield place, value


def meant(value: Any) -> Any:
    """A parameter as the pack would hold it."""
    if isinstance(value, dict):
        return Interval(value["count"], value["unit"] + "s")
    return tuple(value) if isinstance(value, list) else value


def at(name: str, place: str) -> Any:
    """What a pack holds at a place of its first version, or of itself."""
    found: Any = load(name) if place == "title" else load(name).versions[0]
    for step in re.findall(r"\w+|\[\d+\]", place):
        found = (
            found[int(step[1:-1])] if step.startswith("[") else found[step] if isinstance(found, dict) else getattr(found, step)
        )
    assert not is_dataclass(found) or isinstance(found, Interval)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_catalogue_is_in_the_pack_or_explained(name: str) -> None:
    book = rulebook(name)
    asked = dict(leaves(PARAMETERS[name]))
    assert set(book.figures) | set(book.explained) == set(asked)
    assert not set(book.figures) & set(book.explained)
    assert {key: at(name, place) for key, place in book.figures.items()} == {key: meant(asked[key]) for key in book.figures}


@pytest.mark.parametrize("name", NAMES)
def test_an_explanation_names_a_rule_there_is_and_a_place_there_is(name: str) -> None:
    says = rulebook(name).says
    for key, words in rulebook(name).explained.items():
        rule = words.partition(":")[0]
        assert rule in says or key == "seed", key
        for place in re.findall(
            r"`((?:cases|supervision|observation|agreement|audits|absence|length|record|probation)[\w.\[\]]*)`", words
        ):
            assert at_place(name, place) is not None, (key, place)


def at_place(name: str, place: str) -> Any:
    found: Any = load(name).versions[0]
    for step in re.findall(r"\w+|\[\d+\]", place):
        found = found[int(step[1:-1])] if step.startswith("[") else getattr(found, step)
    return found


READ = {
    "due_on_non_working_day_moves": "due_on_non_working_day_moves",
    "bi_monthly_means": "bi_monthly",
    "wokingham_asye": "asye_reading",
    "wokingham_record_day_kind": "record_day_kind",
    "manchester_cycle": "case_cycle",
    "wokingham_escalate_from_day": "escalate_from_day",
    "wokingham_oversight_months_2": "oversight_in_two_months",
    "wokingham_oversight_months_3": "oversight_in_three_months",
    "ad_hoc_counts_as_oversight": "ad_hoc_counts_as_oversight",
    "supervisees_amber_from": "supervisees_amber_from",
    "supervisees_red_from": "supervisees_red_from",
    "front_door_min_criteria": "front_door_min_criteria",
    "kent_frequent_events": "frequent_events",
    "kent_frequent_window": "frequent_window",
    "reminder_days_before": "remind_days_before",
    "reminder_working_days_before": "remind_working_days_before",
}
OTHERWISE = {
    "monthly_anchor": ("anchor", "last_held"),
    "head_of_locality_files_period": ("head_of_locality_period", "quarter"),
    "escalate_other_policies_after": ("last_day", 21),
}
ELSEWHERE = {
    "wokingham_ad_hoc_within": lambda: load("wokingham").versions[0].recording.discussion[1].within,
    "manchester_ad_hoc_within": lambda: load("manchester").versions[0].recording.discussion[1].within,
    "overdue_nudge_days": lambda: (1, *DEFAULTS.still_late_days, DEFAULTS.last_day),
}
"""Daily run and time zone are `at_nine` and `LONDON`; bank holidays come from a package, compared below."""


def test_every_reading_of_the_catalogue_is_a_setting_with_that_default() -> None:
    asked = {key: value for key, value in PARAMETERS["readings"].items() if key != "bank_holidays_england"}
    assert {key: getattr(DEFAULTS, READ[key]) for key in READ} == {key: meant(asked[key]) for key in READ}
    assert {key: getattr(DEFAULTS, name) for key, (name, _) in OTHERWISE.items()} == {k: v for k, (_, v) in OTHERWISE.items()}
    assert {key: found() for key, found in ELSEWHERE.items()} == {key: meant(asked[key]) for key in ELSEWHERE}
    assert set(asked) == {*READ, *OTHERWISE, *ELSEWHERE, "daily_run", "timezone"}


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_bank_holidays_are_those_of_the_catalogue(year: int) -> None:
    from scheduling.calendar import Calendar, days_after

    days = [days_after(date(year, 1, 1), spot) for spot in range(365)]
    free = [day for day in days if day.weekday() < 5 and not Calendar().is_working(day)]
    assert free == PARAMETERS["readings"]["bank_holidays_england"][f"y{year}"]
