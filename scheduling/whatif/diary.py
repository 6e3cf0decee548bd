"""The diary of every supervisor, as far as it has been kept: what waits, what was held, what went late."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from scheduling.facts import Absence
from scheduling.whatif.asking import Ahead, Pair, Talk
from scheduling.whatif.lateness import Late
from scheduling.whatif.terms import Room

LOOK_AHEAD = 10
"""Working days."""
WEEK = 5
Item = tuple[date, int, str, str, Pair, Talk | None]
"""What waits: due when, sessions first, kind, person, the pair, the session; None: a case that cannot wait for one."""


@dataclass(slots=True)
class Diary:
    """Of the whole council; `kept` fills it."""

    ahead: Ahead
    room: Room
    days: list[date]
    """The working days, and some beyond them to look ahead to."""
    until: date
    sessions: int = 0
    extra: int = 0
    discussions: int = 0
    minutes: int = 0
    waits: list[Late] = field(default_factory=list)
    """Everything not held in time, what was late already among it."""
    queues: dict[str, list[Item]] = field(default_factory=dict)
    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    held: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Meetings by supervisor and week."""
    _usual: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def last_day(self, due: date) -> int:
        """The last working day in time, by its place; -1: past on the first day."""
        return bisect_right(self.days, due) - 1

    def absences(self, person: str) -> list[Absence]:
        """All of them, known of yet or not."""
        return self.ahead.view.index.absences.get(person, [])

    def week(self, at: int) -> int:
        """The week of a working day, by its Monday."""
        return (self.days[at].toordinal() - 1) // 7

    def places(self, who: str, at: int, held: int) -> list[int]:
        """Meetings there is room for after today, by so many working days ahead, as far as is known today."""
        if who in self.ahead.view.index.absences:
            known = [row for row in self.absences(who) if (row.recorded_on or row.from_on) <= self.days[at]]
            return self._places(at, held, known)
        found = self._usual.get((at, held))
        if found is None:
            found = self._usual[at, held] = self._places(at, held, [])
        return found

    def _places(self, at: int, held: int, away: list[Absence]) -> list[int]:
        found, left = [0], {self.week(at): self.room.a_week - held}
        for day in range(at + 1, at + 1 + LOOK_AHEAD):
            week = self.week(day)
            there = not any(covers(row, self.days[day]) for row in away)
            free = min(self.room.a_day, left.get(week, self.room.a_week)) if there else 0
            left[week] = left.get(week, self.room.a_week) - free
            found.append(found[-1] + free)
        return found

    def is_away(self, person: str, on: date) -> bool:
        """Whether somebody cannot be met that day."""
        return any(covers(row, on) for row in self.absences(person))


def covers(row: Absence, on: date) -> bool:
    """Whether somebody is away that day."""
    return row.from_on <= on and (row.until is None or on < row.until)
