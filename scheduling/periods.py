"""Periods in which so many of something are done: months, quarters, halves, years from April or from the start."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.calendar import days_after, months_after
from scheduling.inpost import is_in_post
from scheduling.view import View

MONTHS = {"month": 1, "quarter": 3, "half": 6}


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to its last, and until when what was missed in it can still be made good."""

    first: date
    last: date
    closes: date

    def counts(self, on: date) -> bool:
        """Whether what was done that day is done in time, or makes good what was missed."""
        return self.first <= on <= self.closes

    def __contains__(self, other: "Period") -> bool:
        """Whether all of another lies within it."""
        return self.first <= other.first and other.last <= self.last


def _period(first: date, after: date, today: date) -> Period:
    last = days_after(after, -1)
    return Period(first, last, max(last, today))


def calendar_period(today: date, period: str) -> Period:
    """The month, quarter or half-year of today."""
    length = MONTHS[period]
    first = date(today.year, (today.month - 1) // length * length + 1, 1)
    return _period(first, months_after(first, length), today)


def owed_periods(today: date, period: str, since: date | None) -> Iterator[Period]:
    """The month, quarter or half-year of today and the one before it, of those whoever is in post since then owes."""
    this = calendar_period(today, period)
    if is_in_post(since, this.first):
        yield this
    before = months_after(this.first, -MONTHS[period])
    if since is not None and is_in_post(since, before):
        yield _period(before, this.first, today)


def april_year(today: date, start: date | None) -> Iterator[Period]:
    """1 April to 31 March."""
    first = date(today.year - (today.month < 4), 4, 1)
    yield from _this_and_last(first, 12, today, start)


def service_year(today: date, start: date) -> Iterator[Period]:
    """Twelve months from the start, and again."""
    years = max(today.year - start.year, 0)
    if months_after(start, 12 * years) > today:
        years -= 1
    first = months_after(start, 12 * years)
    if years >= 0:
        yield _period(first, months_after(start, 12 * (years + 1)), today)
    if years > 0:
        yield _period(months_after(start, 12 * (years - 1)), first, today)


def year_of_service(view: View, start: date | None) -> Iterator[Period]:
    """The twelve months of what people have twice a year: from their start, or as the council reads it (R-19)."""
    kind = view.readings.twice_a_year
    if kind == "april":
        yield from april_year(view.today, start)
    elif kind == "calendar":
        yield from _this_and_last(date(view.today.year, 1, 1), 12, view.today, start)
    elif start is not None:
        yield from service_year(view.today, start)


def _this_and_last(first: date, length: int, today: date, start: date | None) -> Iterator[Period]:
    yield _period(first, months_after(first, length), today)
    before = months_after(first, -length)
    if start is not None and start <= before:
        yield _period(before, first, today)


def shown_periods(view: View, periods: Iterable[Period]) -> Iterator[Period]:
    """The running period, and the last one for as long as what was missed in it is shown (a default of ours)."""
    for period in periods:
        if view.today <= days_after(period.last, view.readings.missed_period_shown_days):
            yield period
