"""Personal supervision: the interval that holds, changes on the way, absence, agreed intervals."""

from datetime import date

import pytest

from scheduling import engine
from scheduling.answers import State
from tests.scheduling.council import POLICIES, Row, allocated, ann, bob, case, codes, council, dates, discussed, held, owed

PERSONAL = "personal_supervision"


def planned(facts: engine.Facts, count: int, kind: str = PERSONAL) -> list[str]:
    return [row.due.isoformat() for row in engine.plan(facts, POLICIES[facts.policy], "ann", kind, count)]


def test_the_other_reading_of_asye_ends_the_fortnights_six_months_from_the_start() -> None:
    facts = council(ann(asye_from="2026-01-05"), settings={"asye_reading": "s3"}, sessions=held("2026-06-15"))
    assert planned(facts, 3) == ["2026-06-29", "2026-07-29", "2026-08-29"]
    facts = council(ann(asye_from="2026-01-05"), sessions=held("2026-06-15"))
    assert planned(facts, 5) == ["2026-06-29", "2026-07-13", "2026-07-27", "2026-08-10", "2026-09-10"]


def test_an_agency_workers_probation_begins_when_made_permanent() -> None:
    change = {"on": "2026-06-01", "set": {"employment": "permanent"}}
    facts = council(ann(started_on="2026-01-12", employment="agency", changes=[change]), sessions=held("2026-06-03"))
    [found] = owed(facts, "2026-06-05", PERSONAL)
    assert (found.due, found.rule) == (date(2026, 6, 17), "WOK-16-prob")
    facts = council(ann(started_on="2026-01-12", employment="agency", changes=[change]), sessions=held("2026-11-20"))
    assert dates(facts, "2026-11-23", PERSONAL) == ["2026-12-20"]  # 4 December is after 1 December, the end of probation


@pytest.mark.parametrize(
    ("every", "due", "rule"),
    [
        ({"weeks": 2}, "2026-05-25", "WOK-16-more"),  # tighter than monthly
        ({"weeks": 4}, "2026-06-08", "WOK-16-more"),
        ({"weeks": 6}, "2026-06-11", "WOK-16"),  # looser: the standard stays
        ({"months": 1}, "2026-06-11", "WOK-16"),
    ],
)
def test_an_agreed_interval_tightens_and_never_loosens(every: Row, due: str, rule: str) -> None:
    agreement = {"supervisee": "ann", "supervisor": "tom", "every": every, "reason": "risk", "from": "2026-05-11"}
    [found] = owed(council(agreements=[agreement], sessions=held("2026-05-11")), "2026-05-18", PERSONAL)
    assert (found.due_on.isoformat(), found.rule) == (due, rule)


def test_an_interval_agreed_half_way_is_due_no_sooner_than_it_was_agreed() -> None:
    agreement = {"supervisee": "ann", "supervisor": "tom", "every": {"weeks": 1}, "from": "2026-05-28"}
    facts = council(agreements=[agreement], sessions=held("2026-05-11"))
    assert dates(facts, "2026-05-27", PERSONAL) == ["2026-06-11"]
    assert dates(facts, "2026-05-28", PERSONAL) == ["2026-05-28"]


def test_a_date_missed_before_a_looser_interval_stays_missed() -> None:
    change = {"on": "2026-04-20", "set": {"role": "non_frontline"}}
    facts = council(ann(changes=[change]), policy="manchester", sessions=held("2026-03-02"))
    [found] = owed(facts, "2026-04-21", PERSONAL)
    assert (found.due, found.rule, found.state) == (date(2026, 3, 30), "MAN-2.1-c", State.ESCALATED)


@pytest.mark.parametrize(
    ("away", "day", "due", "state"),
    [
        (("2026-06-08", "2026-07-06"), "2026-06-05", "2026-06-11", "upcoming"),  # not away yet
        (("2026-06-08", "2026-07-06"), "2026-06-22", "2026-07-06", "suspended"),
        (("2026-06-08", "2026-07-06"), "2026-07-06", "2026-07-06", "due"),
        (("2026-06-08", None), "2026-06-22", "2026-06-11", "suspended"),  # return not known
        (("2026-06-11", "2026-06-12"), "2026-06-12", "2026-06-12", "due"),
        (("2026-06-12", "2026-06-19"), "2026-06-20", "2026-06-11", "overdue"),  # missed the day before leave: it stays
        (("2026-06-12", "2026-06-19"), "2026-06-15", "2026-06-11", "suspended"),
        (("2026-06-01", "2026-06-11"), "2026-06-05", "2026-06-11", "upcoming"),  # back on the day it is due
    ],
)
def test_a_supervisee_away_has_the_date_held_until_the_return(
    away: tuple[str, str | None], day: str, due: str, state: str
) -> None:
    absence = {"person": "ann", "from": away[0], "until": away[1]}
    [found] = owed(council(sessions=held("2026-05-11"), absences=[absence]), day, PERSONAL)
    assert (found.due_on.isoformat(), found.state.value) == (due, state)


