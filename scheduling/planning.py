"""Due dates ahead, each held on its due date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Final

from scheduling.answers import Obligation, Planned
from scheduling.calendar import LONDON, Calendar, Interval, at_nine, days_after
from scheduling.engine import derived
from scheduling.facts import Facts, Person
from scheduling.holding import settled
from scheduling.index import Index, day_of, index
from scheduling.policy import Policy
from scheduling.rules import clocks
from scheduling.rules.clocks import Run
from scheduling.saying import Clock
from scheduling.terms import Version
from scheduling.view import View

# Far enough that every fact has happened, near enough that a day can be added to it.
MOST_STEPS: Final = 40
_TOGETHER: Final = ("case_discussion", "first_case_discussion", "management_oversight", "case_summary")
"""What is owed on a case: a plan of one goes by all, each done in its turn."""
EVERYTHING_HAPPENED: Final = datetime(9990, 1, 1, tzinfo=UTC)
_CALENDAR: Final = Calendar()


def planned(known: Index, policy: Policy, person: str, kind: str, count: int, now: datetime | None) -> list[Planned]:
    """The next `count` due dates of a kind for a person: of a clock of theirs or, case by case, of their cases."""
    view = View(known, policy, now or EVERYTHING_HAPPENED)
    who = view.person(person)
    if who is None:
        return []
    clock = next((clock for clock in view.version.supervision if clock.kind == kind and view.matches(who, clock)), None)
    if clock is None and now is None:
        view = View(known, policy, _latest(known))
    dates = clock_dates(view, who, clock) if clock else iter(_repeated(view, person, kind, count))
    return [Planned(due, _CALENDAR.on_or_before(due), rule) for due, rule in islice(dates, max(count, 0))]


def _latest(known: Index) -> datetime:
    """The day of the last thing that happened, by the facts."""
    facts = known.facts
    days = [row.held_on for row in facts.sessions if row.held_on]
    days += [day_of(row.on) for row in facts.discussions] + [day_of(row.from_on) for row in facts.allocations]
    days += (
        [row.from_on for row in facts.relationships] + [row.on for row in facts.observations] + [row.on for row in facts.groups]
    )
    for row in facts.agreements:
        days += [day for day in (row.signed_by_supervisee_on, row.signed_by_supervisor_on, row.reviewed_on) if day]
    return datetime.combine(max(days, default=date(2000, 1, 1)), time(23, 59), LONDON).astimezone(UTC)


def clock_dates(view: View, who: Person, clock: Clock, since: date | None = None) -> Iterator[tuple[date, str]]:
    """One session after another, each on its due date; months are counted from the first, not from one another (R-2)."""
    last = clocks.last_held(view, who.id, clock)
    anchor = since or (last.held_on if last and last.held_on else clocks.first_anchor(view, who))
    run: Run | None = None
    while anchor is not None:
        found = clocks.next_due(view, who.id, clock, anchor, view.today, run)
        if found is None or found.due <= anchor:
            return
        due, _ = clocks.held_for_absence(view, who.id, found.due)
        yield due, found.cited.rule
        plain = due == found.due and found.moved_on is None and view.readings.plan_counts_from == "anchor"
        if plain and run and run.every == found.every and run.every.after(run.origin, run.times + 1) == due:
            run = Run(run.origin, run.every, run.times + 1)
        elif plain:
            run = Run(anchor, found.every, 1)
        else:
            run = None
        anchor = due


def _repeated(view: View, person: str, kind: str, count: int) -> list[tuple[date, str]]:
    """What is owed of the kind, each done on its due date, and with it whatever it goes together with."""
    facts, dates = _around(view, person, kind), list[tuple[date, str]]()
    runs: dict[tuple[str, str | None, str], Run] = {}
    together = _TOGETHER if kind in _TOGETHER else (kind,)
    once: set[tuple[str, ...]] = set()
    for _ in range(count * MOST_STEPS):
        found = [row for row in derived(view) if row.person == person and row.kind in together and row.key not in once]
        if len(dates) >= count or not found:
            break
        owed = min(found, key=lambda row: (row.due_on, row.kind != kind))
        on = _from_origin(view, owed, runs)
        if owed.kind == kind:
            dates.append((on, owed.rule))
        once.add(owed.key)
        facts = settled(view, facts, owed, on) or facts
        view = View(index(facts), view.policy, max(view.now, at_nine(days_after(on, 1))))
    return sorted(dates)[:count]


def _around(view: View, person: str, kind: str) -> Facts:
    """The facts about the person and, for cases, about theirs: a plan looks at each many times."""
    facts = view.index.facts
    refs = {row.case for row in view.index.work.get(person, ())} if kind in _TOGETHER else set[str]()
    families = {row.family for row in facts.cases if row.ref in refs and row.family}
    refs |= {row.ref for row in facts.cases if row.family in families}
    return replace(
        facts,
        cases=tuple(row for row in facts.cases if row.ref in refs),
        allocations=tuple(row for row in facts.allocations if row.case in refs),
        discussions=tuple(row for row in facts.discussions if row.case in refs),
    )


def _from_origin(view: View, owed: Obligation, runs: dict[tuple[str, str | None, str], Run]) -> date:
    """Its day, counted in whole intervals from where the run began, never from a clamped date (R-2)."""
    every, key = _every(view.version, owed), (owed.kind, owed.case, owed.rule)
    if every is None or view.readings.plan_counts_from != "anchor":
        return owed.due_on
    run = runs.get(key)
    if run and run.every == every and every.after(run.last) == owed.due_on:
        runs[key] = run = replace(run, times=run.times + 1)
        return run.last
    begun = [day for day in _days(view.index.facts, owed) if every.after(day) == owed.due_on]
    runs[key] = Run(begun[-1], every, 1) if begun else Run(owed.due_on, every, 0)
    return owed.due_on


def _days(facts: Facts, owed: Obligation) -> list[date]:
    """The days the obligation may count from, in order."""
    if owed.case is not None:
        found = [day_of(row.on) for row in facts.discussions if row.case == owed.case]
        return sorted([*found, *(day_of(row.from_on) for row in facts.allocations if row.case == owed.case)])
    days = [row.on for row in facts.observations if row.of == owed.person] + [row.on for row in facts.groups]
    for row in facts.agreements:
        days += [day for day in (row.signed_by_supervisee_on, row.signed_by_supervisor_on, row.reviewed_on) if day]
    return sorted([*days, *(row.from_on for row in facts.relationships)])


def _every(version: Version, obligation: Obligation) -> Interval | None:
    """The interval of what recurs by a rule; None for what comes once."""
    groups, cases = version.groups, version.cases
    several = [
        version.agreement.review,
        version.observation.supervision,
        version.observation.practice,
        version.audits.personal_records,
        groups.team,
        groups.asye,
        groups.asye_training,
        *(cases.cycle if cases else ()),
        cases.summary if cases else None,
    ]
    return next((terms.every for terms in several if terms and terms.rule == obligation.rule), None)
