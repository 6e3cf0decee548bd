"""Figures of planted councils, each worked out by hand beside it; and of made-up ones, counted again from the bare facts."""

from __future__ import annotations

import random
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scheduling.facts import Facts, parse
from scheduling.measures import MEASURES, Asked, Item, Moved, Signing, counted, measured
from scheduling.measures.reasons import reason_of
from tests.scheduling.council import MANAGERS, POLICIES, allocated, ann, at, bob, case, council, discussed, held

TEAMS = {"ann": "North", "tom": "North", "bob": "South", "tim": "South"}
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
SUPERVISION, FIRST = "personal_supervision", "first_case_discussion"
AWAY = [{"person": "ann", "from": "2026-02-01", "until": "2026-03-02", "recorded_on": "2026-01-30"}]
OPEN_END = [{"person": "ann", "from": "2026-02-01", "until": None, "recorded_on": "2026-01-30"}]
FOUR_WEEKS = [{"supervisee": "ann", "supervisor": "tom", "every": {"weeks": 4}, "reason": "workload", "from": "2025-09-01",
               "signed_by_supervisee_on": "2025-09-01", "signed_by_supervisor_on": "2025-09-01"}]  # fmt: skip
PUT_OFF = {**held("2026-02-24")[0], "planned_on": "2026-02-03",
           "postponements": [{"from": "2026-02-03", "to": "2026-02-24", "reason": "court", "on": "2026-02-02"}]}  # fmt: skip
LED = [{"on": "2026-02-27", "kind": "team", "facilitator": "tom", "attendees": ["ann"], "cases": ["M1"]}]
MOVE = Moved("s1", "ann", "tom", date(2026, 2, 3), date(2026, 2, 24), date(2026, 2, 2), "court", "supervisee")
ALL_IN_TIME = held("2025-12-08", "2026-01-05", "2026-02-04", "2026-03-04")
HOURS = {"policy": "kent", "cases": [case(opened_on="2026-03-28")],
         "allocations": [allocated(since="2026-03-28T12:00")]}  # fmt: skip


def rows(facts: Facts, as_of: datetime, **more: Any) -> list[Item]:
    """Of the first three months of 2026."""
    return measured(Asked(facts, POLICIES[facts.policy], as_of, date(2026, 3, 1), 3, TEAMS, **more))


def on_time(found: list[Item], kind: str, by: str = "month") -> dict[object, tuple[int, int]]:
    """In time and of how many, of one kind."""
    figures = counted(found)
    return {
        getattr(one, by): (one.count, one.out_of)
        for key, one in figures.items()
        if key[0] == "on_time" and key[3] == kind and getattr(one, by) is not None and _only(key, by)
    }


def _only(key: tuple[Any, ...], by: str) -> bool:
    named = {"month": key[1], "team": key[2], "category": key[4]}
    return all((value is not None) == (name == by) for name, value in named.items())


