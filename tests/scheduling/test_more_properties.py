"""More of what must hold whatever the facts: facts split in two, tighter policies, clock changes, leap days, plans, rungs."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling import engine
from scheduling.agreeing import is_tighter, loosened
from scheduling.answers import Obligation
from scheduling.calendar import LONDON, Interval, at_nine, hours_after, local_day, months_after
from scheduling.facts import Case, Change, Facts, Person, Session, Settings
from scheduling.index import index
from scheduling.policy import Policy
from scheduling.rules import clocks
from scheduling.saying import Term
from scheduling.terms import Cycle, Version
from scheduling.view import View
from tests.scheduling.council import POLICIES
from tests.scheduling.test_properties import FEW, PERSONAL, councils, days, derive, morning, morning_of

CLOCKS = (PERSONAL, "casework_supervision", "professional_support")


# ---- a fact told in two parts


def in_two_parts(facts: Facts, told_on: date, finished_on: date) -> Facts:
    """The same facts, each told on one day and finished on another: in spans that meet, in changes that say nothing new."""
    return replace(
        facts,
        people=tuple(_again(person, told_on, finished_on) for person in facts.people),
        cases=tuple(_again(case, told_on, finished_on) for case in facts.cases),
        relationships=tuple(
            part
            for row in facts.relationships
            for part in (replace(row, until=max(told_on, row.from_on)), replace(row, from_on=max(told_on, row.from_on)))
            if part.until is None or part.until > part.from_on
        ),
        allocations=tuple(
            part
            for row in facts.allocations
            for part in (replace(row, until=told_on), replace(row, from_on=told_on))
            if day(row.from_on) < told_on and (row.until is None or told_on < row.until)
        )
        + tuple(
            row for row in facts.allocations if not (day(row.from_on) < told_on and (row.until is None or told_on < row.until))
        ),
    )


def _again(row: Person | Case, *days_: date) -> Person | Case:
    """With changes that change nothing, on these days."""
    held: dict[str, object] = {"category": row.category} if isinstance(row, Case) else {"hours": row.hours}
    changes = list(row.changes)
    for on in sorted(days_):
        now = dict(held)
        for change in sorted(row.changes, key=lambda change: change.on):
            if change.on <= on:
                now |= {key: value for key, value in change.set.items() if key in held}
        changes.append(Change(on, now))
    return replace(row, changes=tuple(changes))


def day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


@FEW
@given(councils(), days, days, days)
def test_no_obligation_is_lost_or_doubled_when_a_fact_is_split_over_two_days(
    facts: Facts, told_on: date, finished_on: date, on: date
) -> None:
    def owed(each: Facts) -> list[tuple[object, ...]]:
        rows = derive(each, on)
        return sorted((row.kind, row.person, row.case or "", row.due.isoformat(), row.state, row.responsible) for row in rows)

    assert owed(in_two_parts(facts, told_on, finished_on)) == owed(facts)


@FEW
@given(councils(), days)
def test_a_session_told_of_when_booked_and_again_when_held_is_one(facts: Facts, on: date) -> None:
    once = replace(facts, sessions=tuple(replace(row, planned_on=row.held_on) for row in facts.sessions))
    booked = tuple(replace(row, held_on=None, recorded_on=None) for row in once.sessions)
    twice = replace(once, sessions=(*once.sessions, *booked))

    def owed(each: Facts) -> list[tuple[object, ...]]:
        rows = derive(each, on)
        return [
            (row.kind, row.person, row.case, row.due)
            for row in rows
            if row.kind not in ("self_assessment", "agreement_signature")
        ]

    assert owed(twice) == owed(once)


# ---- a tighter policy


def tightened(policy: Policy, spot: int, shorter: Interval) -> Policy:
    """The policy with every interval of its clocks and cycles no longer than `shorter`."""
    return replace(policy, versions=tuple(_version(version, shorter) for version in policy.versions))


def _version(version: Version, shorter: Interval) -> Version:
    clocks = tuple(replace(clock, term=tuple(_term(term, shorter) for term in clock.term)) for clock in version.supervision)
    cases = version.cases and replace(version.cases, cycle=tuple(_term(cycle, shorter) for cycle in version.cases.cycle))
    return replace(version, supervision=clocks, cases=cases)


def _term(term: Term | Cycle, shorter: Interval) -> Term | Cycle:  # type: ignore[return]
    start = date(2026, 1, 1)
    every = min(term.every, shorter, key=lambda each: each.after(start))
    return replace(term, every=every, reading="") if isinstance(term, Cycle) else replace(term, every=every)


@FEW
@given(councils(), days, st.integers(1, 27))
def test_a_tighter_policy_never_gives_a_later_date(facts: Facts, on: date, shorter: int) -> None:
    kinds = (*CLOCKS, "case_discussion", "first_case_discussion")
    policy = POLICIES[facts.policy]

    def dates(each: Policy) -> dict[tuple[str, str | None, bool], date]:
        found = [row for row in engine.derive(facts, each, morning(on)) if row.kind in kinds]
        return {(row.person, row.case, row.kind in CLOCKS and row.kind == PERSONAL): row.due_on for row in reversed(found)}

    loose, tight = dates(policy), dates(tightened(policy, 0, Interval(shorter, "days")))
    assert loose.keys() <= tight.keys()
    assert all(tight[key] <= due for key, due in loose.items())


@FEW
@given(councils(), days, st.integers(1, 26))
def test_an_agreed_interval_never_gives_a_later_date(facts: Facts, on: date, weeks: int) -> None:
    from scheduling.facts import Agreement

    facts = replace(facts, agreements=())
    agreed = replace(facts, agreements=(Agreement("ann", "tom", every=Interval(weeks, "weeks"), from_on=date(2025, 9, 1)),))

    def due(each: Facts) -> dict[str, date]:
        return {row.kind: row.due_on for row in derive(each, on) if row.person == "ann" and row.kind in CLOCKS}

    with_it, without = due(agreed), due(facts)
    assert without.keys() <= with_it.keys()
    assert all(with_it[kind] <= without[kind] for kind in without)


@FEW
@given(councils(), days, st.integers(1, 26))
def test_what_may_be_agreed_is_never_later_than_the_policy(facts: Facts, on: date, weeks: int) -> None:
    """Refused exactly where the policy's own date would come before the agreed one; what is tighter is never refused."""
    facts = replace(facts, agreements=())
    view, every = View(index(facts), POLICIES[facts.policy], morning(on)), Interval(weeks, "weeks")
    refused, tighter = loosened(view, "ann", every), is_tighter(view, "ann", every)
    assert not (refused and tighter)
    for clock in view.version.supervision:
        who = view.person("ann")
        if clock.agreed and who and view.matches(who, clock):
            last = clocks.last_held(view, "ann", clock)
            anchor = last.held_on if last and last.held_on else on
            asked = clocks.policy_interval(view, "ann", clock, anchor, on)
            assert refused or asked is None or every.after(anchor) <= asked.due
    assert refused is None or refused.cited.section


