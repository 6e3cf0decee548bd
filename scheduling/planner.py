"""Sessions moved, and by whom: counted, so that what is frequent is seen by both (Kent 2, reading R-25)."""

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
    """A session that did not take place on the day it was planned for."""

    on: date
    by: str
    """For whom it was moved; "" where it was not said."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One person's."""

    who: str
    in_the_year: int
    in_the_window: int
    is_frequent: bool
    """As many as the council calls frequent, within the time it counts them in."""


def tallies(changed: Iterable[Changed], today: date, readings: Readings) -> list[Tally]:
    """Of the last twelve months, the most first; those of nobody in particular too, as ""."""
    rows = list(changed)
    year = Counter(row.by for row in rows if A_YEAR.after(today, -1) < row.on <= today)
    window = Counter(row.by for row in rows if readings.frequent_window.after(today, -1) <= row.on <= today)
    return [
        Tally(who, number, window[who], bool(who) and window[who] >= readings.frequent_events)
        for who, number in sorted(year.items(), key=lambda each: (-each[1], each[0]))
    ]
