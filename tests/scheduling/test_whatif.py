"""What if: small councils worked out by hand, and what must hold for any."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words import whatif as words
from scheduling.facts import Facts
from scheduling.whatif import Away, Late, Room, Wanted, WhatIfFault
from tests.scheduling.council import allocated, ann, case, council
from tests.scheduling.supposed import FEW, MONDAY, SOME, TODAY, WEEKS, asked, away, team, worker

MONTHS = 91 / (365.25 / 12)


def month(number: float) -> float:
    return round(number / MONTHS, 1)


def test_one_worker_met_every_month_on_the_last_working_day_it_is_due() -> None:
    # Held 2 March. Due Thu 2 April; Sat 2 May, so Fri 1 May; Mon 1 June. The quarter ends on 7 June.
    found = asked(team(1, 0)).before
    assert (found.held.sessions, found.held.hours) == (month(3), month(4.5))
    assert (found.asked.sessions, found.asked.hours) == (month(3), month(4.5))
    assert (found.late, found.late_already, found.late_by_week) == ((), 0, (0,) * WEEKS)
    assert (found.supervised, found.cases, found.minutes, found.own_length) == (1, 0, (90, 90), True)


@pytest.mark.parametrize(
    ("policy", "sessions", "minutes"),
    [
        # Every four weeks: 30 March; 27 April; 25 May is a bank holiday, so Fri 22 May.
        ("manchester", 3, 120),
        # The same casework, and professional support 90 days after 2 March: Sun 31 May, so Fri 29 May.
        ("kent", 4, 90),
        # No interval and none agreed: nothing is counted, and that is said.
        ("plymouth", 0, 0),
    ],
)
def test_another_policy_counts_what_was_held_and_asks_for_its_own(policy: str, sessions: int, minutes: int) -> None:
    answer = asked(team(1, 0), other=policy)
    found = answer.after
    assert (found.held.sessions, found.held.hours) == (month(sessions), month(sessions * minutes / 60))
    assert (found.late, found.late_already) == ((), 0)
    assert found.silent_people == (0 if sessions else 1)
    assert answer.before == asked(team(1, 0)).before
    assert ("names no interval" in " ".join(words.assumptions(answer))) == (not sessions)


@pytest.mark.parametrize(
    ("weeks", "back", "weeks_late", "passed_on"),
    [
        (1, "2026-04-07", (0, 0, 0, 1, *(0,) * 9), 0),  # back on Easter Monday: met on the Tuesday
        (3, "2026-04-20", (0, 0, 0, 1, 1, 1, *(0,) * 7), 0),
        (6, "2026-05-11", (0, 0, 0, *(1,) * 6, *(0,) * 4), 1),  # 39 days: past the three weeks
        (52, None, (0, 0, 0, *(1,) * 10), 1),
    ],
)
def test_a_supervisor_gone_from_30_march(weeks: int, back: str | None, weeks_late: tuple[int, ...], passed_on: int) -> None:
    found = asked(team(1, 0), away(weeks)).after
    done = date.fromisoformat(back) if back else None
    assert found.late == (Late("personal_supervision", "w0", None, date(2026, 4, 2), "tom", done),)
    assert (found.late_by_week, found.passed_on) == (weeks_late, passed_on)


def test_with_somebody_to_cover_nothing_is_late_and_after_it_the_supervisor_holds_again() -> None:
    answer = asked(team(1, 0), away(cover="tim"))
    assert answer.after.late == ()
    assert answer.after.held == answer.before.held
    # Tim covers five weeks and is away himself, with nobody for him: what is due then waits for Tom.
    both = team(1, 0, absences=[{"person": "tim", "from": "2026-04-27", "until": "2026-08-03"}])
    assert [row.done_on for row in asked(both, away(cover="tim")).after.late] == [date(2026, 5, 11)]
    assert asked(team(1, 0), away(on=MONDAY, cover="tim")).after.late == ()
    # Tim covers from today for a fortnight; when w0 is due Tom is back, and it is Tim who is away.
    later = team(1, 0, absences=[{"person": "tim", "from": "2026-03-30", "until": "2026-08-03"}])
    assert asked(later, away(2, on=MONDAY, cover="tim")).after.late == ()


def test_the_cases_of_a_session_and_those_it_has_no_room_for() -> None:
    # Two-monthly from 2 February: all due Thu 2 April, and so is the session. 90 minutes: six cases. Two more, twenty minutes,
    # besides. Each again two months later: 2 June, discussed in the session of Mon 1 June, six and two again.
    found = asked(team(1, 8, spoken="2026-02-02")).before
    assert (found.late, found.late_already) == ((), 0)
    assert (found.held.sessions, found.extra, found.held.discussions) == (month(3), month(2), month(16))
    assert found.held.hours == month(4.5 + 40 / 60)
    # Asked for: eight on 2 April and eight on 2 June; three sessions have room for eighteen.
    assert (found.asked.discussions, found.asked.hours) == (month(16), month(4.5))
    # Four a month; a session a month has room for six.
    assert found.over == ()
    # Fourteen on each of the two days: ten more than have room in three sessions, ten minutes each.
    assert asked(team(1, 14, spoken="2026-02-02")).before.asked.hours == month(4.5 + 100 / 60)


def test_a_day_that_cannot_hold_all_is_begun_sooner_and_a_week_that_cannot_is_late() -> None:
    # All due Thu 12 March (held 12 February); today is Monday. Two a day from Monday hold eight by Thursday, five a week five.
    rooms = ((8, Room(2, 10), 0), (8, Room(2, 5), 3), (5, Room(2, 5), 0), (5, Room(1, 5), 1), (9, Room(2, 10), 1))
    for workers, room, late in rooms:
        found = asked(team(workers, 0, last="2026-02-12"), room=room).before
        assert len(found.late) == late, (workers, room)
    # All due Thu 19 March: next week holds five, so three are held in this one.
    assert asked(team(8, 0, last="2026-02-19")).before.late == ()
    held_on = [row.done_on for row in asked(team(8, 0, last="2026-02-12")).before.late]
    assert held_on == [date(2026, 3, 16), date(2026, 3, 16), date(2026, 3, 17)]  # no more than five: on Monday and Tuesday


def test_what_is_late_already_is_no_doing_of_the_change() -> None:
    answer = asked(team(1, 1, last="2026-01-05", spoken="2026-01-05"), away(on=MONDAY))
    assert (answer.before.late_already, answer.before.late) == (2, ())  # due 5 February, 5 March
    assert answer.before.late_by_week[0] == 0  # both held on the first morning
    assert (answer.after.late_already, answer.only_after) == (2, ())
    assert answer.after.late_by_week == (*(2,) * 6, *(0,) * 7)
    longer = "What is late already stays late for longer: 2 at the end of the week to 15 March, and none as it is."
    assert words.late_first(answer, str) == [words.NOTHING_MORE_LATE, longer]
    assert words.late_first(replace(answer, after=answer.before), str) == [words.NOTHING_MORE_LATE]


def test_the_cases_of_those_who_leave_go_evenly_to_the_team() -> None:
    facts = team(3, 4)
    answer = asked(facts, Wanted(vacancies=1))
    assert (len(answer.gone), answer.moved, answer.unheld) == (1, 4, ())
    assert (answer.before.supervised, answer.after.supervised) == (3, 2)
    assert (answer.before.most_cases, answer.after.most_cases) == (4, 6)
    assert (answer.before.cases, answer.after.cases) == (12, 12)
    everybody = asked(facts, Wanted(vacancies=3))
    assert (everybody.moved, len(everybody.unheld), everybody.after.cases) == (0, 12, 0)


@pytest.mark.parametrize(
    ("workers", "cases", "vacancies", "said"),
    [
        (2, 0, 1, []),  # whoever leaves holds no case
        (2, 1, 1, ["Their one case goes to others of their team, each to whoever holds fewest by then."]),
        (2, 2, 1, ["Their two cases go to others of their team, each to whoever holds fewest by then."]),
        (2, 2, 0, []),
        # Nobody is left, so none goes to others.
        (1, 1, 1, ["Nobody is left in the team to hold one case: nothing is counted for it."]),
        (3, 4, 3, ["Nobody is left in the team to hold 12 cases: nothing is counted for them."]),
    ],
)
def test_what_became_of_the_cases_of_those_who_leave(workers: int, cases: int, vacancies: int, said: list[str]) -> None:
    assert words.what_became(asked(team(workers, cases), Wanted(vacancies))) == said


def test_vacancies_stay_in_their_team_by_name_or_by_supervisor() -> None:
    facts = council(
        worker(0), worker(1), ann(id="b0", manager="tim"), ann(id="b1", manager="tim"),
        cases=[case(ref="M1"), case(ref="M2")], allocations=[allocated("w0", ref="M1"), allocated("b0", ref="M2")],
    )  # fmt: skip
    assert set(asked(facts, Wanted(2, team="tim")).gone) == {"b0", "b1"}
    names = dict.fromkeys(("w0", "b0"), "North")
    assert set(asked(facts, Wanted(2, team="North"), teams=names).gone) == {"w0", "b0"}
    only = asked(facts, Wanted(2), only=("b0", "b1"))
    assert (set(only.gone), only.before.supervised, only.before.cases) == ({"b0", "b1"}, 2, 1)


def test_who_goes_over_with_the_figures() -> None:
    # Twenty cases every 61 days (9 March to 9 May) are 20 × 30.4375 / 61 = 9.98 a month; sessions every 31 days with room for
    # six, 6 × 30.4375 / 31 = 5.89. Ten cases each ask for half of that.
    full = asked(team(2, 10), Wanted(vacancies=1))
    assert [(row.what, row.has, row.most) for row in full.newly_over] == [("cases", 10.0, 5.9)]
    many = asked(team(7, 0)).before
    assert [(row.what, row.person, row.has, row.most) for row in many.over] == [("supervisees", "tom", 7, 6)]
    assert asked(team(6, 0)).before.over == ()
    assert [row.what for row in asked(team(7, 0), other="manchester").after.over] == []  # which names no number
    # Six sessions a month of an hour and a half are two hours a week; a week that holds one such session has one and a half.
    hours = asked(team(6, 0), room=Room(1, 1)).before.over
    assert [(row.what, row.person, row.most) for row in hours] == [("hours", "tom", 1.5)]


def test_a_supervisee_who_is_away_is_not_met_and_not_late() -> None:
    gone = team(1, 0, absences=[{"person": "w0", "from": "2026-03-23", "until": "2026-05-18"}])
    found = asked(gone).before
    assert (found.late, found.held.sessions) == ((), month(1))  # due 18 May, then 18 June
    unknown = asked(team(1, 0, absences=[{"person": "w0", "from": "2026-03-02"}])).before
    assert (unknown.late, unknown.held.sessions) == ((), 0)


@pytest.mark.parametrize(
    ("wanted", "more", "said"),
    [
        (Wanted(vacancies=4), {}, "Of people who hold cases and supervise nobody there are 3: fewer than 4."),
        (Wanted(vacancies=1, team="South"), {}, "There is no team 'South' with case holders. There are: tom."),
        (Wanted(vacancies=-1), {}, "-1 vacancies is not from 0 to 1000."),
        (Wanted(away=Away("nobody", TODAY, 6)), {}, "Nobody here has the id 'nobody'"),
        (Wanted(away=Away("w0", TODAY, 6)), {}, "w0 supervises nobody"),
        (Wanted(away=Away("tom", TODAY - timedelta(1), 6)), {}, "which is past. Choose 2026-03-09 or later."),
        (Wanted(away=Away("tom", TODAY, 6, "tom")), {}, "tom cannot cover for tom"),
        (Wanted(away=Away("tom", TODAY, 6, "nobody")), {}, "nobody cannot cover for tom"),
        (Wanted(away=Away("tom", TODAY, 53)), {}, "53 weeks away is not from 1 to 52."),
        (Wanted(), {"weeks": 0}, "0 weeks ahead is not from 1 to 104."),
        (Wanted(), {"room": Room(0, 99)}, "0 meetings a day is not from 1 to 10.\n99 meetings a week is not from 1 to 50."),
    ],
)
def test_what_cannot_be_worked_out_is_said_in_a_sentence(wanted: Wanted, more: dict[str, Any], said: str) -> None:
    with pytest.raises(WhatIfFault) as fault:
        asked(team(3, 1), wanted, **more)
    assert said in fault.value.sentence


# ---- what holds for any


@FEW
@given(SOME, st.integers(0, 5))
def test_without_a_change_there_is_no_difference(facts: Facts, seed: int) -> None:
    answer = asked(facts, Wanted(seed=seed))
    assert answer.before == answer.after
    assert answer == asked(facts, Wanted(seed=seed), other=facts.policy)
    assert all(line.change == "0" for line in words.lines(answer))
    assert (answer.only_after, answer.newly_over) == ((), ())


@FEW
@given(SOME, st.integers(0, 1000))
def test_more_vacancies_never_ask_for_fewer_discussions_of_whoever_is_left(facts: Facts, seed: int) -> None:
    people = sum(1 for person in facts.people if person.id.startswith("w"))
    before = 0.0
    drawn: set[str] = set()
    for vacancies in range(people):
        answer = asked(facts, Wanted(vacancies, seed=seed))
        each = answer.after.asked.discussions / (people - vacancies)
        assert each >= before
        assert drawn < set(answer.gone) or not vacancies  # one more is one person more
        before, drawn = each, set(answer.gone)
        assert answer == asked(facts, Wanted(vacancies, seed=seed))


def test_another_seed_draws_others() -> None:
    drawn = {asked(team(6, 1), Wanted(2, seed=seed), weeks=1).gone for seed in range(20)}
    assert len(drawn) > 8  # of fifteen pairs
    assert {person for pair in drawn for person in pair} == {f"w{number}" for number in range(6)}


@FEW
@given(SOME, st.integers(0, 20))
def test_whoever_is_away_for_longer_never_makes_fewer_late(facts: Facts, start: int) -> None:
    wide = Room(10, 50)  # where room is short, what comes late is no longer in the way of something else
    before: tuple[set[tuple[str, str, str]], list[int]] = (set(), [0] * WEEKS)
    for weeks in (1, 2, 4, 7, 11):
        found = asked(facts, Wanted(away=Away("tom", TODAY + timedelta(start), weeks)), room=wide).after
        late = {row.key for row in found.late}, list(found.late_by_week)
        assert before[0] <= late[0]
        assert sum(late[1]) >= sum(before[1])
        before = late


def test_the_order_the_facts_are_listed_in_changes_nothing() -> None:
    facts = team(4, 5, spoken="2026-02-02")
    turned = replace(facts, people=facts.people[::-1], relationships=facts.relationships[::-1], cases=facts.cases[::-1],
                     allocations=facts.allocations[::-1], discussions=facts.discussions[::-1])  # fmt: skip
    for wanted in (Wanted(), Wanted(2), away()):
        assert asked(facts, wanted) == asked(turned, wanted)