PLANTED: dict[str, tuple[Callable[[], Facts], datetime, str, str, Mapping[object, tuple[int, int]]]] = {
    # held 8 Dec, so due 8 Jan; held 5 Jan: due 5 Feb; held 4 Feb: due 4 March; held on it; the next is due in April
    "all on time": (
        lambda: council(sessions=ALL_IN_TIME), at("2026-03-31"), SUPERVISION, "month", {JAN: (1, 1), FEB: (1, 1), MAR: (1, 1)},
    ),
    # Bob: due 8 Jan, held 20 Jan; due 20 Feb, never held. Ann as above
    "one team late": (
        lambda: council(ann(), bob(), sessions=ALL_IN_TIME + held("2025-12-08", "2026-01-20", who="bob", by="tim")),
        at("2026-03-31"), SUPERVISION, "team", {"North": (3, 3), "South": (0, 2)},
    ),
    # due 8 Jan, held on the 9th; due 9 Feb, held on the day itself; due 9 March, held the day before
    "one late by a day": (
        lambda: council(sessions=held("2025-12-08", "2026-01-09", "2026-02-09", "2026-03-08")),
        at("2026-03-31"), SUPERVISION, "month", {JAN: (0, 1), FEB: (1, 1), MAR: (1, 1)},
    ),
    # every four weeks by agreement: due Sunday 29 March, when the clocks go forward. At half past midnight of the 30th it is
    # late, though in Greenwich it is the 29th still; an hour before it is not
    "a month with a clock change": (
        lambda: council(agreements=FOUR_WEEKS, sessions=held("2026-01-04", "2026-02-01", "2026-03-01")),
        at("2026-03-30", "00:30"),
        SUPERVISION,
        "month",
        {FEB: (1, 1), MAR: (1, 2)},
    ),
    "an hour before": (
        lambda: council(agreements=FOUR_WEEKS, sessions=held("2026-01-04", "2026-02-01", "2026-03-01")),
        at("2026-03-29", "23:30"),
        SUPERVISION,
        "month",
        {FEB: (1, 1), MAR: (1, 1)},
    ),
    # due 8 Feb, not held when she left on the 20th
    "a leaver in the middle": (
        lambda: council(ann(left_on="2026-02-20"), sessions=held("2025-12-08", "2026-01-08")),
        at("2026-03-31"), SUPERVISION, "month", {JAN: (1, 1), FEB: (0, 1)},
    ),
    "a leaver before it was due": (
        lambda: council(ann(left_on="2026-02-08"), sessions=held("2025-12-08", "2026-01-08")),
        at("2026-03-31"), SUPERVISION, "month", {JAN: (1, 1)},
    ),
    "an empty council": (
        lambda: parse({"policy": "wokingham", "people": [MANAGERS[-1]]}), at("2026-03-31"), SUPERVISION, "month", {},
    ),
    # due 5 Feb, in her absence: so on the day she is back, 2 March, and held on it
    "an absence": (
        lambda: council(sessions=held("2025-12-08", "2026-01-05", "2026-03-02"), absences=AWAY),
        at("2026-03-31"), SUPERVISION, "month", {JAN: (1, 1), MAR: (1, 1)},
    ),
    "an absence that lasts": (
        lambda: council(sessions=held("2025-12-08", "2026-01-05"), absences=OPEN_END),
        at("2026-03-31"), SUPERVISION, "month", {JAN: (1, 1)},
    ),
    # moved from 3 to 24 Feb at her wish: due on 5 Feb all the same, so late; the next due 24 March, not held
    "moved by the supervisee": (
        lambda: council(sessions=[*held("2025-12-08", "2026-01-05"), PUT_OFF]),
        at("2026-03-31"), SUPERVISION, "month", {JAN: (1, 1), FEB: (0, 1), MAR: (0, 1)},
    ),
    # allocated 5 Jan, so due 5 Feb; closed undone: on the 20th that was late, on the 4th it was not
    "a closed case": (
        lambda: council(cases=[case(closed_on="2026-02-20"), case(ref="M2", closed_on="2026-02-04")],
                        allocations=[allocated(), allocated(ref="M2")]),
        at("2026-03-31"), FIRST, "month", {FEB: (0, 1)},
    ),
    # twenty-four hours from noon on Saturday are one o'clock on Sunday: the clocks went forward between
    "hours, in time": (
        lambda: council(**HOURS, discussions=[discussed("2026-03-29T12:59")]), at("2026-03-31"), FIRST, "month", {MAR: (1, 1)},
    ),
    "hours, late by two minutes": (
        lambda: council(**HOURS, discussions=[discussed("2026-03-29T13:01")]), at("2026-03-31"), FIRST, "month", {MAR: (0, 1)},
    ),
    "hours, not there yet": (lambda: council(**HOURS), at("2026-03-29", "12:59"), FIRST, "month", {}),
    "hours, gone by": (lambda: council(**HOURS), at("2026-03-29", "13:01"), FIRST, "month", {MAR: (0, 1)}),
    # due 5 March for Bob, who helps, since Ann has not begun; a summary of the 10th ends nothing, and on the 20th it is Ann's
    "a duty that passes on is not ended by what does not discharge it": (
        lambda: council(ann(started_on="2026-03-20"), bob(),
                        cases=[case(opened_on="2026-02-05")],
                        allocations=[allocated(since="2026-02-05"), allocated("bob", "2026-02-05", "co_worker")],
                        discussions=[discussed("2026-03-10", "summary", worker="bob")]),
        at("2026-03-31"), FIRST, "month", {MAR: (0, 1)},
    ),
    # discussed 5 Jan, so due eight weeks later, 2 March; Ann's own entry of a group on 27 Feb, confirmed on the 1st, counts
    # once it is filed, on the 5th, and then for the 27th; what was overseen meanwhile changes nothing
    "a group that counts once it is filed": (
        lambda: council(policy="manchester", groups=LED, cases=[case("child_in_need")], allocations=[allocated()], discussions=[
            discussed("2026-01-05"),
            discussed("2026-02-27", "group", by="ann", confirmed_on="2026-03-01", filed_on="2026-03-05"),
            discussed("2026-03-03", "oversight")]),
        at("2026-03-31"), "case_discussion", "month", {MAR: (1, 1)},
    ),
    # a worker's own decision of the 1st is not the supervisor's until it is confirmed; as supervision it counts for the 4th
    "a draft confirmed": (
        lambda: council(cases=[case(category="child_in_need")], allocations=[allocated()], discussions=[
            discussed("2026-02-04", by="ann", confirmed_on="2026-02-10")]),
        at("2026-02-28"), FIRST, "month", {FEB: (1, 1)},
    ),
}  # fmt: skip


