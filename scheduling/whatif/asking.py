"""What each supervisor has to hold, and with whom: sessions and case discussions, each with its next day and the one after."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scheduling.answers import Obligation, State
from scheduling.calendar import Interval, local_day
from scheduling.casework import Casework, casework
from scheduling.facts import Absence, Person
from scheduling.rules import cases, clocks
from scheduling.saying import Clock
from scheduling.sittings import minutes_for, room_in
from scheduling.view import View

MOST = 800
"""Of one kind for one person: more often than daily for two years."""


@dataclass(slots=True)
class Talk:
    """Something to be held again and again; the engine says when first."""

    kind: str
    person: str
    case: str | None
    due: date
    every: Interval | None = None
    """Of a case."""
    clock: Clock | None = None
    """Of a session."""


@dataclass(slots=True)
class Pair:
    """A supervisor and somebody they meet."""

    leader: str
    person: str
    minutes: int
    room: int
    """Cases that fit in a session of theirs."""
    sessions: list[Talk] = field(default_factory=list)
    cases: list[Talk] = field(default_factory=list)

    @property
    def main(self) -> Talk | None:
        """The sessions cases are discussed in: those the policy names first."""
        return self.sessions[0] if self.sessions else None


@dataclass(slots=True)
class Ahead:
    """All of it, as of one day."""

    view: View
    pairs: dict[tuple[str, str], Pair] = field(default_factory=dict)
    supervised: int = 0
    cases: int = 0
    silent_people: int = 0
    silent_cases: int = 0
    holding: dict[str, int] = field(default_factory=dict)
    """Cases by worker."""

    def after(self, talk: Talk, held_on: date) -> date | None:
        """When it is due next, held on that day; None: not again."""
        if talk.clock is None:
            return talk.every.after(held_on) if talk.every else None
        found = clocks.next_due(self.view, talk.person, talk.clock, held_on, self.view.today)
        if found is None or found.due <= held_on:
            return None
        return waited(self.view.index.absences.get(talk.person, ()), found.due)


def waited(absences: list[Absence] | tuple[Absence, ...], due: date) -> date | None:
    """A supervisee's own date waits for their return (R-29); None: nobody knows when that is."""
    for row in absences:
        if row.from_on <= due and (row.until is None or row.until > due):
            if row.until is None:
                return None
            due = row.until
    return due


def ahead(view: View, only: Collection[str] | None = None) -> Ahead:
    """From the view's day on; of these people and the cases they hold alone."""
    made = Ahead(view)
    for person in view.index.people if only is None else only:
        who = view.person(person)
        if who is not None and view.is_here(person) and view.relationship(person) is not None:
            made.supervised += 1
            _add_sessions(made, who)
    terms, seen = view.version.cases, dict[tuple[str, str, str], Talk]()
    for ref in view.index.cases if only is None else _worked_by(view, only):
        work = casework(view, terms, view.case(ref)) if terms else None
        if work is not None and (only is None or work.holder.worker in only):
            made.cases += 1
            made.holding[work.holder.worker] = made.holding.get(work.holder.worker, 0) + 1
            made.silent_cases += not _add_case(made, work, seen)
    return made


def _worked_by(view: View, people: Collection[str]) -> list[str]:
    """The cases these were ever allocated, in order."""
    return sorted({row.case for person in people for row in view.index.work.get(person, ())})


def _add_sessions(made: Ahead, who: Person) -> None:
    view = made.view
    clocks_of = {clock.kind: clock for clock in view.version.supervision if view.matches(who, clock)}
    silent = True
    for owed in clocks.derive(view, who):
        silent = False
        due = _first(view, owed)
        if due is None or not owed.responsible:
            continue
        pair = _pair(made, _leader(view, owed), who.id)
        pair.sessions.append(Talk(owed.kind, who.id, None, due, clock=clocks_of[owed.kind]))
    made.silent_people += silent


def _first(view: View, owed: Obligation) -> date | None:
    """An hours deadline is met on the day it ends, or the day before where that is its midnight."""
    due = local_day(owed.due - timedelta(seconds=1)) if isinstance(owed.due, datetime) else owed.due
    if owed.case is not None:
        return due
    away = view.absence(owed.person) if owed.state is State.SUSPENDED else None
    if away is not None:
        return max(due, away.until) if away.until else None
    return waited(view.index.absences.get(owed.person, ()), due) if due >= view.today else due


def _leader(view: View, owed: Obligation) -> str:
    """Whose it is to hold where nobody is away: the diary knows who covers, and until when."""
    for who in (view.supervisor(owed.person), view.line_manager(owed.person)):
        if who is not None and view.is_here(who) and view.acting(who) == owed.responsible:
            return who
    return owed.responsible[0]


def _pair(made: Ahead, leader: str, person: str) -> Pair:
    found = made.pairs.get((leader, person))
    if found is None:
        minutes = minutes_for(made.view, person, made.view.today)
        found = made.pairs[leader, person] = Pair(leader, person, minutes, room_in(made.view, minutes))
    return found


def _add_case(made: Ahead, work: Casework, seen: dict[tuple[str, str, str], Talk]) -> bool:
    """Whether anything is asked. A family is one talk where the policy has it so; what is owed twice is held once."""
    asked = False
    joined = work.case.family if work.terms.per_family and work.case.family else work.case.ref
    for owed in cases.derive(work):
        due = _first(made.view, owed)
        asked = True
        if due is None or not owed.responsible:
            continue
        key = (leader := _leader(made.view, owed), owed.person, joined)
        talk = seen.get(key)
        if talk is None:
            talk = seen[key] = Talk(owed.kind, owed.person, work.case.ref, due, every=_cycle(work, owed.person))
            _pair(made, leader, owed.person).cases.append(talk)
        elif due < talk.due:
            talk.due, talk.kind, talk.case = due, owed.kind, work.case.ref
    return asked


def _cycle(work: Casework, worker: str) -> Interval | None:
    if work.case.category in work.terms.starts_after:
        return None
    row = next((row for row in (work.holder, *work.helpers) if row.worker == worker), work.holder)
    cycle = cases.cycle_on(work, row, work.view.today)
    return cycle.every if cycle else None


def days_of(made: Ahead, talk: Talk, until: date) -> Iterator[date]:
    """Each held on its due date, from today until before that day; what is late is held today."""
    due: date | None = max(talk.due, made.view.today)
    for _ in range(MOST):
        if due is None or due >= until:
            return
        yield due
        due = made.after(talk, due)
