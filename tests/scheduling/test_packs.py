"""Policies as data: the five, a council's own, and packs that are wrong."""

from datetime import date
from pathlib import Path

import pytest

from scheduling import engine
from scheduling.errors import SupervisionError
from scheduling.policy import PackFault, parse_pack
from scheduling.terms import Version
from storage.packs import NAMES, load
from tests.scheduling.council import at, council, held

LEAST = """
title = "A policy"
short = "Ours"
[[version]]
label = "1"
in_force_from = 2026-01-01
[version.escalation]
rule = "OUR-3"
section = "3"
kinds = ["personal_supervision"]
[[version.supervision]]
kind = "personal_supervision"
sessions = ["personal"]
silent = { rule = "OUR-1", section = "1" }
[[version.supervision.term]]
rule = "OUR-2"
section = "2"
every = { weeks = 4 }
"""


@pytest.mark.parametrize("name", NAMES)
def test_each_of_the_five_is_sound_and_names_its_sections(name: str) -> None:
    policy = load(name)
    assert policy.name == name
    assert all(isinstance(version, Version) for version in policy.versions)
    assert all(
        term.rule and term.section for version in policy.versions for clock in version.supervision for term in clock.term
    )


@pytest.mark.parametrize("name", ["camden", "nowhere.toml", ".", "", "x\0y"])
def test_an_unknown_policy_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(SupervisionError, match="kent, lscb, manchester, plymouth, wokingham") as error:
        load(name)
    assert error.value.sentence.startswith(f"policy: {name!r}")


def test_a_councils_own_pack_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(LEAST, encoding="utf-8")
    [found] = engine.derive(council(sessions=held("2026-03-02")), load(str(path)), at("2026-03-03"))
    assert (found.due, found.rule, found.source) == (date(2026, 3, 30), "OUR-2", "Ours, 2")


def test_a_pack_may_build_on_another(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('extends = "wokingham"\nshort = "Ours"\n[readings]\nescalate_from_day = 15\n', encoding="utf-8")
    policy = load(str(path))
    assert (policy.short, policy.readings.escalate_from_day, policy.readings.asye_reading) == ("Ours", 15, "std16")
    assert policy.versions == load("wokingham").versions


def test_a_new_version_holds_from_its_day_like_any_change() -> None:
    tighter = """
[[version]]
label = "2"
in_force_from = 2026-06-01
[[version.supervision]]
kind = "personal_supervision"
sessions = ["personal"]
silent = { rule = "OUR-1", section = "1" }
[[version.supervision.term]]
rule = "OUR-2"
section = "2"
every = { weeks = 2 }
"""
    policy = parse_pack("ours", LEAST + tighter)
    facts = council(sessions=held("2026-05-18"))
    assert [row.due for row in engine.derive(facts, policy, at("2026-05-29"))] == [date(2026, 6, 15)]
    assert [row.due for row in engine.derive(facts, policy, at("2026-06-01"))] == [date(2026, 6, 1)]
    assert policy.at(date(2026, 6, 1)).escalation.rule == "OUR-3"  # what a version leaves out stays


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("weeks = 4", "weeks = 0", "ours.version[0].supervision[0].term[0].every: not an interval"),
        ("weeks = 4", "moons = 4", "ours.version[0].supervision[0].term[0].every: not an interval"),
        ('section = "2"', "section = 2", "ours.version[0].supervision[0].term[0].section: 2 is not a text"),
        ('rule = "OUR-2"\n', "", "ours.version[0].supervision[0].term[0].rule: missing"),
        ("in_force_from = 2026-01-01", 'in_force_from = "soon"', "ours.version[0].in_force_from: 'soon' is not a date"),
        ('label = "1"', 'label = "1"\nlunch = true', "ours.version[0].lunch: unknown key"),
        ('sessions = ["personal"]', 'sessions = ["chat"]', "ours.version[0].supervision[0].sessions: 'chat' is not one of"),
        ('kind = "personal_supervision"', 'kind = "lunch"', "ours.version[0].supervision[0].kind: 'lunch' is not one of"),
        ("every = {", 'who = { rank = ["x"] }\nevery = {', "ours.version[0].supervision[0].term[0].who.rank: unknown"),
        (
            "every = {",
            'who = { role = ["x"] }\nevery = {',
            "ours.version[0].supervision[0].term[0].who.role: 'x' is not one of",
        ),
        ("every = {", 'when = { mood = "x" }\nevery = {', "ours.version[0].supervision[0].term[0].when.mood: not a reading"),
        (
            'label = "1"',
            'label = "1"\nmeasured = { naps = { rule = "OUR-2", section = "2" } }',
            "ours.version[0].measured: 'naps' is not one of asye_caseload,",
        ),
        ("[[version]]", "[version]", "ours.version: an object is not a list"),
        ('title = "A policy"', "title = ", "ours: not TOML"),
    ],
)
def test_a_wrong_pack_names_the_place(old: str, new: str, fault: str) -> None:
    with pytest.raises(PackFault) as error:
        parse_pack("ours", LEAST.replace(old, new))
    assert error.value.faults[0].startswith(fault)


def test_a_pack_that_builds_on_itself_is_refused() -> None:
    with pytest.raises(PackFault, match="without end"):
        parse_pack("ours", 'extends = "ours"', extends=lambda name: f'extends = "{name}"')
