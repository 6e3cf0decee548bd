"""Every rung of every ladder of the sample council: a gap planted is found, none is invented, nobody away is told."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduling.facts import Absence, Facts, Organisation
from scheduling.index import index
from scheduling.reaching import Gap, Reason, gaps_ahead
from scheduling.simulation import simulated
from scheduling.view import View
from storage import SINGLE, reaching
from storage.index.facts import load
from storage.index.scope import Scope
from storage.rederive import nightly
from tests.bot.council import NINE, POLICY, Council

GRACE, SUE, TOM, CAROL, ANN, BEN = "E1001", "E1002", "E1003", "E1004", "E1005", "E1007"
TODAY = NINE.date()
TEAM = ("E1005", "E1006", "E1007", "E1008", "E1009", "E1010")
"""Whom Tom supervises."""
Plant = Callable[[Facts], Facts]


def away(person: str, cover: str | None = None, begins: int = -1, days: int | None = 10) -> Plant:
    """Somebody is away from so many days from now, for so long."""
    from_on = TODAY + timedelta(days=begins)
    row = Absence(person, from_on, None if days is None else from_on + timedelta(days=days), TODAY, cover)
    return lambda facts: replace(facts, absences=(*facts.absences, row))


def changed(person: str, **values: object) -> Plant:
    """Something else is said of somebody on the people file."""
    return lambda facts: replace(
        facts, people=tuple(replace(each, **values) if each.id == person else each for each in facts.people)
    )


def beheaded(facts: Facts) -> Facts:
    """Nobody is a senior manager, and no agreement names a manager."""
    people = tuple(replace(each, level="practitioner") if each.level == "senior_manager" else each for each in facts.people)
    agreements = tuple(replace(each, named_manager=None) for each in facts.agreements)
    return replace(facts, people=people, agreements=agreements, organisation=Organisation())


PLANTED: list[tuple[str, tuple[Plant, ...], tuple[str, ...], set[tuple[str, Reason]]]] = [
    ("nothing", (), (), set()),
    ("a supervisor without an account", (), (TOM,), {(TOM, Reason.NO_ACCOUNT)}),
    ("a supervisor away", (away(TOM),), (), {(TOM, Reason.AWAY)}),
    ("a supervisor away and covered", (away(TOM, CAROL),), (), set()),
    ("a manager away", (away(SUE),), (), {(SUE, Reason.AWAY)}),
    ("one away for good", (away(GRACE, days=None),), (), {(GRACE, Reason.AWAY)}),
    ("cover that is away too", (away(TOM, CAROL), away(CAROL)), (), {(TOM, Reason.AWAY), (CAROL, Reason.AWAY)}),
    ("cover whose own cover is there", (away(TOM, CAROL), away(CAROL, SUE)), (), set()),
    ("two who cover for each other", (away(TOM, CAROL), away(CAROL, TOM)), (), {(TOM, Reason.AWAY), (CAROL, Reason.AWAY)}),
    ("cover that has no account", (away(TOM, CAROL),), (CAROL,), {(CAROL, Reason.NO_ACCOUNT)}),
    ("away within the week", (away(TOM, begins=5),), (), {(TOM, Reason.AWAY)}),
    ("away after the next check", (away(TOM, begins=9),), (), set()),
    ("back already", (away(TOM, begins=-20),), (), set()),
    ("away who supervises nobody", (away(ANN),), (), set()),
    ("a manager who left", (changed(SUE, left_on=TODAY),), (), {(SUE, Reason.GONE)}),
    ("a manager who leaves within the week", (changed(SUE, left_on=TODAY + timedelta(days=3)),), (), {(SUE, Reason.GONE)}),
    ("a manager on no list", (changed(TOM, manager="E9999"),), (), {("E9999", Reason.NOT_LISTED)}),
    ("a supervisee who covers for the supervisor", (away(TOM, ANN),), (), {(ANN, Reason.OWN)}),
    ("a supervisor who covers for the manager", (away(SUE, TOM),), (), {(SUE, Reason.OWN), (TOM, Reason.OWN)}),
    (
        "nobody above",
        (changed(TOM, manager=None), beheaded),
        (),
        {(who, Reason.NOBODY_ABOVE) for who in (*TEAM, SUE)},
    ),
]


@pytest.fixture
def facts(council: Council) -> Facts:
    """Of the sample council, where everybody has an account."""
    with council.store.read(SINGLE, NINE) as work:
        return load(work, Scope())


def test_every_gap_planted_is_reported_and_none_invented(facts: Facts) -> None:
    everybody = {person.id for person in facts.people}
    for name, plants, without, expected in PLANTED:
        planted = facts
        for plant in plants:
            planted = plant(planted)
        known = index(planted)
        found = gaps_ahead(known, POLICY, View(known, POLICY, NINE), everybody - set(without))
        assert found == {Gap(*each) for each in expected}, name


def test_the_administrators_are_told_of_a_gap_in_its_week_and_of_its_end(council: Council) -> None:
    store, night = council.store, NINE - timedelta(hours=6)

    def standing() -> set[tuple[str, str]]:
        return {(each.about, each.detail) for each in store.alarms.standing(SINGLE) if each.name == reaching.ALARM}

    assert reaching.weekly(store, SINGLE, night) == 0
    council.run("UPDATE people SET slack_id = NULL WHERE id = 'E1003'")
    assert reaching.weekly(store, SINGLE, night + timedelta(days=3)) is None, "once a week"
    assert reaching.weekly(store, SINGLE, night + timedelta(days=7)) == 1
    assert standing() == {(TOM, "no_account")}
    council.run("UPDATE people SET slack_id = 'UE1003' WHERE id = 'E1003'")
    assert reaching.weekly(store, SINGLE, night + timedelta(days=8)) == 0, "while one stands, each night"
    assert standing() == set()
    assert reaching.overloaded(store, SINGLE, NINE) == []
    council.run("UPDATE relationships SET supervisor_id = 'E1004' WHERE supervisee_id = 'E1005'")
    assert reaching.overloaded(store, SINGLE, NINE) == ["Carol Cotter: 7 supervisees"]


LEFT: list[tuple[str, str | None, bool]] = [
    (ANN, None, True),
    (BEN, "2026-03-01", False),
    (TOM, "2026-03-03", False),
    (CAROL, "2026-03-04", True),
    ("E9999", None, False),
]
"""Out of reach in Slack on 2 March: who, the first day they work here no more, and whether that is somebody's to mend still
after the night before the 3rd. The last is on no list."""


def test_who_cannot_be_reached_and_has_left_is_no_alarm_any_more_and_is_not_told_of_as_mended(council: Council) -> None:
    store, night = council.store, NINE + timedelta(hours=17, minutes=30)
    for person, left_on, _ in LEFT:
        council.run("UPDATE people SET left_on = :on WHERE id = :id", on=left_on, id=person)
        store.alarms.begin(SINGLE, "unreachable", person, "user_disabled", now=NINE)
    for each in store.alarms.claim_untold(NINE):
        store.alarms.told(each, NINE)
    nightly(store, SINGLE, night)
    standing = {each.about for each in store.alarms.standing(SINGLE) if each.name == "unreachable"}
    assert standing == {person for person, _, stands in LEFT if stands}
    assert [each for each in store.alarms.untold() if each.name == "unreachable"] == []


def test_over_a_year_of_random_absences_nobody_away_or_gone_is_told_for_another(facts: Facts) -> None:
    chance = random.Random(7)
    planted = facts
    until_on = date(TODAY.year + 1, TODAY.month, TODAY.day)
    for person in (GRACE, SUE, TOM, CAROL, ANN, BEN):
        begins = chance.randrange(40)
        while begins < 365:
            days = chance.choice([3, 10, 25, 60])
            cover = chance.choice([None, None, GRACE, SUE, TOM, CAROL, ANN, "E9999"])
            planted = away(person, cover if cover != person else None, begins, days)(planted)
            begins += days + chance.randrange(10, 90)
    planted = changed(chance.choice([SUE, CAROL]), left_on=TODAY + timedelta(days=chance.randrange(60, 300)))(planted)
    known = index(planted)
    passed_up = [
        each
        for each in simulated(known, POLICY, TODAY, until_on)
        if each.kind in ("escalation", "escalated_again", "cover_needed")
    ]
    assert len(passed_up) > 50
    views: dict[date, View] = {}
    for each in passed_up:
        view = views.setdefault(each.at.date(), View(known, POLICY, each.at))
        assert view.is_there(each.to), each
        assert each.to not in (each.obligation.person, *each.obligation.responsible), each
