"""The dates of the year ahead: none on a day somebody is away, none later than the policy allows, the fewest out of rhythm.

A session that cannot be on the last day it is due is held before it. That moves all that follow, since each is due from the one
before; so where several days are free, the one is taken after which the fewest of the rest have to be moved again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
MOST_EARLIER = 27
"""Days before it is due a session may be proposed at most: held sooner it would be one more, not one moved."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A date for a session."""

    on: date
    due: date
    """The last day the policy allows, counted from the session before."""

    @property
    def is_moved(self) -> bool:
        """Before the day it is due, since nobody could meet on that."""
        return self.on != self.due

    @property
    def is_late(self) -> bool:
        """After it: nobody could meet in time."""
        return self.on > self.due


@dataclass(frozen=True, slots=True)
class Year:
    """What is proposed, and where it ends."""

    dates: tuple[Proposed, ...]
    gap: date | None
    """The first session that cannot be held in time, by the day it is due: everybody is away for too long. None: all can."""

    @property
    def moved(self) -> int:
        """How many are out of rhythm."""
        return sum(1 for each in self.dates if each.is_moved)


@dataclass(frozen=True, slots=True)
class _Way:
    """The best way found to a date."""

    moved: int
    early: int
    """Days by which sessions are held before they are due, in all."""
    soon: int
    """Days left of the year after each one moved: of two ways the one that keeps the rhythm for longer is taken."""
    before: date | None
    due: date

    @property
    def cost(self) -> tuple[int, int, int]:
        return self.moved, self.early, self.soon


def year_ahead(last: date, until: date, due_after: Callable[[date], date], is_free: Callable[[date], bool]) -> Year:
    """Sessions after `last` until the first that is due after `until`.

    `due_after` is the last day the policy allows after a session on a day, and must be later than that day; `is_free` says
    whether both can meet on it: a working day of theirs, no bank holiday, no leave.
    """
    ways: dict[date, _Way] = {last: _Way(0, 0, 0, None, last)}
    latest, done = last, list[date]()
    for day in _days(last, until):
        way = ways.get(day)
        if way is None:
            continue
        due = due_after(day)
        if due > until:
            done.append(day)
            continue
        for on in _choices(day, due, is_free):
            moved = on != due
            soon = way.soon + (until - on).days * moved
            next_way = _Way(way.moved + moved, way.early + (due - on).days, soon, day, due)
            if on not in ways or next_way.cost < ways[on].cost:
                ways[on] = next_way
        latest = max(latest, day)
    if done:
        return Year(_back(ways, min(done, key=lambda day: (ways[day].cost, day))), None)
    return Year(_back(ways, latest), due_after(latest))


def past_gaps(
    last: date, until: date, due_after: Callable[[date], date], is_free: Callable[[date], bool]
) -> tuple[Proposed, ...]:
    """The same beyond each session that cannot be in time: that one is on the first day after on which both can meet."""
    found: list[Proposed] = []
    while True:
        year = year_ahead(last, until, due_after, is_free)
        found += year.dates
        gap = year.gap
        on = next((day for day in _days(gap + DAY, until) if is_free(day)), None) if gap else None
        if gap is None or on is None:
            return tuple(found)
        found.append(Proposed(on, gap))
        last = on


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


def _choices(day: date, due: date, is_free: Callable[[date], bool]) -> list[date]:
    """Free days on which the next one may be held, the latest first; always after the one before."""
    days = (due - DAY * number for number in range(MOST_EARLIER + 1))
    return [on for on in days if on > day and is_free(on)]


def _back(ways: dict[date, _Way], end: date) -> tuple[Proposed, ...]:
    found: list[Proposed] = []
    on: date | None = end
    while on is not None and (before := ways[on].before) is not None:
        found.append(Proposed(on, ways[on].due))
        on = before
    return tuple(reversed(found))
