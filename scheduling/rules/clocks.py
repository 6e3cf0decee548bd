"""Supervision that comes again and again for each person: which interval holds, and when the next is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduling.answers import Obligation
from scheduling.calendar import Interval, days_after, months_after
from scheduling.facts import Absence, Agreement, Person, Session
from scheduling.rules.agreed import changes, effective_from, interval_on
from scheduling.saying import Cited, Clock, Staged
from scheduling.slots import open_slot
from scheduling.view import View

MONTHLY = Interval(1, "months")


class Next(NamedTuple):
    """The next due date, the interval it comes of, and the day a change moved it to, if one did."""

    due: date
    every: Interval
    cited: Cited
    moved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Dates of one interval counted from one day: months are never counted from a clamped date (R-2)."""

    origin: date
    every: Interval
    times: int

    @property
    def last(self) -> date:
        """The last date of it."""
        return self.every.after(self.origin, self.times)


def derive(view: View, person: Person) -> Iterator[Obligation]:
    """The next session of each clock."""
    relationship = view.relationship(person.id)
    if relationship is None:
        return
    for clock in view.version.supervision:
        if not view.matches(person, clock):
            continue
        last = last_held(view, person.id, clock)
        anchor = last.held_on if last and last.held_on else first_anchor(view, person)
        if anchor is None or (found := next_due(view, person.id, clock, anchor, view.today)) is None:
            continue
        if view.readings.anchor == "grid":
            found = _on_grid(view, person, clock, found)
        due, away = held_for_absence(view, person.id, found.due)
        responsible = view.acting(relationship.supervisor)
        why = _why(anchor, last is not None, found, due, away)
        yield view.obligation(found.cited, clock.kind, person.id, due, responsible, why, suspended=away is not None)


def _on_grid(view: View, person: Person, clock: Clock, found: Next) -> Next:
    """The earliest day of the grid without a session; several missed are one (R-17, the other reading)."""
    origin = first_anchor(view, person) or found.due
    held = [row.held_on for row in _held(view, person.id, clock) if row.held_on and row.held_on > origin]
    slots: list[date] = []
    while not slots or slots[-1] < date.max:
        slots.append(_after(view, origin, found.every, None, len(slots) + 1))
        if slots[-1] > max([view.today, *held]):
            slots.append(_after(view, origin, found.every, None, len(slots) + 1))
            break
    return found._replace(due=open_slot(slots, held) or slots[-1])


def _why(anchor: date, held: bool, found: Next, due: date, away: Absence | None) -> str:
    words = [f"last held {anchor}" if held else f"none held since {anchor}", found.every.words]
    if found.moved_on:
        words.append(f"changed {found.moved_on}")
    if away:
        words.append(f"away since {away.from_on}" + (f", back {away.until}" if away.until else ""))
    elif due != found.due:
        words.append(f"back at work {due}")
    return "; ".join(words)


def last_held(view: View, person: str, clock: Clock) -> Session | None:
    """The latest session held that is one of this clock's."""
    last: Session | None = None
    for row in _held(view, person, clock):
        if last is None or (row.held_on or date.min) > (last.held_on or date.min):
            last = row
    return last


def _held(view: View, person: str, clock: Clock) -> list[Session]:
    kinds, today = clock.sessions, view.today
    rows = view.index.sessions.get(person, ())
    return [row for row in rows if row.held_on is not None and row.held_on <= today and row.kind in kinds]


def first_anchor(view: View, person: Person) -> date | None:
    """Where no session was held: the start, or the start of being supervised without a break since (R-37)."""
    if view.readings.first_counts_from == "start" and person.started_on is not None:
        return person.started_on
    relationship = view.relationship(person.id)
    if relationship is None and view.index.supervisors.get(person.id):
        relationship = view.index.supervisors[person.id][-1]
    start = relationship.from_on if relationship else None
    for row in reversed(view.index.supervisors.get(person.id, ())):
        if start is not None and row.from_on < start and row.until is not None and row.until >= start:
            start = row.from_on
    if start is None or person.started_on is None:
        return start or person.started_on
    return max(start, person.started_on)


def next_due(view: View, person: str, clock: Clock, anchor: date, horizon: date, run: Run | None = None) -> Next | None:
    """When the next session is due after `anchor`, judged by the changes up to `horizon` (R-26).

    A looser interval counts from the anchor; a tighter one too, but is due no sooner than the change and no later than before.
    A date already missed when the change came stays.
    """
    found = choose(view, person, clock, anchor, anchor, run)
    for changed_on in _changes(view, person, anchor, horizon):
        if found is not None and found.due < changed_on:
            break
        other = choose(view, person, clock, anchor, changed_on, run)
        if view.readings.change_counts_from == "change" and _differs(found, other):
            other = choose(view, person, clock, changed_on, changed_on)
        if other is not None and other.due < changed_on and (found is None or other.due < found.due):
            other = other._replace(due=changed_on, moved_on=changed_on)
        found = other
    return found


def _differs(found: Next | None, other: Next | None) -> bool:
    return found is None or other is None or found.every != other.every


