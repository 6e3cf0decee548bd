"""What a policy asks for in a month: sessions held and cases discussed, by the facts, over the year ahead."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from scheduling.calendar import Interval, months_after
from scheduling.casework import Casework, casework
from scheduling.facts import Facts, Person
from scheduling.index import index
from scheduling.planning import clock_dates
from scheduling.policy import Policy
from scheduling.rules import cases
from scheduling.rules.oversight import months_between
from scheduling.saying import Clock
from scheduling.view import View

MONTHS: Final = 12
SESSIONS: Final = "sessions"
DISCUSSIONS: Final = "case discussions"
OVERSIGHT: Final = "oversight entries"
MOST_A_YEAR: Final = 400


@dataclass(frozen=True, slots=True)
class Workload:
    """How much a month, on average over the year ahead; and for whom no interval is known."""

    a_month: dict[str, float]
    without_interval: int

    @property
    def total(self) -> float:
        """Everything together."""
        return round(sum(self.a_month.values()), 1)


def workload(facts: Facts, policy: Policy, now: datetime) -> Workload:
    """Sessions, case discussions and oversight entries a month, each held on its due date."""
    view = View(index(facts), policy, now)
    until = months_after(view.today, MONTHS)
    counted: Counter[str] = Counter({SESSIONS: 0, DISCUSSIONS: 0})
    unknown = 0
    for person in view.index.people:
        who = view.person(person)
        if who is None or not view.is_here(person) or view.relationship(person) is None:
            continue
        for clock in view.version.supervision:
            if view.matches(who, clock):
                held = _sessions(view, who, clock, until)
                counted[SESSIONS] += held
                unknown += not held
    for ref in view.index.cases:
        work = casework(view, view.version.cases, view.case(ref)) if view.version.cases else None
        if work is not None:
            discussed, overseen = _of_case(view, work, until)
            counted[DISCUSSIONS] += discussed
            if overseen:
                counted[OVERSIGHT] += overseen
            unknown += not discussed
    return Workload({kind: round(number / MONTHS, 1) for kind, number in counted.items()}, unknown)


def _sessions(view: View, who: Person, clock: Clock, until: date) -> int:
    """So many in the year; what is late is one, held today."""
    first = next(clock_dates(view, who, clock), None)
    if first is None or first[0] >= view.today:
        return _until(clock_dates(view, who, clock), until)
    return 1 + _until(clock_dates(view, who, clock, view.today), until)


def _until(dates: Iterator[tuple[date, str]], until: date) -> int:
    number = 0
    for due, _ in dates:
        if due > until or number >= MOST_A_YEAR:
            break
        number += 1
    return number


def _of_case(view: View, work: Casework, until: date) -> tuple[int, int]:
    """Discussions in the year of everybody on the case, and the oversight entries between them."""
    discussed = overseen = 0
    cycle = cases.cycle_on(work, work.holder, view.today)
    policy = cases.policy_cycle_on(work, work.holder, view.today)
    for owed in cases.derive(work):
        every = cycle.every if cycle else None
        times = _times(owed.due_on, every, view.today, until)
        discussed += times
        overseen += times * len(months_between(work, cycle, policy)) if cycle and owed.person == work.holder.worker else 0
    return discussed, overseen


def _times(first: date, every: Interval | None, today: date, until: date) -> int:
    number = 0
    while first <= until and number < MOST_A_YEAR:
        number += 1
        if every is None:
            break
        first = every.after(max(first, today))
    return number