SIGNED = [{"supervisee": "ann", "supervisor": "tom", "from": "2026-01-05",
           "signed_by_supervisee_on": "2026-01-05", "signed_by_supervisor_on": "2026-01-05"}]  # fmt: skip
RECORDED = [{**held("2026-02-03")[0], "recorded_on": "2026-02-04"}]
FILED = [discussed("2026-02-03", kind="ad_hoc", filed_on="2026-02-04")]
DONE: dict[str, tuple[Callable[[], Facts], str, str]] = {
    "a session recorded": (lambda: council(sessions=RECORDED), "record_session", "held 2026-02-03"),
    "a discussion filed": (
        lambda: council(cases=[case()], allocations=[allocated()], discussions=FILED),
        "record_discussion",
        "decided ad hoc 2026-02-03",
    ),
    "an agreement signed": (
        lambda: council(ann(started_on="2026-01-05"), agreements=SIGNED),
        "agreement_signature",
        "supervised since 2026-01-05",
    ),
}


@pytest.mark.parametrize("name", DONE)
def test_of_what_is_done_it_is_not_said_that_it_is_open(name: str) -> None:
    build, kind, why = DONE[name]
    done = [one for one in rows(build(), at("2026-03-31")) if one.kind == kind and one.measure == "on_time" and one.done_on]
    assert [one.why for one in done] == [why]


def test_of_what_is_open_it_is_said() -> None:
    unrecorded = [{**held("2026-02-03")[0], "recorded_on": None}]
    found = [one for one in rows(council(sessions=unrecorded), at("2026-03-31")) if one.kind == "record_session"]
    late = [one.why for one in found if one.measure in ("late", "on_time")]
    assert late
    assert all(why.startswith("held 2026-02-03; not recorded") for why in late)


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_on_time_in_a_planted_council(name: str) -> None:
    make, as_of, kind, by, expected = PLANTED[name]
    assert on_time(rows(make(), as_of), kind, by) == expected


def test_what_ended_undone_says_when_and_is_not_late_now() -> None:
    found = rows(council(ann(left_on="2026-02-20"), sessions=held("2025-12-08", "2026-01-08")), at("2026-03-31"))
    ended = [one for one in found if one.measure == "on_time" and one.ended_on]
    assert [(one.person, one.due, one.ended_on, one.days) for one in ended if one.kind == SUPERVISION] == [
        ("ann", date(2026, 2, 8), date(2026, 2, 20), 12)
    ]
    assert not [one for one in found if one.measure == "late" and one.person == "ann"]


def test_what_is_late_says_since_when_and_why() -> None:
    sessions = [*held("2026-01-05"), {"supervisee": "ann", "supervisor": "tom", "planned_on": "2026-04-07"}]
    absences = [{"person": "tom", "from": "2026-02-02", "until": None}]
    moves = (replace(MOVE, to_on=date(2026, 4, 7)), replace(MOVE, to_on=None, from_on=date(2026, 2, 6), on=date(2026, 2, 5)))
    found = rows(council(sessions=sessions, absences=absences), at("2026-02-20"), moves=moves)
    (late,) = [one for one in found if one.measure == "late" and one.kind == SUPERVISION and one.person == "ann"]
    assert (late.due, late.days, late.rule) == (date(2026, 2, 5), 15, "WOK-16")
    for said in ("last held 2026-01-05", "moved 2026-02-02 to 2026-04-07, court, for the supervisee", "booked for 2026-04-07",
                 "called off 2026-02-05, court, for the supervisee",
                 "supervisor away 2026-02-02 return not known, nobody covers"):  # fmt: skip
        assert said in late.why