def choose(view: View, person: str, clock: Clock, anchor: date, on: date, run: Run | None = None) -> Next | None:
    """The next due date by what held on a day: the shortest of the intervals that hold (R-35)."""
    found = policy_interval(view, person, clock, anchor, on, run)
    agreed = agreed_interval(view, person, on)
    if clock.agreed and agreed and agreed.every:
        due = _after(view, anchor, agreed.every, run)
        if found is None or due < found.due:
            found = Next(due, agreed.every, clock.agreed)
    return found


def policy_interval(view: View, person: str, clock: Clock, anchor: date, on: date, run: Run | None = None) -> Next | None:
    """The same by the policy alone or, where it is silent, by the organisation's own interval."""
    who = view.person_on(person, on)
    found: Next | None = None
    shortest = view.readings.overlapping == "shortest"
    in_force = _clock_on(view, clock, on)
    for term in in_force.term:
        if (until := _holds_until(view, who, term, anchor, on)) is None:
            continue
        due = _after(view, anchor, term.every, run)
        if due <= until and (found is None or not shortest or due <= found.due):
            found = Next(due, term.every, term)
    if found is None and (local := view.local_interval(clock.kind)):
        found = Next(_after(view, anchor, local, run), local, clock.silent)
    if (own := view.readings.unnumbered) and in_force.unnumbered:
        due = _after(view, anchor, own, run)
        asked = next((said for said in in_force.unnumbered if _holds(view, who, said, anchor, due, on)), None)
        if asked and (found is None or due < found.due):
            found = Next(due, own, asked)
    return found


def _clock_on(view: View, clock: Clock, on: date) -> Clock:
    """The same clock in the policy's version of that day."""
    version = view.policy.at(on)
    if version is view.version:
        return clock
    return next((other for other in version.supervision if other.kind == clock.kind), clock)


def _after(view: View, anchor: date, every: Interval, run: Run | None, times: int = 1) -> date:
    if run and run.every == every:
        anchor, times = run.origin, run.times + 1
    if view.readings.monthly != "from_last_held" and every == MONTHLY:
        return _month_otherwise(view.readings.monthly, anchor, times)
    return every.after(anchor, times)


def _month_otherwise(means: str, anchor: date, times: int) -> date:
    """Monthly by another reading (R-5): four weeks, or by the end of the next calendar month."""
    if means == "four_weeks":
        return days_after(anchor, 28 * times)
    return days_after(months_after(anchor.replace(day=1), times + 1), -1)


def _holds(view: View, who: Person, term: Staged, anchor: date, due: date, on: date) -> bool:
    until = _holds_until(view, who, term, anchor, on)
    return until is not None and due <= until


def _holds_until(view: View, who: Person, term: Staged, anchor: date, on: date) -> date | None:
    """The last due date it is said of; None where it is not said of them, or not yet."""
    if term.when and any(view.reading(name) != value for name, value in term.when.items()):
        return None
    if term.who and not view.matches(who, term):
        return None
    if term.from_ is None:
        return date.max
    stage = view.stage(who, term)
    if stage is None or (stage[0] > anchor and stage[0] > on):
        return None
    # A date up to the last day of a stage is the stage's; the next one is not.
    return stage[1] if view.readings.stage_last_day_counts else days_after(stage[1], -1)


def agreed_interval(view: View, person: str, on: date) -> Agreement | None:
    """The interval the two agreed and that holds that day."""
    rows = view.index.agreements.get(person, ())
    relationship = view.relationship(person, on) if any(row.every and effective_from(row) <= on for row in rows) else None
    if relationship is None:
        return None
    return interval_on(rows, relationship.supervisor, on)


def _changes(view: View, person: str, anchor: date, horizon: date) -> list[date]:
    """The days after the anchor on which another interval may have begun to hold."""
    over_time = view.index.people[person]
    days = {since for since, _ in over_time}
    days.update(form.asye_from for _, form in over_time if form.asye_from)
    days.update(changes(view.index.agreements.get(person, ())))
    if person in view.index.agreements:  # an agreement is with one supervisor: it begins and ends with them
        days.update(row.from_on for row in view.index.supervisors.get(person, ()))
    days.update(version.in_force_from for version in view.policy.versions)
    return sorted(day for day in days if anchor < day <= horizon)


def is_steady(view: View, person: str, since: date, until: date) -> bool:
    """Whether what is owed at the end of the one day is owed unchanged on the other, if no session is held between them."""
    return view.readings.anchor != "grid" and person not in view.index.absences and not _changes(view, person, since, until)


def held_for_absence(view: View, person: str, due: date) -> tuple[date, Absence | None]:
    """The due date, held until the return where it falls in an absence, and the absence they are on now (R-29).

    A date already missed when the absence began stays as it is; it is suspended meanwhile like any other.
    """
    away = person in view.index.absences and view.readings.absence_suspends
    for absence in view.absences(person) if away else ():
        if absence.from_on > view.today or (absence.until and absence.until <= due):
            continue
        over = absence.until is not None and absence.until <= view.today
        if absence.from_on <= due and absence.until:
            due = absence.until
        if not over and (absence.until is None or due <= absence.until):
            return due, absence
    return due, None
