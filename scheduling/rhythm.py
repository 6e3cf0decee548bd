"""When somebody is written to: the days they work, the hour their morning message comes, the leave they are on.

It says when the bot speaks, never what is owed or by when: no due date and no escalation follows from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from scheduling.calendar import LONDON, NINE, Calendar, days_after, local_day
from scheduling.errors import SupervisionError

OPENS: Final = time(8)
"""What is written to somebody by itself comes from then on; routine waits for their morning message."""
EVENING: Final = time(18)
"""What has not gone by then goes on their next working day."""
EARLIEST: Final = time(7)
LATEST: Final = time(11)
"""Between which a person may choose the hour of their morning message."""
WEEK: Final = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY: Final = frozenset(range(len(WEEK)))
LOOKED_AHEAD: Final = 370
"""Days within which somebody who is away must be back, for what waits for them to wait."""
_CALENDAR: Final = Calendar()

Span = tuple[date, date]
"""The first day away, and the first day back."""


class NoSuchDays(SupervisionError):
    """I could not read those days. Name working days from Monday to Friday, for example `mon-wed` or `mon, tue, thu`."""


class NotInTheMorning(SupervisionError):
    """The morning message comes between 07:00 and 11:00. Choose a time between them."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One person's."""

    zone: tzinfo = LONDON
    days: frozenset[int] = EVERY_DAY
    """Weekdays they work, Monday 0."""
    morning_at: time = NINE
    away: tuple[Span, ...] = ()

    @property
    def usual(self) -> "Rhythm":
        """The same if they worked every working day: what is true of a reminder is asked by that, and not by their leave."""
        return Rhythm(self.zone, morning_at=self.morning_at)

    def is_at_work(self, on: date, *, counts_leave: bool = True) -> bool:
        """Whether they are there that day: not on a bank holiday, nor on a day of the week they do not work."""
        there = on.weekday() in self.days and _CALENDAR.is_working(on)
        return there and not (counts_leave and any(first <= on < back for first, back in self.away))

    def on_or_after(self, on: date, *, counts_leave: bool = True) -> date:
        """That day, or the next on which they work. Whoever is not back within the year is not waited for."""
        for number in range(LOOKED_AHEAD):
            if self.is_at_work(day := days_after(on, number), counts_leave=counts_leave):
                return day
        return _CALENDAR.on_or_after(on) if not counts_leave else self.on_or_after(on, counts_leave=False)

    def begins(self, on: date) -> bool:
        """Whether that day is the first of its week on which they work."""
        return self.is_at_work(on) and not any(self.is_at_work(days_after(on, -back)) for back in range(1, on.weekday() + 1))

    def at(self, clock: time, on: date) -> datetime:
        """That time of their clock on that day, as an instant in UTC."""
        return datetime.combine(on, clock, self.zone).astimezone(UTC)

    def today(self, at: datetime) -> date:
        """The day it is for them."""
        return at.astimezone(self.zone).date()

    def routine_at(self, named: datetime, now: datetime) -> datetime:
        """When routine goes that the ladder names for a day: with their morning message, or later on a day they work."""
        return self._next(max(now, self.at(self.morning_at, local_day(named))), self.morning_at, counts_leave=True)

    def in_hours_at(self, named: datetime, now: datetime, opens: time = NINE) -> datetime:
        """When an escalation goes: from nine, on a day they work. Leave does not keep it back: somebody is to act."""
        return self._next(max(now, self.at(opens, local_day(named))), opens, counts_leave=False)

    def prompt_at(self, now: datetime, *, counts_leave: bool) -> datetime:
        """When that goes which is told as soon as it is known, but in working hours."""
        return self._next(now, min(OPENS, self.morning_at), counts_leave=counts_leave)

    def _next(self, moment: datetime, opens: time, *, counts_leave: bool) -> datetime:
        local = moment.astimezone(self.zone)
        day = self.on_or_after(local.date(), counts_leave=counts_leave)
        if day == local.date() and local.time() < EVENING:
            return max(moment, self.at(opens, day))
        if day == local.date():
            day = self.on_or_after(days_after(day, 1), counts_leave=counts_leave)
        return self.at(opens, day)


def read_days(text: str) -> frozenset[int]:
    """`mon-wed`, `mon, tue, thu`, `every day` as weekdays. Raises NoSuchDays."""
    words = text.casefold().replace("–", "-").replace(" to ", "-").replace(" - ", "-").replace(" and ", " ").replace(",", " ")
    if words.strip() in ("every day", "everyday", "all", "full time", "full-time"):
        return EVERY_DAY
    found: set[int] = set()
    for word in words.split():
        first, _, last = word.partition("-")
        begin, end = _weekday(first), _weekday(last or first)
        if begin > end:
            raise NoSuchDays
        found.update(range(begin, end + 1))
    if not found:
        raise NoSuchDays
    return frozenset(found)


def kept_as(days: Iterable[int]) -> str:
    """Weekdays as they are stored: `mon tue wed`; every day of the week is "". Raises NoSuchDays where there is none."""
    chosen = frozenset(days)
    if not chosen or not chosen <= EVERY_DAY:
        raise NoSuchDays
    return "" if chosen == EVERY_DAY else " ".join(WEEK[day] for day in sorted(chosen))


def days_of(kept: str) -> frozenset[int]:
    """The same, read."""
    return frozenset(WEEK.index(word) for word in kept.split()) or EVERY_DAY


def morning_of(kept: str) -> time:
    """`07:30` as it is stored; nine o'clock where nothing was chosen."""
    return time.fromisoformat(kept) if kept else NINE


def chosen_morning(at: time) -> str:
    """As it is stored. Raises NotInTheMorning outside the hours it may come in."""
    if not EARLIEST <= at <= LATEST:
        raise NotInTheMorning
    return "" if at == NINE else f"{at:%H:%M}"


def _weekday(word: str) -> int:
    word = word.strip(".")
    for number, short in enumerate(WEEK):
        if len(word) >= len(short) and _LONG[number].startswith(word.removesuffix("s") or " "):
            return number
    raise NoSuchDays


_LONG: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
