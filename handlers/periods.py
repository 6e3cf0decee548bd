"""A month, quarter or year as people type it: `2026-10`, `2026-q3`, `2026`, `last`; nothing typed is this quarter."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.asking import WordedError
from handlers.words import audit as words
from scheduling.calendar import days_after, months_after

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[- ]?q([1-4])")
_YEAR = re.compile(r"\d{4}")
LAST = ("last", "before")
EARLIEST, LATEST = 2000, 2100


class NoSpanError(WordedError):
    """I could not read that time."""

    def __init__(self) -> None:
        """With what can be typed."""
        super().__init__(words.NO_PERIOD)


@dataclass(frozen=True, slots=True)
class Span:
    """From its first day to its last, and how it is typed."""

    first: date
    last: date
    name: str


def span_in(typed: str, today: date) -> Span:
    """Raises NoSpanError."""
    said = typed.strip().casefold()
    this = _quarter(today.year, (today.month - 1) // 3 + 1)
    if not said:
        return this
    if said in LAST:
        return span_in(before(this), today)
    if found := _MONTH.fullmatch(said):
        return _span(int(found[1]), int(found[2]), 1, said)
    if found := _QUARTER.fullmatch(said):
        return _quarter(int(found[1]), int(found[2]))
    if _YEAR.fullmatch(said):
        return _span(int(said), 1, 12, said)
    raise NoSpanError


def before(span: Span) -> str:
    """The quarter before the one this time begins in: from a month, too, never the quarter that holds it."""
    day = days_after(_quarter(span.first.year, (span.first.month - 1) // 3 + 1).first, -1)
    return f"{day.year}-q{(day.month - 1) // 3 + 1}"


def _quarter(year: int, number: int) -> Span:
    return _span(year, number * 3 - 2, 3, f"{year}-q{number}")


def _span(year: int, month: int, months: int, name: str) -> Span:
    if not (EARLIEST < year < LATEST and 1 <= month <= 12):
        raise NoSpanError
    first = date(year, month, 1)
    return Span(first, days_after(months_after(first, months), -1), name)
