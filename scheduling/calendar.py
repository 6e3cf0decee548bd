"""Days: intervals, working days, England's bank holidays, London time."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from scheduling.errors import SupervisionError

LONDON: Final = ZoneInfo("Europe/London")
NINE: Final = time(9)
UNITS: Final = ("hours", "days", "weeks", "months", "years")
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2099
FIRST_INSTANT: Final = datetime(1, 1, 2, tzinfo=UTC)
LAST_INSTANT: Final = datetime(9999, 12, 30, tzinfo=UTC)
"""Near enough the ends of the calendar, and still a day away from them in every zone."""
_CHUNK: Final = 10
_WORDS: Final = {
    (1, "days"): "daily",
    (1, "weeks"): "weekly",
    (2, "weeks"): "fortnightly",
    (1, "months"): "monthly",
    (1, "years"): "yearly",
}
_LAST_ORDINAL: Final = date.max.toordinal()


class BeyondCalendar(SupervisionError):
    """The bank holidays of that year are not known, so its working days cannot be counted."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A length of time as a policy states it: `{ weeks = 4 }`. Hours are elapsed time, days are calendar days."""

    count: int
    unit: str

    def after(self, on: date, times: int = 1) -> date:
        """The day `times` intervals after `on`: months from `on` itself, clamped to the month's end (R-2).

        At the end of the calendar it stops at the last day there is.
        """
        if self.unit == "months":
            return months_after(on, self.count * times)
        if self.unit == "years":
            return months_after(on, 12 * self.count * times)
        if self.unit == "hours":
            return days_after(on, -(-self.count * times // 24))
        return days_after(on, self.count * times * (7 if self.unit == "weeks" else 1))

    @property
    def words(self) -> str:
        """As a person says it: `monthly`, `every 2 months`."""
        return _in_words(self.count, self.unit)

    @property
    def length(self) -> str:
        """As a length: `1 month`, `90 days`."""
        return _as_length(self.count, self.unit)


@lru_cache(maxsize=1024)
def _in_words(count: int, unit: str) -> str:
    return _WORDS.get((count, unit)) or f"every {_as_length(count, unit)}"


@lru_cache(maxsize=1024)
def _as_length(count: int, unit: str) -> str:
    return f"{count} {unit if count != 1 else unit[:-1]}"


def days_after(on: date, days: int) -> date:
    """The day so many days after, or before where negative; never past the first or last day there is."""
    ordinal = on.toordinal() + days
    if not 1 <= ordinal <= _LAST_ORDINAL:
        return date.min if ordinal < 1 else date.max
    return date.fromordinal(ordinal)


def months_after(on: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if year > 9999:
        return date.max
    if year < 1:
        return date.min
    day = on.day
    if day > 28:
        day = min(day, _month_length(year, month + 1))
    return date(year, month + 1, day)


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def at_nine(on: date, zone: tzinfo = LONDON) -> datetime:
    """Nine o'clock of that day in that place, as an instant in UTC."""
    return datetime.combine(on, NINE, zone).astimezone(UTC)


def local_day(at: datetime, zone: tzinfo = LONDON) -> date:
    """The day it is there at that instant."""
    return at.astimezone(zone).date()


def hours_after(at: datetime, hours: int, by_the_clock: bool = False) -> datetime:
    """So many elapsed hours later, in UTC: a clock change does not stretch them (R-3), unless they go by the clock."""
    began = at.astimezone(LONDON) if by_the_clock else at.astimezone(UTC)
    try:
        return (began + timedelta(hours=hours)).astimezone(UTC)
    except OverflowError:
        return LAST_INSTANT if hours > 0 else FIRST_INSTANT


class Calendar:
    """Working days: Monday to Friday without England's bank holidays."""

    def is_working(self, on: date) -> bool:
        """Whether people are at work that day."""
        days = _working_days(_decade(on))
        spot = bisect_left(days, on.toordinal())
        return spot < len(days) and days[spot] == on.toordinal()

    def on_or_before(self, on: date) -> date:
        """That day, or the last working day before it (R-4)."""
        while True:
            days = _working_days(_decade(on))
            spot = bisect_right(days, on.toordinal())
            if spot:
                return date.fromordinal(days[spot - 1])
            on = date(_decade(on) - 1, 12, 31)

    def on_or_after(self, on: date) -> date:
        """That day, or the next working day (R-31)."""
        while True:
            days = _working_days(_decade(on))
            spot = bisect_left(days, on.toordinal())
            if spot < len(days):
                return date.fromordinal(days[spot])
            on = date(_decade(on) + _CHUNK, 1, 1)

    def before(self, on: date) -> date:
        """The last working day before that day."""
        return self.on_or_before(days_after(on, -1))

    def after(self, on: date, count: int = 1) -> date:
        """The `count`th working day after that day."""
        for _ in range(count):
            on = self.on_or_after(days_after(on, 1))
        return on


def _decade(on: date) -> int:
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise BeyondCalendar(
            f"The bank holidays of {on.year} are not known, so its working days cannot be counted. "
            f"Ask about days from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return on.year - on.year % _CHUNK


@cache
def _working_days(first_year: int) -> list[int]:
    """The ordinals of ten years' working days, in order."""
    from holidays import country_holidays

    free = country_holidays("GB", subdiv="ENG", years=range(first_year, first_year + _CHUNK))
    first, last = date(first_year, 1, 1).toordinal(), date(first_year + _CHUNK - 1, 12, 31).toordinal()
    closed = {day.toordinal() for day in free}
    return [day for day in range(first, last + 1) if (day - 1) % 7 < 5 and day not in closed]