def _figures(facts: Facts, **more: Any) -> dict[str, tuple[int, int, float | None, int | None]]:
    return {
        key[0]: (one.count, one.out_of, one.median_days, one.longest_days)
        for key, one in counted(rows(facts, at("2026-03-31"), **more)).items()
        if key[1:] == (None, None, None, None)
    }


def test_how_things_stand_is_counted_beside_the_policy() -> None:
    # Ann's agreement is signed and a month past its review, Bob has none; he was seen twice this year, she never: 2 of 4.
    # Her session of 2 March was written down in 5 days, as many as are given, that of 4 Feb in 9, one of 20 March not yet.
    # M1 and M3 were never talked about; M2 was, once.
    agreements = [{"supervisee": "ann", "supervisor": "tom", "signed_by_supervisee_on": "2025-02-27",
                   "signed_by_supervisor_on": "2025-02-28"}]  # fmt: skip
    sessions = held("2026-02-04", "2026-03-02", "2026-03-20")
    for row, on in zip(sessions, ("2026-02-13", "2026-03-07", None), strict=True):
        row["recorded_on"] = on
    facts = council(
        ann(), bob(), agreements=agreements, sessions=sessions, cases=[case(), case(ref="M2"), case(ref="M3")],
        allocations=[allocated(), allocated(ref="M2"), allocated(ref="M3")], discussions=[discussed("2026-02-02", ref="M2")],
        absences=[{"person": "tim", "from": "2026-03-30", "until": "2026-03-31"}, {"person": "tom", "from": "2026-03-01"}],
    )  # fmt: skip
    signed = (Signing("r1", "session", "ann", date(2026, 3, 2), date(2026, 3, 9)), Signing("r2", "session", "ann", MAR, None))
    found = _figures(facts, moves=(MOVE, replace(MOVE, to_on=None), replace(MOVE, on=date(2026, 4, 1))), signings=signed)
    assert found["agreements"] == (0, 2, None, None)
    assert found["recording"] == (1, 3, 7, 9)
    assert found["signing"] == (1, 2, 7, 7)
    assert found["moved"] == (2, 2, 21, 21), "one was moved by three weeks, one called off"
    assert found["never_discussed"][:2] == (2, 3)
    assert found["absent"][:2] == (1, 1)
    assert found["supervisors_over"][:2] == (0, 2)


def test_seven_supervisees_are_too_many_and_six_are_not() -> None:
    team = [ann(id=f"a{number}") for number in range(7)]
    for number, over in ((6, 0), (7, 1)):
        assert _figures(council(*team[:number]))["supervisors_over"][:2] == (over, 1)


def test_why_a_session_was_moved_is_told_from_its_words() -> None:
    said = {"Court hearing for M1": "court", "I was unwell": "sickness", "annual leave": "leave",
            "strategy meeting": "emergency", "diary clash": "workload", "ASYE training day": "training", "": "other",
            "courteous": "other"}  # fmt: skip
    assert {typed: reason_of(typed) for typed in said} == said


# ---- counted again, by another path


def later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def made_up(seed: int) -> dict[str, Any]:
    """A facts file of eight workers in two teams, their sessions and cases over half a year."""
    dice = random.Random(seed)
    people = [(ann if number % 2 else bob)(id=f"w{number}") for number in range(8)]
    document: dict[str, Any] = {"policy": "wokingham", "people": [*people, *MANAGERS], "sessions": [], "cases": [],
                                "allocations": [], "discussions": [], "relationships": []}  # fmt: skip
    for row in people:
        name, boss = row["id"], row["manager"]
        document["relationships"].append({"supervisee": name, "supervisor": boss, "from": "2025-09-01"})
        on = date(2025, 9, 10) + timedelta(dice.randrange(25))
        while on < date(2026, 4, 1):
            document["sessions"] += held(on.isoformat(), who=name, by=boss)
            document["sessions"][-1]["recorded_on"] = (on + timedelta(dice.randrange(12))).isoformat()
            on += timedelta(dice.randrange(20, 60))
        for number in range(4):
            ref, since = f"M{name}{number}", date(2025, 10, 1) + timedelta(dice.randrange(120))
            category = dice.choice(["child_protection", "child_in_need", "child_in_care"])
            document["cases"].append(case(category, ref, opened_on=since.isoformat()))
            document["allocations"].append(allocated(name, since.isoformat(), ref=ref))
            on = since + timedelta(dice.randrange(50))
            while on < date(2026, 4, 1):
                kind = dice.choice(["supervision", "supervision", "ad_hoc"])
                document["discussions"].append(discussed(on.isoformat(), kind, name, boss, ref))
                on += timedelta(dice.randrange(25, 100))
    return document