def test_a_supervisee_away_has_their_own_clock_held_and_their_cases_go_on() -> None:
    absence = {"person": "ann", "from": "2026-06-08", "until": "2026-07-06"}
    there = {
        "sessions": held("2026-05-11"),
        "cases": [case()],
        "allocations": [allocated()],
        "discussions": [discussed("2026-05-11")],
    }
    kinds = (PERSONAL, "case_discussion")
    away, here = council(**there, absences=[absence]), council(**there)
    found = {row.kind: (row.due_on.isoformat(), row.state.value) for row in owed(away, "2026-06-22", *kinds)}
    without = {row.kind: (row.due_on.isoformat(), row.state.value) for row in owed(here, "2026-06-22", *kinds)}
    assert found == {PERSONAL: ("2026-07-06", "suspended"), "case_discussion": ("2026-07-11", "upcoming")}
    assert without == {PERSONAL: ("2026-06-11", "overdue"), "case_discussion": ("2026-07-11", "upcoming")}


def test_an_absence_not_yet_recorded_suspends_nothing() -> None:
    absence = {"person": "ann", "from": "2026-06-08", "until": "2026-07-06", "recorded_on": "2026-06-15"}
    facts = council(sessions=held("2026-05-11"), absences=[absence])
    assert owed(facts, "2026-06-12", PERSONAL)[0].state is State.OVERDUE
    assert owed(facts, "2026-06-15", PERSONAL)[0].state is State.SUSPENDED


def test_a_new_supervisor_does_not_restart_the_clock() -> None:
    relationships = [
        {"supervisee": "ann", "supervisor": "tim", "from": "2025-09-01", "until": "2026-06-01"},
        {"supervisee": "ann", "supervisor": "tom", "from": "2026-06-01"},
    ]
    [found] = owed(council(relationships=relationships, sessions=held("2026-05-11", by="tim")), "2026-06-03", PERSONAL)
    assert (found.due_on.isoformat(), found.responsible) == ("2026-06-11", ("tom",))


def test_whoever_covers_is_responsible_while_the_supervisor_is_away() -> None:
    absence = {"person": "tom", "from": "2026-06-08", "until": "2026-07-06", "cover": "tim"}
    facts = council(sessions=held("2026-05-11"), absences=[absence], cases=[case()], allocations=[allocated()])
    assert {row.responsible for row in owed(facts, "2026-06-10", PERSONAL, "first_case_discussion")} == {("tim",)}
    assert {row.responsible for row in owed(facts, "2026-07-06", PERSONAL, "first_case_discussion")} == {("tom",)}


@pytest.mark.parametrize(
    ("people", "day", "due"),
    [
        (
            [ann(role="non_case_holder", hours="part_time"), {**bob(), "manager": "ann"}],
            "2026-03-16",
            "2026-03-30",
        ),  # manages one
        ([ann(role="non_frontline")], "2026-03-16", "2026-05-25"),
        ([ann(role="front_door")], "2026-03-16", "2026-03-30"),
    ],
)
def test_manchester_asks_by_post(people: list[Row], day: str, due: str) -> None:
    facts = council(*people, policy="manchester", sessions=held("2026-03-02"))
    assert [row.due_on.isoformat() for row in owed(facts, day, PERSONAL) if row.person == "ann"] == [due]


def test_kent_asks_those_without_cases_every_six_weeks_and_gives_all_professional_support() -> None:
    facts = council(ann(role="non_case_holder"), policy="kent", sessions=held("2026-03-02", kind="professional_support"))
    found = {
        row.kind: row.due_on.isoformat()
        for row in owed(facts, "2026-03-16", PERSONAL, "casework_supervision", "professional_support")
    }
    assert found == {PERSONAL: "2026-04-13", "professional_support": "2026-05-31"}


def test_plymouth_owes_nothing_until_an_interval_is_agreed_and_says_so() -> None:
    facts = council(policy="plymouth", sessions=held("2026-03-02"))
    assert dates(facts, "2026-06-01", PERSONAL) == []
    assert ("policy_silent", "ann") in codes(facts, "2026-06-01")
    facts = council(policy="plymouth", sessions=held("2026-03-02"), settings={"intervals": {PERSONAL: {"months": 1}}})
    assert dates(facts, "2026-03-10", PERSONAL) == ["2026-04-02"]
    assert codes(facts, "2026-03-10") == []


def test_the_plan_begins_with_what_is_due() -> None:
    facts = council(ann(asye_from="2026-01-05"), sessions=held("2026-02-10"), cases=[case()], allocations=[allocated()])
    assert planned(facts, 1) == dates(facts, "2026-02-11", PERSONAL)
    facts = council(cases=[case()], allocations=[allocated()], discussions=[discussed("2026-03-31")])
    assert planned(facts, 3, "case_discussion") == ["2026-05-31", "2026-07-31", "2026-09-30"]
