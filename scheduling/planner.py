"""Sessions moved, or begun late, and by whom: counted, so that what is frequent is seen by both (Kent 2, reading R-25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduling.calendar import Interval
from scheduling.readings import Readings

A_YEAR = Interval(1, "years")


@dataclass(frozen=True, slots=True)
class Changed:
    """A session that did not take place on the day it was planned for, or to which somebody came late."""

    on: date
    by: str
    """For whom it was moved, or who came late; "" where it was not said."""
    was_late: bool = False
    """It took place, and began late."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One person's."""

    who: str
    in_the_year: int
    """Moved or not held."""
    in_the_window: int
    """Of these, in the time within which what is frequent is counted."""
    is_frequent: bool
    """As many as the council calls frequent, within the time it counts them in: moved and late together."""
    late_in_the_year: int = 0
    late_in_the_window: int = 0


def tallies(changed: Iterable[Changed], today: date, readings: Readings) -> list[Tally]:
    """Of the last twelve months, the most first; those of nobody in particular too, as ""."""
    rows = [row for row in changed if A_YEAR.after(today, -1) < row.on <= today]
    year = Counter((row.by, row.was_late) for row in rows)
    window = Counter((row.by, row.was_late) for row in rows if readings.frequent_window.after(today, -1) <= row.on)
    found = []
    for who in {row.by for row in rows}:
        moved, late = window[who, False], window[who, True]
        is_frequent = bool(who) and moved + late >= readings.frequent_events
        found.append(Tally(who, year[who, False], moved, is_frequent, year[who, True], late))
    return sorted(found, key=lambda row: (-row.in_the_year - row.late_in_the_year, row.who))
