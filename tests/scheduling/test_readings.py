"""Each reading of open wording: what it means by default, and what another choice would mean."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from scheduling import engine
from scheduling.calendar import LONDON
from scheduling.facts import FactsFault, parse
from scheduling.index import index
from scheduling.policy import PackFault, parse_pack
from scheduling.readings import BY_NAME, DEFAULTS
from scheduling.sittings import room_in
from scheduling.view import View
from tests.scheduling.council import (
    POLICIES,
    Row,
    allocated,
    ann,
    bob,
    case,
    codes,
    council,
    dates,
    discussed,
    held,
    owed,
    sent,
)

Answer = Callable[[Row], Any]
PERSONAL = "personal_supervision"


def due(day: str, *kinds: str, **rows: Any) -> Answer:
    """The due dates of a council that chooses so."""
    people = rows.pop("people", (ann(),))
    return lambda settings: dates(council(*people, settings=settings, **rows), day, *kinds)


def warning(day: str, code: str, **rows: Any) -> Answer:
    """Whether it warns."""
    people = rows.pop("people", (ann(),))
    return lambda settings: code in [found for found, _ in codes(council(*people, settings=settings, **rows), day)]


def notices(first: str, last: str, *kinds: str, **rows: Any) -> Answer:
    """What it sends."""
    return lambda settings: sent(council(settings=settings, **rows), first, last, *kinds)


def plan(kind: str, count: int, **rows: Any) -> Answer:
    """What it plans for Ann."""
    people = rows.pop("people", (ann(),))

    def planned(settings: Row) -> list[str]:
        facts = council(*people, settings=settings, **rows)
        return [row.due.isoformat() for row in engine.plan(facts, POLICIES[facts.policy], "ann", kind, count)]

    return planned


def room(minutes: int) -> Answer:
    """For how many cases a session has room."""

    def cases(settings: Row) -> int:
        known = index(council(settings=settings))
        return room_in(View(known, POLICIES["wokingham"], datetime(2026, 3, 24, 9, tzinfo=LONDON)), minutes)

    return cases


TEAM = [{"on": "2026-03-02", "kind": "team", "facilitator": "tom", "attendees": ["ann", "bob", "tim"]}]
WORK: Row = {"cases": [case()], "allocations": [allocated()]}
GROUP = {**WORK, "discussions": [discussed("2026-01-10"), discussed("2026-03-02", "group")]}
MOVED: Row = {"cases": [case()], "allocations": [allocated(until="2026-03-20"), allocated("bob", "2026-03-20")]}
AGENCY = ann(started_on="2026-01-12", employment="agency", changes=[{"on": "2026-06-01", "set": {"employment": "permanent"}}])
NONE_HERE = [{"supervisee": "ann", "supervisor": "tom", "from": "2026-03-02"}]
BOOKED = {"supervisee": "ann", "supervisor": "tom", "planned_on": "2026-04-07"}
SAMPLED = [{"auditor": who, "of_supervision": "ann", "on": "2026-05-04", "rag": True} for who in ("sue", "sue", "sam", "sam")]
HAL = {"id": "hal", "level": "head_of_locality", "role": "non_case_holder", "started_on": "2015-05-05", "manager": "zoe"}
DOOR = [{"id": f"10040{spot}", "criterion": one} for spot, one in enumerate((1, 2, 2))]

CHOICES: list[tuple[str, Any, Answer, Any, Any]] = [
    # R-1 … R-4: counting days
    ("event_day_counts", True, due("2026-03-10", "record_session", sessions=[{**held("2026-03-10")[0], "recorded_on": None}]),
     ["2026-03-15"], ["2026-03-14"]),
    ("plan_counts_from", "last_date", plan(PERSONAL, 3, sessions=held("2026-01-31")),
     ["2026-02-28", "2026-03-31", "2026-04-30"], ["2026-02-28", "2026-03-28", "2026-04-28"]),
    ("due_on_non_working_day_moves", True, due("2026-03-25", PERSONAL, sessions=held("2026-03-25")),
     ["2026-04-25"], ["2026-04-24"]),  # a Saturday
    # where a session counts from
    ("monthly", "calendar_month", due("2026-03-10", PERSONAL, sessions=held("2026-03-10")), ["2026-04-10"], ["2026-04-30"]),
    ("monthly", "four_weeks", due("2026-03-10", PERSONAL, sessions=held("2026-03-10")), ["2026-04-10"], ["2026-04-07"]),
    ("anchor", "grid", due("2026-03-11", PERSONAL, policy="manchester", sessions=held("2026-03-11")),
     ["2026-04-08"], ["2026-03-16"]),  # the grid from 1 September: 16 February was missed, 16 March is next
    ("first_counts_from", "start", due("2026-03-05", PERSONAL, relationships=NONE_HERE), ["2026-04-02"], ["2023-04-17"]),
    # cycles
    ("bi_monthly", {"weeks": 2}, due("2026-03-10", "case_discussion", **WORK, discussions=[discussed("2026-03-10")]),
     ["2026-05-10"], ["2026-03-24"]),
    ("ninety_days_or_three_months", {"months": 3},
     due("2026-07-01", "case_discussion", policy="kent", cases=[case("open")], allocations=[allocated()],
         discussions=[discussed("2026-07-01")]),
     ["2026-09-29"], ["2026-10-01"]),
    ("case_cycle", "fixed",
     due("2026-03-10", "case_discussion", policy="manchester", **WORK, discussions=[discussed("2026-03-10")]),
     ["2026-05-05"], ["2026-06-22"]),  # windows from 5 January: 2 March, 27 April, 22 June
    # stages
    ("asye_reading", "s3", due("2026-06-25", PERSONAL, people=(ann(asye_from="2026-01-05"),), sessions=held("2026-06-25")),
     ["2026-07-09"], ["2026-07-25"]),
    ("unnumbered", {"weeks": 2},
     due("2026-02-02", PERSONAL, policy="manchester", people=(ann(asye_from="2026-01-05"),), sessions=held("2026-02-02")),
     ["2026-03-02"], ["2026-02-16"]),
    ("agency_time_counts", True, due("2026-07-20", PERSONAL, people=(AGENCY,), sessions=held("2026-07-20")),
     ["2026-08-03"], ["2026-08-20"]),
    ("stage_last_day_counts", False,
     due("2026-08-19", PERSONAL, people=(ann(started_on="2026-03-02"),), sessions=held("2026-08-19")),
     ["2026-09-02"], ["2026-09-19"]),
    ("overlapping", "last_named",
     due("2026-03-02", PERSONAL, policy="manchester", people=(ann(role="non_frontline"), {**bob(), "manager": "ann"}),
         sessions=held("2026-03-02")),
     ["2025-09-29", "2026-03-30"], ["2025-09-29", "2026-03-30"]),
    # days to record in
    ("record_day_kind", "working",
     due("2026-03-10", "record_session", sessions=[{**held("2026-03-10")[0], "recorded_on": None}]),
     ["2026-03-15"], ["2026-03-17"]),
    ("ad_hoc_within", {"days": 1},
     due("2026-03-10", "record_discussion", **WORK, discussions=[discussed("2026-03-10", "ad_hoc", filed_on=None)]),
     ["2026-03-15"], ["2026-03-11"]),
    ("self_assessment_days", "working", due("2026-03-10", "self_assessment", policy="manchester", sessions=[BOOKED]),
     ["2026-04-05"], ["2026-04-01"]),  # Easter
    # cases
    ("oversight_in_two_months", [], due("2026-03-11", "management_oversight", **WORK, discussions=[discussed("2026-03-10")]),
     ["2026-04-10"], []),
    ("oversight_in_three_months", [2],
     due("2026-03-11", "management_oversight", cases=[case("child_in_need")], allocations=[allocated()],
         discussions=[discussed("2026-03-10")]),
     ["2026-04-10"], ["2026-05-10"]),
    ("ad_hoc_counts_as_oversight", False,
     due("2026-04-11", "management_oversight", **WORK,
         discussions=[discussed("2026-03-10"), discussed("2026-04-02", "ad_hoc")]),
     [], ["2026-04-10"]),
    ("summaries_end_after_months", 9,
     due("2026-10-06", "case_summary", policy="manchester", **WORK,
         discussions=[discussed(on, "summary") for on in ("2026-04-05", "2026-07-05", "2026-10-05")]),
     ["2027-01-05"], []),
    ("planning_meeting_days", 5,
     due("2026-03-01", "planning_meeting", policy="plymouth", cases=[case(joint_from="2026-03-09")], allocations=[allocated()]),
     ["2026-03-09"], ["2026-03-14"]),
    ("reallocation", "restarts",
     due("2026-05-02", "case_discussion", "first_case_discussion", people=(ann(), bob()), cases=[case()],
         allocations=[allocated(until="2026-05-01"), allocated("bob", "2026-05-01")], discussions=[discussed("2026-03-10")]),
     ["2026-05-10"], ["2026-06-01"]),
    ("group_resets", "led_and_filed", due("2026-03-03", "case_discussion", **GROUP), ["2026-03-10"], ["2026-05-02"]),
    ("group_resets", "never", due("2026-03-03", "case_discussion", policy="manchester", **GROUP),
     ["2026-04-27"], ["2026-03-07"]),
    ("change_counts_from", "change",
     due("2026-05-20", "case_discussion",
         cases=[case(changes=[{"on": "2026-05-18", "set": {"category": "child_in_need"}}])], allocations=[allocated()],
         discussions=[discussed("2026-04-07")]),
     ["2026-07-07"], ["2026-08-18"]),
    ("change_counts_from", "change",
     due("2026-03-17", PERSONAL, policy="manchester",
         people=(ann(changes=[{"on": "2026-03-16", "set": {"role": "non_frontline"}}]),), sessions=held("2026-03-02")),
     ["2026-05-25"], ["2026-06-08"]),
    # … R-21: people and audits
    ("probation_assessed", "during",
     due("2026-02-10", "probation_assessment", policy="kent", people=(ann(started_on="2026-02-02"),)),
     ["2026-03-02"], ["2026-03-01"]),
    ("rolling_observation_checked", False, warning("2026-03-01", "observation_by_supervisor_missing", policy="manchester"),
     True, False),
    ("twice_a_year", "april", due("2026-06-01", "good_conversation", policy="kent"), ["2027-04-02"], ["2027-03-31"]),
    ("twice_a_year", "calendar", due("2026-06-01", "practice_observation", policy="kent"), ["2027-04-02"], ["2026-12-31"]),
    ("dip_samples_by", "all",
     lambda settings: [
         row.person
         for row in owed(council(policy="manchester", audits=SAMPLED, settings=settings), "2026-05-30", "audit_sample")
         if row.rule == "MAN-5.3-a"
     ],
     ["sam", "sue"], []),
    ("head_of_locality_period", "month",
     lambda settings: [
         row.due_on.isoformat()
         for row in owed(council(ann(), HAL, policy="manchester", settings=settings), "2026-05-30", "audit_sample")
         if row.rule == "MAN-5.3-c"
     ],
     ["2026-06-30"], ["2026-05-31"]),
    # R-22 … R-24: sizes
    ("supervisees_red_from", 2, warning("2026-03-01", "too_many_supervisees", people=(ann(), bob(manager="tom"))), False, True),
    ("facilitator_counts", False, warning("2026-03-03", "group_size", people=(ann(), bob()), groups=TEAM), False, True),
    ("front_door_min_criteria", 2,
     warning("2026-03-03", "front_door_range", policy="kent", people=(ann(role="front_door"),),
             sessions=[{**held("2026-03-02", kind="professional_support", minutes=75)[0], "front_door_cases": DOOR}]),
     True, False),
    # and the bot's own defaults: lateness
    ("escalate_from_day", 15, warning("2026-03-01", "booked_past_escalation", sessions=[*held("2026-02-02"), {**BOOKED,
     "planned_on": "2026-03-18"}]), False, True),
    ("absence_suspends", False,
     lambda settings: [
         row.state.value
         for row in owed(council(sessions=held("2026-05-11"), settings=settings,
                                 absences=[{"person": "ann", "from": "2026-06-08", "until": "2026-07-06"}]),
                         "2026-06-22", PERSONAL)
     ],
     ["suspended"], ["overdue"]),
    ("send_on_non_working_days", True, notices("2026-05-30", "2026-05-31", PERSONAL, sessions=held("2026-04-29")),
     [], ["05-30 late ann", "05-30 late tom"]),
    ("escalate_first_to", "named_manager",
     notices("2026-03-24", "2026-03-24", PERSONAL, sessions=held("2026-02-02"),
             agreements=[{"supervisee": "ann", "supervisor": "tom", "named_manager": "sam"}]),
     ["03-24 duty_to_raise ann", "03-24 escalation sue"], ["03-24 duty_to_raise ann", "03-24 escalation sam"]),
    ("remind_days_before", [14], notices("2026-02-16", "2026-02-23", PERSONAL, sessions=held("2026-02-02")),
     ["02-23 upcoming ann", "02-23 upcoming tom"], ["02-16 upcoming ann", "02-16 upcoming tom"]),
    ("remind_working_days_before", [2], notices("2026-02-26", "2026-02-27", PERSONAL, sessions=held("2026-02-02")),
     ["02-27 upcoming ann", "02-27 upcoming tom"], ["02-26 upcoming ann", "02-26 upcoming tom"]),
    ("remind_late_only_the_day_before", ["personal_supervision"],
     notices("2026-02-16", "2026-02-26", PERSONAL, sessions=held("2026-02-02")),
     ["02-23 upcoming ann", "02-23 upcoming tom"], []),
    ("still_late_days", [10], notices("2026-03-10", "2026-03-12", PERSONAL, sessions=held("2026-02-02")),
     ["03-10 still_late ann", "03-10 still_late tom"], ["03-12 still_late ann", "03-12 still_late tom"]),
    ("last_day", 18, notices("2026-03-18", "2026-03-23", PERSONAL, sessions=held("2026-02-02")),
     ["03-23 last_day ann", "03-23 last_day tom"], ["03-20 last_day ann", "03-20 last_day tom"]),
    ("escalate_again_days", 2, notices("2026-03-25", "2026-03-31", PERSONAL, sessions=held("2026-02-02")),
     ["03-31 escalated_again zoe"], ["03-26 escalated_again zoe"]),
    ("agenda_minutes_a_case", 15, room(120), 9, 6),
    ("agenda_minutes_besides", 60, room(120), 9, 6),
    ("missed_period_shown_days", 60, due("2026-05-05", "practice_observation", policy="manchester"),
     ["2027-03-31"], ["2026-03-31", "2027-03-31"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "chosen", "ask", "default", "otherwise"), CHOICES, ids=[row[0] for row in CHOICES])
def test_a_reading_means_what_it_says(name: str, chosen: Any, ask: Answer, default: Any, otherwise: Any) -> None:
    assert ask({}) == default
    assert ask({name: None}) == default
    assert ask({name: chosen}) == otherwise


@pytest.mark.parametrize(
    ("hours", "due_at"), [("elapsed", "2026-03-29T17:30:00+01:00"), ("clock", "2026-03-29T16:30:00+01:00")]
)
def test_a_day_of_hours_when_the_clocks_change(hours: str, due_at: str) -> None:
    facts = council(
        policy="kent", cases=[case("assessment")], allocations=[allocated(since="2026-03-28T16:30")],
        settings={"hours_are": hours},
    )  # fmt: skip
    [found] = owed(facts, "2026-03-28", "first_case_discussion", time="17:00")
    assert found.due.astimezone(LONDON).isoformat() == due_at  # type: ignore[union-attr]


NOT_ASKED_HERE = {
    "hours_are",
    "supervisees_amber_from",
    "frequent_events",
    "frequent_window",
    "raised_answered_days",
    "filing_reminded_days",
}
"""The first is above; the last two of storage (`test_absences.py`, `test_put_in_place.py`); the others are for reports."""


def test_every_reading_is_tried() -> None:
    assert {row[0] for row in CHOICES} | NOT_ASKED_HERE == set(BY_NAME)


def test_every_reading_of_the_catalogue_has_a_setting() -> None:
    named = {about.metadata["of"] for about in BY_NAME.values()}
    assert named == {f"R-{number}" for number in range(1, 38)} | {"default"}
    assert all(about.metadata["words"] for about in BY_NAME.values())


@pytest.mark.parametrize("name", ["wokingham", "manchester", "kent", "plymouth", "lscb"])
def test_the_five_are_read_by_the_defaults(name: str) -> None:
    assert POLICIES[name].readings == DEFAULTS


PACK = 'extends = "wokingham"\n[readings]\n'


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("escalate_from_day = 0", "ours.readings.escalate_from_day: 0 is not from 1 to 365"),
        ('asye_reading = "s4"', "ours.readings.asye_reading: 's4' is not one of std16, s3"),
        ("monthly = 3", "ours.readings.monthly: 3 is not one of"),
        ("absence_suspends = 1", "ours.readings.absence_suspends: 1 is neither true nor false"),
        ("bi_monthly = { fortnights = 1 }", "ours.readings.bi_monthly: 'fortnights' is not one of"),
        ("still_late_days = 8", "ours.readings.still_late_days: 8 is not a list"),
        ("still_late_days = [-1]", "ours.readings.still_late_days: -1 is not from 1 to 365"),
        ('remind_late_only_the_day_before = ["lunch"]', "ours.readings.remind_late_only_the_day_before: 'lunch' is not one of"),
        ("asye_readings = 1", "ours.readings.asye_readings: not a reading; is it 'asye_reading'?"),
    ],
)
def test_a_wrong_reading_is_named(line: str, fault: str) -> None:
    from storage.packs import pack_text

    with pytest.raises(PackFault) as error:
        parse_pack("ours", PACK + line, extends=pack_text)
    assert error.value.faults[0].startswith(fault)


def test_a_councils_pack_chooses_and_its_facts_choose_again(tmp_path: Any) -> None:
    from storage.packs import load

    path = tmp_path / "ours.toml"
    path.write_text(PACK + "escalate_from_day = 15\n", encoding="utf-8")
    for settings, day in (({}, 15), ({"escalate_from_day": 10}, 10)):
        facts = council(sessions=held("2026-02-02"), settings=settings)
        found = [row for row in engine.derive(facts, load(str(path)), sessions_day()) if row.kind == PERSONAL]
        assert (found[0].escalates_on - found[0].due_on).days == day  # type: ignore[operator]


def sessions_day() -> Any:
    from tests.scheduling.council import at

    return at("2026-02-10")


def test_a_setting_that_is_no_reading_is_a_fault_of_the_facts() -> None:
    with pytest.raises(FactsFault, match=r"settings\.escalate_on: unknown key"):
        parse({"policy": "wokingham", "people": [{"id": "ann"}], "settings": {"escalate_on": 3}})