Counts = Counter[tuple[str, date, str, str, bool]]


def counted_again(document: dict[str, Any], as_of: date) -> Counts:
    """Kind, month, person, category, in time: from the rows themselves, month by month on a calendar, without the engine."""
    found: Counts = Counter()

    def fell(kind: str, who: str, category: str, due: date, done: date | None) -> None:
        month = due.replace(day=1)
        if month in (JAN, FEB, MAR) and (due < as_of or done is not None):
            found[(kind, month, who, category, done is not None and done <= due)] += 1

    def days(rows: list[dict[str, Any]], key: str) -> list[date]:
        return sorted(day for row in rows if (day := date.fromisoformat(row[key])) <= as_of)

    for tie in document["relationships"]:
        mine = days([row for row in document["sessions"] if row["supervisee"] == tie["supervisee"]], "held_on")
        before = date.fromisoformat(tie["from"])
        for on in (*mine, None):
            fell(SUPERVISION, tie["supervisee"], "", later(before, 1), on)
            before = on or before
    for row in document["allocations"]:
        category = next(each["category"] for each in document["cases"] if each["ref"] == row["case"])
        talks = days(
            [each for each in document["discussions"] if each["case"] == row["case"] and each["kind"] == "supervision"], "on"
        )
        due, kind = later(date.fromisoformat(row["from"]), 1), FIRST
        for on in (*talks, None):
            fell(kind, row["worker"], category, due, on)
            if on:
                due, kind = later(on, 3 if category == "child_in_need" else 2), "case_discussion"
    return found


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("as_of", [date(2026, 3, 31), date(2026, 2, 10)], ids=str)
def test_figures_are_those_counted_again_from_the_bare_facts(seed: int, as_of: date) -> None:
    document = made_up(seed)
    found = rows(parse(document), at(as_of.isoformat(), "23:00"))
    kinds = (SUPERVISION, FIRST, "case_discussion")
    ours: Counts = Counter(
        (one.kind, one.month, one.person, one.category, bool(one.number))
        for one in found
        if one.measure == "on_time" and one.kind in kinds and one.month and one.person.startswith("w")
    )
    assert ours == counted_again(document, as_of)
    assert sum(ours.values()) > 20, "next to nothing is compared"


@pytest.mark.parametrize("seed", range(3))
def test_a_report_as_of_a_past_day_is_the_one_of_that_day(seed: int) -> None:
    document, day = made_up(seed), "2026-02-10"
    then = {
        **document,
        "sessions": [
            {**row, "recorded_on": row["recorded_on"] if row["recorded_on"] <= day else None}
            for row in document["sessions"]
            if row["held_on"] <= day
        ],
        "discussions": [row for row in document["discussions"] if row["on"] <= day],
        "cases": [row for row in document["cases"] if row["opened_on"] <= day],
    }
    refs = {row["ref"] for row in then["cases"]}
    then["allocations"] = [row for row in document["allocations"] if row["case"] in refs]
    as_of = at(day, "23:59")

    def shown(facts: Facts) -> list[Item]:
        return sorted((one._replace(about="") for one in rows(facts, as_of)), key=str)

    assert shown(parse(document)) == shown(parse(then))


def test_every_measure_says_what_is_counted() -> None:
    assert all(one.definition.endswith(".") and one.title for one in MEASURES.values())
    found = rows(council(sessions=ALL_IN_TIME), at("2026-03-31"))
    assert {one.measure for one in found} <= MEASURES.keys()
