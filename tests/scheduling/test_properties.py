"""What must hold whatever the facts."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import engine
from scheduling.answers import Obligation, State
from scheduling.calendar import LONDON, Interval
from scheduling.facts import (
    Absence,
    Agreement,
    Allocation,
    Case,
    Change,
    Discussion,
    Facts,
    Observation,
    Person,
    Relationship,
    Session,
)
from tests.scheduling.council import POLICIES

FEW = settings(max_examples=60, deadline=None)
START = date(2026, 1, 1)
days = st.integers(0, 700).map(lambda number: START + timedelta(number))
PERSONAL = "personal_supervision"
PEOPLE = tuple(
    Person(who, role="non_case_holder", level=level, manager=manager, started_on=date(2018, 1, 8))
    for who, level, manager in (
        ("tom", "supervisor", "sue"),
        ("tim", "supervisor", "sue"),
        ("sue", "service_manager", "zoe"),
        ("zoe", "senior_manager", None),
    )
)
CATEGORIES = ("child_protection", "child_in_need", "assessment", "early_help")


@st.composite
def councils(draw: st.DrawFn) -> Facts:
    """Two workers, some cases, and whatever happened."""
    policy = draw(st.sampled_from(sorted(POLICIES)))
    workers = [draw(workers_like(who, boss)) for who, boss in (("ann", "tom"), ("bob", "tim"))]
    cases = [draw(cases_like(f"M{spot}")) for spot in range(draw(st.integers(0, 3)))]
    refs = [case.ref for case in cases]
    return Facts(
        policy=policy,
        people=(*workers, *PEOPLE),
        relationships=(Relationship("ann", "tom", date(2025, 9, 1)), Relationship("bob", "tim", date(2025, 9, 1))),
        agreements=tuple(draw(st.lists(agreements_like(), max_size=2))),
        sessions=tuple(draw(st.lists(sessions_like(), max_size=5))),
        cases=tuple(cases),
        allocations=tuple(draw(st.lists(allocations_like(refs), max_size=4))) if refs else (),
        discussions=tuple(draw(st.lists(discussions_like(refs), max_size=6))) if refs else (),
        observations=tuple(draw(st.lists(st.builds(Observation, of=who, by=boss, on=days), max_size=3))),
        absences=tuple(draw(st.lists(absences_like(), max_size=2))),
    )


who = st.sampled_from(["ann", "bob"])
boss = st.sampled_from(["tom", "tim"])


def workers_like(person: str, manager: str) -> st.SearchStrategy[Person]:
    change = st.builds(
        Change, on=days, set=st.sampled_from([{"employment": "permanent"}, {"role": "non_frontline"}, {"hours": "part_time"}])
    )
    return st.builds(
        Person,
        id=st.just(person),
        manager=st.just(manager),
        started_on=st.sampled_from([date(2023, 4, 3), date(2025, 11, 30)]),
        employment=st.sampled_from(["permanent", "agency"]),
        hours=st.sampled_from(["full_time", "part_time"]),
        asye_from=st.none() | days,
        changes=st.lists(change, max_size=2).map(tuple),
    )


def cases_like(ref: str) -> st.SearchStrategy[Case]:
    change = st.builds(Change, on=days, set=st.sampled_from([{"category": category} for category in CATEGORIES]))
    return st.builds(
        Case,
        ref=st.just(ref),
        category=st.sampled_from(CATEGORIES),
        opened_on=days,
        changes=st.lists(change, max_size=2).map(tuple),
    )


def agreements_like() -> st.SearchStrategy[Agreement]:
    every = st.sampled_from([Interval(2, "weeks"), Interval(6, "weeks"), Interval(1, "months")])
    return st.builds(
        Agreement, supervisee=who, supervisor=boss, signed_by_supervisee_on=days, every=st.none() | every, from_on=days
    )


def sessions_like() -> st.SearchStrategy[Session]:
    kind = st.sampled_from(["personal", "combined", "casework", "professional_support"])
    return st.builds(Session, supervisee=who, supervisor=boss, kind=kind, held_on=days, recorded_on=st.none() | days)


def allocations_like(refs: list[str]) -> st.SearchStrategy[Allocation]:
    role = st.sampled_from(["key_worker", "co_worker", "duty"])
    since = days | days.map(lambda day: datetime.combine(day, time(15), LONDON))
    found = st.builds(Allocation, case=st.sampled_from(refs), worker=who, role=role, from_on=since)
    return st.tuples(found, st.none() | st.integers(0, 300)).map(
        lambda pair: pair[0] if pair[1] is None else replace(pair[0], until=date(2026, 1, 2) + timedelta(700 + pair[1]))
    )


def discussions_like(refs: list[str]) -> st.SearchStrategy[Discussion]:
    kind = st.sampled_from(["supervision", "ad_hoc", "oversight", "summary"])
    return st.builds(
        Discussion,
        case=st.sampled_from(refs),
        worker=who,
        by=boss,
        on=days,
        kind=kind,
        recorded_on=st.none() | days,
        filed_on=st.none() | days,
    )


def absences_like() -> st.SearchStrategy[Absence]:
    return st.tuples(st.sampled_from(["ann", "tom"]), days, st.none() | st.integers(1, 60)).map(
        lambda row: Absence(row[0], row[1], None if row[2] is None else row[1] + timedelta(row[2]))
    )


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), LONDON)


def derive(facts: Facts, day: date) -> list[Obligation]:
    return engine.derive(facts, POLICIES[facts.policy], morning(day))


def turned(facts: Facts) -> Facts:
    """The same facts, every list the other way round."""
    lists = (
        "people",
        "relationships",
        "agreements",
        "sessions",
        "cases",
        "allocations",
        "discussions",
        "observations",
        "absences",
    )
    return replace(facts, **{name: getattr(facts, name)[::-1] for name in lists})


@FEW
@given(councils(), days)
def test_the_same_facts_owe_the_same_in_whatever_order_they_come(facts: Facts, day: date) -> None:
    def seen(found: list[Obligation]) -> list[tuple[object, ...]]:
        return sorted((row.kind, row.person, row.case or "", row.due.isoformat(), row.state, row.responsible) for row in found)

    assert derive(facts, day) == derive(facts, day)
    assert seen(derive(facts, day)) == seen(derive(turned(facts), day))


@FEW
@given(councils(), days)
def test_a_case_alone_owes_what_it_owes_among_all(facts: Facts, day: date) -> None:
    whole = derive(facts, day)
    for case in facts.cases:
        alone = replace(
            facts,
            cases=(case,),
            allocations=tuple(row for row in facts.allocations if row.case == case.ref),
            discussions=tuple(row for row in facts.discussions if row.case == case.ref),
            sessions=(),
            observations=(),
            agreements=(),
        )
        assert [row for row in derive(alone, day) if row.case == case.ref] == [row for row in whole if row.case == case.ref]


@FEW
@given(councils(), days)
def test_a_person_alone_owes_what_they_owe_among_all(facts: Facts, day: date) -> None:
    def about(rows: list[Obligation]) -> list[Obligation]:
        return [row for row in rows if row.person == "ann" and row.case is None]

    alone = replace(
        facts,
        people=tuple(row for row in facts.people if row.id != "bob"),
        relationships=facts.relationships[:1],
        agreements=tuple(row for row in facts.agreements if row.supervisee == "ann"),
        sessions=tuple(row for row in facts.sessions if row.supervisee == "ann"),
        observations=tuple(row for row in facts.observations if row.of == "ann"),
        cases=(),
        allocations=(),
        discussions=(),
    )
    assert about(derive(alone, day)) == about(derive(facts, day))


@FEW
@given(councils(), days)
def test_there_is_one_open_session_and_it_is_due_after_the_last_one_held(facts: Facts, day: date) -> None:
    found = [row for row in derive(facts, day) if row.kind == PERSONAL]
    assert len(found) == len({row.person for row in found})
    for row in found:
        kinds = next(clock.sessions for clock in POLICIES[facts.policy].versions[0].supervision if clock.kind == PERSONAL)
        last = [one.held_on for one in facts.sessions if one.supervisee == row.person and one.kind in kinds and one.held_on]
        assert all(row.due_on > held for held in last if held <= day)


@FEW
@given(councils(), days, st.integers(0, 60))
def test_a_later_session_never_makes_the_next_one_due_earlier(facts: Facts, day: date, later: int) -> None:
    facts = replace(
        facts, absences=(), agreements=(), people=tuple(replace(row, changes=(), asye_from=None) for row in facts.people)
    )
    first = replace(facts, sessions=(Session("ann", "tom", held_on=day),))
    second = replace(facts, sessions=(*first.sessions, Session("ann", "tom", held_on=day + timedelta(later))))
    after = day + timedelta(later)
    due = [
        [row.due_on for row in derive(each, after) if row.kind == PERSONAL and row.person == "ann"] for each in (first, second)
    ]
    assert all(early <= late for early, late in zip(*due, strict=True))


@FEW
@given(councils(), days, st.integers(1, 200))
def test_with_time_alone_nothing_late_becomes_less_late(facts: Facts, day: date, ahead: int) -> None:
    facts = replace(facts, absences=())
    until = day + timedelta(ahead)
    happened = replace(
        facts,
        people=tuple(replace(row, changes=(), asye_from=None) for row in facts.people),
        cases=tuple(replace(row, changes=()) for row in facts.cases if row.opened_on and row.opened_on <= day),
        agreements=(),
        sessions=tuple(row for row in facts.sessions if row.held_on and row.held_on <= day),
    )
    refs = {row.ref for row in happened.cases}
    happened = replace(
        happened,
        allocations=tuple(
            row for row in facts.allocations if row.case in refs and morning_of(row) <= morning(day) and not row.until
        ),
        discussions=tuple(row for row in facts.discussions if row.case in refs and row.on <= day),
    )
    later = {row.key: row for row in derive(happened, until)}
    for row in derive(happened, day):
        if row.kind in (PERSONAL, "case_discussion", "first_case_discussion", "casework_supervision"):
            assert later[row.key].days_late >= row.days_late
            assert row.state is not State.ESCALATED or later[row.key].state is State.ESCALATED


def morning_of(row: Allocation) -> datetime:
    return row.from_on if isinstance(row.from_on, datetime) else morning(row.from_on)


@FEW
@given(councils(), days)
def test_the_plan_begins_with_what_is_due(facts: Facts, day: date) -> None:
    for row in derive(facts, day):
        if row.kind == PERSONAL and row.state is not State.SUSPENDED:
            plan = engine.plan(facts, POLICIES[facts.policy], row.person, PERSONAL, 3, morning(day))
            assert plan[0].due == row.due
            assert [one.due for one in plan] == sorted({one.due for one in plan})
            assert all(one.remind_on <= one.due for one in plan)


@settings(max_examples=25, deadline=None)
@given(councils(), days)
def test_what_would_be_sent_is_what_each_day_by_itself_would_send(facts: Facts, day: date) -> None:
    policy = POLICIES[facts.policy]
    whole = engine.notices(facts, policy, day, day + timedelta(20))
    apart = [
        row for ahead in range(21) for row in engine.notices(facts, policy, day + timedelta(ahead), day + timedelta(ahead))
    ]

    def seen(rows: list[engine.Notice]) -> list[tuple[object, ...]]:
        return [(row.at, row.to, row.kind, row.obligation.key) for row in rows]

    assert seen(whole) == seen(apart)
    assert len(set(seen(whole))) == len(whole)
    assert all(row.at.astimezone(LONDON).hour == 9 for row in whole if row.kind != "at_once")