# ---- clocks and calendars


def changes_of_the_clock() -> list[date]:
    """Every last Sunday of March and October, 2026 to 2036."""
    found = []
    for year in range(2026, 2037):
        for month in (3, 10):
            last = date(year, month, 31)
            found.append(last - timedelta((last.weekday() + 1) % 7))
    return found


@pytest.mark.parametrize("on", changes_of_the_clock(), ids=str)
def test_every_local_time_survives_the_change_of_the_clocks(on: date) -> None:
    before, after = at_nine(on - timedelta(1)), at_nine(on + timedelta(1))
    assert before.astimezone(LONDON).utcoffset() != after.astimezone(LONDON).utcoffset()
    for shift in (-1, 0, 1):
        there = on + timedelta(shift)
        assert at_nine(there).astimezone(LONDON).time() == time(9)
        assert local_day(at_nine(there)) == there
    for minute in range(0, 24 * 60, 15):
        local = datetime.combine(on - timedelta(1), time(minute // 60, minute % 60), LONDON)
        later = hours_after(local, 24)
        assert (later - local).total_seconds() == 24 * 3600
        assert local_day(local) == on - timedelta(1)
        assert local_day(later) in (on, on + timedelta(1), on - timedelta(1))
        back = later.astimezone(LONDON)
        assert back.astimezone(LONDON).replace(fold=back.fold) == back


@pytest.mark.parametrize("on", changes_of_the_clock()[:6], ids=str)
def test_notices_stay_at_nine_across_the_change(on: date) -> None:
    from tests.scheduling.council import council, held

    facts = council(sessions=held((on - timedelta(40)).isoformat()))
    sent = engine.notices(facts, POLICIES["wokingham"], on - timedelta(7), on + timedelta(10))
    assert sent
    assert {row.at.astimezone(LONDON).time() for row in sent} == {time(9)}


@given(st.integers(1995, 2090), st.integers(1, 400))
def test_months_from_29_february_end_on_the_29th_or_the_last_day(year: int, months: int) -> None:
    year -= year % 4
    assume(year % 100 or year % 400 == 0)
    start = date(year, 2, 29)
    due = months_after(start, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == 29 or (due.month == 2 and due.day == 28)
    assert due > start


@pytest.mark.parametrize("policy", ["wokingham", "manchester", "kent"])
@given(back=st.integers(0, 120))
@settings(max_examples=30, deadline=None)
def test_29_february_is_a_day_like_any_other(policy: str, back: int) -> None:
    from tests.scheduling.council import allocated, case, council, discussed, held

    leap, last = date(2028, 2, 29), (date(2028, 2, 29) - timedelta(back)).isoformat()
    facts = council(
        policy=policy, sessions=held(last), cases=[case("open", opened_on=last)],
        allocations=[allocated(since=last)], discussions=[discussed(last)],
    )  # fmt: skip
    for ahead in (-1, 0, 1):
        found = derive(facts, leap + timedelta(ahead))
        assert all(row.days_late == max((leap + timedelta(ahead) - row.due_on).days, 0) for row in found)
    assert engine.notices(facts, POLICIES[policy], leap, leap) is not None


# ---- plans and rungs


@settings(max_examples=40, deadline=None)
@given(councils(), days)
def test_the_plan_agrees_with_what_is_due_after_each_step(facts: Facts, on: date) -> None:
    policy = POLICIES[facts.policy]
    facts = replace(facts, absences=(), sessions=tuple(row for row in facts.sessions if row.held_on and row.held_on <= on))
    for clock in policy.at(on).supervision:
        plan = engine.plan(facts, policy, "ann", clock.kind, 5, morning(on))
        held = facts
        for step in plan:
            owed = [row for row in derive(held, max(on, step_day(held, on))) if row.kind == clock.kind and row.person == "ann"]
            # Months are counted from the first date: a clamped day in between may stand a few days earlier.
            assert len(owed) == 1
            assert owed[0].due_on == step.due or (owed[0].due_on.day >= 28 and 0 < (step.due - owed[0].due_on).days <= 3)
            held = replace(held, sessions=(*held.sessions, Session("ann", "tom", clock.sessions[0], None, step.due)))


def step_day(facts: Facts, on: date) -> date:
    return max([row.held_on for row in facts.sessions if row.held_on and row.supervisee == "ann"], default=on)


@settings(max_examples=40, deadline=None)
@given(councils(), days, st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_advancing_the_clock_never_un_escalates_what_no_fact_changed(facts: Facts, on: date, steps: list[int]) -> None:
    frozen = quiet(facts, on)
    kinds = {kind for version in POLICIES[facts.policy].versions for kind in version.escalation.kinds}
    seen: dict[tuple[str, ...], Obligation] = {}
    for ahead in [0, *steps]:
        on += timedelta(ahead)
        now = {row.key: row for row in derive(frozen, on)}
        for key, row in seen.items():
            if row.kind in kinds:
                assert key in now
                assert now[key].days_late >= row.days_late
        seen |= {key: row for key, row in now.items() if row.state == "escalated"}


def quiet(facts: Facts, on: date) -> Facts:
    """What had happened by a day, and nothing after it."""
    cases = tuple(
        replace(row, changes=tuple(change for change in row.changes if change.on <= on))
        for row in facts.cases
        if row.opened_on and row.opened_on <= on
    )
    refs = {row.ref for row in cases}
    return replace(
        facts,
        people=tuple(
            replace(row, changes=tuple(change for change in row.changes if change.on <= on), asye_from=None)
            for row in facts.people
        ),
        cases=cases,
        agreements=tuple(row for row in facts.agreements if row.from_on and row.from_on <= on),
        sessions=tuple(row for row in facts.sessions if row.held_on and row.held_on <= on),
        allocations=tuple(
            row for row in facts.allocations if row.case in refs and morning_of(row) <= morning(on) and not row.until
        ),
        discussions=tuple(row for row in facts.discussions if row.case in refs and day(row.on) <= on),
        absences=(),
        settings=Settings(),
    )
