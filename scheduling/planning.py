"""Due dates ahead, each held on its due date."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Final

from scheduling.answers import Obligation, Planned
from scheduling.calendar import Calendar, Interval, at_nine
from scheduling.engine import derived
from scheduling.facts import Person
from scheduling.index import Index, day_of
from scheduling.policy import Policy
from scheduling.rules import clocks
from scheduling.terms import Clock, Version
from scheduling.view import View

# Far enough that every fact has happened, near enough that a day can be added to it.
EVERYTHING_HAPPENED: Final = datetime(9990, 1, 1, tzinfo=UTC)
_CALENDAR: Final = Calendar()


def planned(index: Index, policy: Policy, person: str, kind: str, count: int, now: datetime | None) -> list[Planned]:
    """The next `count` due dates of a kind for a person: of a clock of theirs or, case by case, of their cases."""
    view = View(index, policy, now or EVERYTHING_HAPPENED)
    who = view.person(person)
    if who is None:
        return []
    clock = next((clock for clock in view.version.supervision if clock.kind == kind and view.matches(who, clock)), None)
    if clock is None and now is None:
        view = View(index, policy, _latest(index))
    dates = _clock(view, who, clock) if clock else iter(_repeated(view, person, kind, count))
    return [Planned(due, _CALENDAR.on_or_before(due), rule) for due, rule in islice(dates, max(count, 0))]


def _latest(index: Index) -> datetime:
    """The day of the last thing that happened, by the facts."""
    facts = index.facts
    days = [row.held_on for row in facts.sessions if row.held_on]
    days += [day_of(row.on) for row in facts.discussions] + [day_of(row.from_on) for row in facts.allocations]
    days += (
        [row.from_on for row in facts.relationships] + [row.on for row in facts.observations] + [row.on for row in facts.groups]
    )
    for row in facts.agreements:
        days += [day for day in (row.signed_by_supervisee_on, row.signed_by_supervisor_on, row.reviewed_on) if day]
    return at_nine(max(days, default=date(2000, 1, 1)))


def _clock(view: View, who: Person, clock: Clock) -> Iterator[tuple[date, str]]:
    """One session after another, each on its due date; months are counted from the first, not from one another (R-2)."""
    last = clocks.last_held(view, who.id, clock)
    anchor = last.held_on if last and last.held_on else clocks.first_anchor(view, who)
    run: clocks.Run | None = None
    while anchor is not None:
        found = clocks.next_due(view, who.id, clock, anchor, view.today, run)
        if found is None or found.due <= anchor:
            return
        due, _ = clocks.held_for_absence(view, who.id, found.due)
        yield due, found.cited.rule
        plain = due == found.due and found.moved_on is None
        if plain and run and run.every == found.every and run.every.after(run.origin, run.times + 1) == due:
            run = clocks.Run(run.origin, run.every, run.times + 1)
        elif plain:
            run = clocks.Run(anchor, found.every, 1)
        else:
            run = None
        anchor = due


def _repeated(view: View, person: str, kind: str, count: int) -> list[tuple[date, str]]:
    """Every open obligation of the kind, repeated by its own interval."""
    dates: list[tuple[date, str]] = []
    for obligation in derived(view):
        if obligation.person == person and obligation.kind == kind:
            every = _every(view.version, obligation)
            times = range(count if every else 1)
            dates += [
                (every.after(obligation.due_on, time) if every and time else obligation.due_on, obligation.rule)
                for time in times
            ]
    return sorted(dates)[:count]


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
