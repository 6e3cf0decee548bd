"""What goes late because of a change: sooner, longer or more often than it would have gone late anyway."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words import whatif as words
from scheduling.facts import Absence, Facts
from scheduling.whatif import Away, Late, Wanted, WhatIfFault, each_away
from tests.scheduling.council import POLICIES, allocated, ann, at, case, council, discussed, held
from tests.scheduling.supposed import FEW, MONDAY, SOME, TODAY, WEEKS, asked, away, team, worker


def test_what_goes_late_sooner_and_for_longer_is_of_the_change_though_it_would_be_late_for_a_day_anyway() -> None:
    # Tom is known to be away in the first week of June, so the session of Mon 1 June is late anyway. Gone for six weeks from
    # 30 March he holds that of 2 April on 11 May, more than three weeks late; the next is due after the quarter.
    june = {"person": "tom", "from": "2026-06-01", "until": "2026-06-06", "recorded_on": "2026-06-01", "cover": None}
    facts = team(1, 0, absences=[june])
    answer = asked(facts, away(6))
    assert [row.due_on for row in answer.before.late] == [date(2026, 6, 1)]
    assert answer.only_after == (Late("personal_supervision", "w0", None, date(2026, 4, 2), "tom", date(2026, 5, 11)),)
    assert words.late_first(answer, str) == ["Supervision, w0 with tom: due Thu 2 April, held Mon 11 May"]
    assert (answer.before.passed_on, answer.after.passed_on) == (0, 1)
    gone = Away("tom", date(2026, 3, 30), 6)
    (found,) = each_away(facts, POLICIES["wokingham"], at(MONDAY), gone, weeks=WEEKS)
    assert (found.late, found.passed_on) == (answer.only_after, 1)


def lateness(due: int, days: int | None, who: str = "w0", of: str | None = None, by: str = "tom") -> Late:
    """Due so many days from today, held so many days later or not at all."""
    due_on = TODAY + timedelta(due)
    return Late(
        "case_discussion" if of else "personal_supervision", who, of, due_on, by, due_on + timedelta(days) if days else None
    )


@pytest.mark.parametrize(
    ("before", "after", "of_the_change"),
    [
        ([], [lateness(7, 3)], [lateness(7, 3)]),
        ([lateness(7, 3)], [lateness(7, 3)], []),
        ([lateness(7, 3)], [lateness(7, 2)], []),  # the same session, and not for as long
        ([lateness(7, 3)], [lateness(7, 4)], [lateness(7, 4)]),  # for longer
        ([lateness(7, 3)], [lateness(7, None)], [lateness(7, None)]),  # and not held at all
        ([lateness(7, None)], [lateness(7, None)], []),
        ([lateness(7, None)], [lateness(7, 40)], []),
        ([lateness(30, 3)], [lateness(7, 3)], [lateness(7, 3)]),  # sooner
        ([lateness(7, 3)], [lateness(30, 3)], []),  # later instead
        ([lateness(7, 3)], [lateness(30, 4)], [lateness(30, 4)]),
        ([lateness(30, 3)], [lateness(7, 3), lateness(30, 3)], [lateness(7, 3)]),  # that of the thirtieth day is the same
        ([lateness(7, 3)], [lateness(7, 3), lateness(30, 1)], [lateness(30, 1)]),  # once more
        ([lateness(7, 3), lateness(30, 3)], [lateness(32, 3)], []),  # once less
        ([lateness(7, 20), lateness(30, 1)], [lateness(30, 20)], [lateness(30, 20)]),  # each beside its own day
        ([lateness(30, 9)], [lateness(7, 1), lateness(32, 9)], [lateness(7, 1)]),
        ([lateness(7, 3, "w1")], [lateness(7, 3)], [lateness(7, 3)]),  # somebody else's
        ([lateness(7, 3, of="M1")], [lateness(7, 3)], [lateness(7, 3)]),
        # A case somebody else has taken on is the same case, and of two who work on it only one is late because of the change.
        ([lateness(7, 3, of="M1")], [lateness(7, 3, "w1", "M1")], []),
        (
            [lateness(7, 3, "w1", "M1", "tim")],
            [lateness(7, 3, of="M1"), lateness(7, 3, "w1", "M1", "tim")],
            [lateness(7, 3, of="M1")],
        ),
        ([lateness(7, 9, of="M1"), lateness(7, 2, "w1", "M1")], [lateness(7, 2, of="M1"), lateness(7, 9, "w1", "M1")], []),
    ],
)
def test_one_late_time_is_compared_with_another(before: list[Late], after: list[Late], of_the_change: list[Late]) -> None:
    usual = asked(team(1, 0), weeks=1)
    answer = replace(usual, before=replace(usual.before, late=tuple(before)), after=replace(usual.after, late=tuple(after)))
    assert answer.only_after == tuple(of_the_change)


def test_each_absence_in_turn_is_what_naming_one_of_them_gives() -> None:
    facts = council(
        worker(0), worker(1), ann(id="b0", manager="tim"),
        sessions=[*held("2026-03-02", who="w0"), *held("2026-03-02", who="w1"), *held("2026-03-02", who="b0", by="tim")],
        cases=[case(ref="M1")], allocations=[allocated("b0", ref="M1")],
        discussions=[discussed("2026-02-02", ref="M1", worker="b0", by="tim")],
    )  # fmt: skip
    gone = Away("", date(2026, 3, 30), 6)
    found = each_away(facts, POLICIES["wokingham"], at(MONDAY), gone, weeks=WEEKS)
    # Two sessions of Tom's; of Tim's one and the case, all due 2 April. As many: then whose name comes first.
    assert [(row.person, row.people, row.cases, len(row.late), row.passed_on) for row in found] == [
        ("tim", 1, 1, 2, 2), ("tom", 2, 0, 2, 2),
    ]  # fmt: skip
    for row in found:
        one = asked(facts, Wanted(away=replace(gone, person=row.person)))
        assert (row.late, row.passed_on) == (one.only_after, one.after.passed_on)
    with pytest.raises(WhatIfFault, match="which is past"):
        each_away(facts, POLICIES["wokingham"], at(MONDAY), replace(gone, from_on=TODAY - timedelta(1)))


def test_each_absence_is_set_beside_what_that_supervisor_would_have_held_late() -> None:
    # By Manchester whoever helps with M1 has a clock of their own. Sessions of four weeks and case discussions of eight are all
    # due on Mon 30 March, when both supervisors are away: Tom until 13 April, Tim until June. What is late for two months with
    # Tim is no reason why six weeks with Tom should not be of Tom's absence.
    facts = council(
        worker(0), ann(id="b0", manager="tim"), policy="manchester",
        sessions=[*held("2026-03-02", who="w0"), *held("2026-03-02", who="b0", by="tim")],
        cases=[case(ref="M1")], allocations=[allocated("w0", ref="M1"), allocated("b0", ref="M1", role="co_worker")],
        discussions=[discussed("2026-02-02", ref="M1", worker="w0"), discussed("2026-02-02", ref="M1", worker="b0", by="tim")],
        absences=[
            {"person": "tom", "from": "2026-03-30", "until": "2026-04-13"},
            {"person": "tim", "from": "2026-03-30", "until": "2026-06-01"},
        ],
    )  # fmt: skip
    gone = Away("tom", date(2026, 3, 30), 6)
    answer = asked(facts, Wanted(away=gone))
    backs = {"tom": date(2026, 4, 13), "tim": date(2026, 6, 1)}
    assert {(row.case, row.by, row.due_on, row.done_on) for row in answer.before.late} == {
        (ref, by, date(2026, 3, 30), back) for ref in (None, "M1") for by, back in backs.items()
    }
    assert [(row.case, row.by, row.done_on) for row in answer.only_after] == [
        ("M1", "tom", date(2026, 5, 11)), (None, "tom", date(2026, 5, 11)),
    ]  # fmt: skip
    found = {row.person: row.late for row in each_away(facts, POLICIES["manchester"], at(MONDAY), gone, weeks=WEEKS)}
    assert found == {"tom": answer.only_after, "tim": ()}


@FEW
@given(SOME, st.integers(0, 60), st.integers(0, 60), st.integers(1, 9))
def test_no_more_is_late_or_passed_on_than_is_said_to_be_of_the_change(
    facts: Facts, known: int, start: int, weeks: int
) -> None:
    # An absence known of makes some of it late anyway.
    holiday = Absence("tom", TODAY + timedelta(known), TODAY + timedelta(known + 12))
    usual = replace(facts, absences=(holiday,))
    gone = Away("tom", TODAY + timedelta(start), weeks)
    answer = asked(usual, Wanted(away=gone))
    more = len(answer.after.late) - len(answer.before.late)
    assert len(answer.only_after) >= more
    assert set(answer.only_after) <= set(answer.after.late) - set(answer.before.late)
    (each,) = each_away(usual, POLICIES[usual.policy], at(MONDAY), gone, weeks=WEEKS)
    assert each.late == answer.only_after
    assert each.passed_on >= answer.after.passed_on - answer.before.passed_on
