"""The forms a date may be typed in. Each gives every day it may mean; nothing where it does not fit."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from handlers import weekforms
from handlers.clocktimes import UnclearError
from handlers.datenames import MONTHS, NUMBERS, WEEKDAYS, index
from handlers.words import typed_dates

HALF_A_YEAR = timedelta(days=183)
UNITS = ("day", "week", "fortnight", "month", "year")


class Toward(StrEnum):
    """Which way a date without a year points."""

    PAST = "past"
    FUTURE = "future"


def days_meant(words: str, today: date, toward: Toward) -> Iterator[date]:
    """Every day the words may mean; the first form that fits decides."""
    for form in (_named, _counted, _by_the_week, _weekday, _numbers, _month_name, _day_alone, _of_month, _weekday_and_day):
        days = form(words, today, toward)
        if days:
            yield from days
            return
    weekforms.refuse_what_is_no_day(words)


def _named(words: str, today: date, toward: Toward) -> list[date]:
    offset = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    name = words.removeprefix("the ")
    return [today + timedelta(days=offset[name])] if name in offset else []


def _counted(words: str, today: date, toward: Toward) -> list[date]:
    """`in 3 weeks`, `3 weeks ago`, `a week today`, `in 2 weeks' time`."""
    count = rf"(\d{{1,4}}|{'|'.join(NUMBERS)})"
    unit = rf"({'|'.join(UNITS)})s?"
    ahead = re.fullmatch(rf"in {count} {unit}(?:'?s?'? time)?", words)
    ahead = ahead or re.fullmatch(rf"{count} {unit}(?:'?s?'? time| today| from today| from now)", words)
    ago = re.fullmatch(rf"(?:{count} )?{unit} ago", words)
    found = ahead or ago
    if not found:
        return []
    number = NUMBERS.get(found[1] or "a") or int(found[1])
    return [_step(today, number if ahead else -number, found[2])]


def _step(start: date, number: int, unit: str) -> date:
    if unit == "fortnight":
        return start + timedelta(weeks=2 * number)
    return start + relativedelta(**{f"{unit}s": number})  # type: ignore[arg-type]


def _by_the_week(words: str, today: date, toward: Toward) -> list[date]:
    """What is counted or placed in weeks, whichever way we look."""
    forms = (weekforms.in_a_week, weekforms.weeks_after, weekforms.nth_weekday)
    return next((days for form in forms if (days := form(words, today))), [])


def _weekday(words: str, today: date, toward: Toward) -> list[date]:
    """`tue`, `this tue`, `next tue`, `last tue`."""
    found = re.fullmatch(r"(?:(this|next|last|coming|this coming|past) )?(\w+)", words)
    day = index(WEEKDAYS, found[2], least=3) if found else None
    if found is None or day is None:
        return []
    coming = today + timedelta(days=(day - today.weekday()) % 7)
    return _weekday_said((found[1] or "").removeprefix("this ") or None, coming, today, toward)


def _weekday_said(said: str | None, coming: date, today: date, toward: Toward) -> list[date]:
    week = timedelta(weeks=1)
    monday = today - timedelta(days=today.weekday())
    if said in ("last", "past"):
        # On a Thursday "last Tuesday" is the day before yesterday to some and the week before to others.
        recent = coming - week
        return [recent] if recent < monday or said == "past" else [recent - week, recent]
    if said == "next":
        ahead = coming if coming > today else coming + week
        return [ahead] if ahead >= monday + week else [ahead, ahead + week]
    if said in ("this", "coming"):
        return [coming if said == "this" or coming > today else coming + week]
    if coming == today:
        return [today - week, today] if toward is Toward.PAST else [today, today + week]
    return [coming - week] if toward is Toward.PAST else [coming]


def _numbers(words: str, today: date, toward: Toward) -> list[date]:
    """`14/5`, `14-5-2026`, `14.5.26`, `2026-05-14`: the day before the month, except in the ISO form."""
    iso = re.fullmatch(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", words)
    if iso:
        return [_real(int(iso[1]), int(iso[3]), int(iso[4]))]
    found = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?", words)
    found = found or re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})( )(\d{1,2}) (\d{4})", words)
    if not found:
        return []
    if found[2] == "-" and not found[4] and words[0].isalpha():
        raise UnclearError(typed_dates.day_or_time(f"{found[1]}-{found[3]}"))
    day, month, year = int(found[1]), int(found[3]), found[4]
    if year:
        return _checked_weekday(words, [_real(int(year) if len(year) == 4 else 2000 + int(year), month, day)], today)
    return _checked_weekday(words, without_year(day, month, today, toward), today)


def _month_name(words: str, today: date, toward: Toward) -> list[date]:
    """`14 May`, `14th of May 2026`, `May 14`, `Thu 14 May`."""
    year = r"(?: (\d{4}|'?\d{2}))?"
    found = re.fullmatch(rf"(?:(?:[a-z]+ )?(?:the )?)(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ?([a-z]+)\.?{year}", words)
    turned = re.fullmatch(rf"(?:([a-z]+)\.? )?([a-z]+)\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?{year}", words)
    if found and (month := index(MONTHS, found[2], least=3)) is not None:
        return _in_month(words, found[1], month + 1, found[3], today, toward)
    if turned and (month := index(MONTHS, turned[2], least=3)) is not None:
        return _in_month(words, turned[3], month + 1, turned[4], today, toward)
    return []


def _in_month(words: str, day: str, month: int, year: str | None, today: date, toward: Toward) -> list[date]:
    """`14 may 26`: a year of two digits is one near today. In `14 may 90` the 90 are minutes."""
    if year and len(year) < 4 and not year.startswith("'") and abs(2000 + int(year) - today.year) > 1:
        return []
    in_full = int(year.lstrip("'")) + (0 if len(year) == 4 else 2000) if year else 0
    days = [_real(in_full, month, int(day))] if year else without_year(int(day), month, today, toward)
    return _checked_weekday(words, days, today)


def _checked_weekday(words: str, days: list[date], today: date) -> list[date]:
    """Where a weekday stands before the date it must be that day's."""
    first = words.split()[0]
    weekday = index(WEEKDAYS, first, least=3) if first.isalpha() and " " in words else None
    if weekday is None:
        return days if first[0].isdigit() or first == "the" or index(MONTHS, first, least=3) is not None else []
    fitting = [on for on in days if on.weekday() == weekday]
    if not fitting:
        nearest = min(days, key=lambda on: abs(on - today))
        raise UnclearError(typed_dates.another_weekday(f"{nearest:%-d %B %Y}", WEEKDAYS[nearest.weekday()].capitalize()))
    return fitting


def _day_alone(words: str, today: date, toward: Toward) -> list[date]:
    """`the 14th`, `14th`: the nearest one the way we look."""
    found = re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)", words)
    if not found:
        return []
    sign = -1 if toward is Toward.PAST else 1
    for months in range(13):
        first = today.replace(day=1) + relativedelta(months=sign * months)
        on = _valid(first.year, first.month, int(found[1]))
        if on and (on <= today if toward is Toward.PAST else on >= today):
            return [on]
    raise UnclearError(typed_dates.no_such_day(found[1]))


def _of_month(words: str, today: date, toward: Toward) -> list[date]:
    """`14th of next month`, `14th this month`."""
    found = re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:of )?(last|this|next) month", words)
    if not found:
        return []
    month = today.replace(day=1) + relativedelta(months={"last": -1, "this": 0, "next": 1}[found[2]])
    return [_real(month.year, month.month, int(found[1]))]


def _weekday_and_day(words: str, today: date, toward: Toward) -> list[date]:
    """`thu 14th`, `thu the 14th`, `thu 14`: the nearest fourteenth, which must be a Thursday."""
    found = re.fullmatch(r"([a-z]+) (the )?(\d{1,2})(st|nd|rd|th)?", words)
    weekday = index(WEEKDAYS, found[1], least=3) if found else None
    if found is None or weekday is None or not 1 <= int(found[3]) <= 31:
        return []
    days = _day_alone(f"{found[3]}th", today, toward)
    if days[0].weekday() != weekday:
        raise UnclearError(typed_dates.another_weekday(f"{days[0]:%-d %B %Y}", WEEKDAYS[days[0].weekday()].capitalize()))
    return days


def days_of_number(name: str, number: int, today: date) -> list[date]:
    """The next day of this number that is a Thursday, for `thu 9`."""
    weekday = index(WEEKDAYS, name, least=3)
    months = (today.replace(day=1) + relativedelta(months=each) for each in range(13))
    days = (_valid(first.year, first.month, number) for first in months)
    return next(([on] for on in days if on and on >= today and on.weekday() == weekday), [])


def without_year(day: int, month: int, today: date, toward: Toward) -> list[date]:
    """The nearest such day the way we look; where that is more than half a year off, both are offered."""
    if month > 12:
        hint = typed_dates.day_first(f"{month}/{day}") if day <= 12 and month <= 31 else ""
        raise UnclearError(typed_dates.no_month(month, hint))
    around = [on for year in range(today.year - 1, today.year + 2) if (on := _valid(year, month, day))]
    if not around:
        is_leap_day = (day, month) == (29, 2)
        raise UnclearError(typed_dates.no_day(str(day), MONTHS[month - 1].capitalize(), is_leap_day=is_leap_day))
    past = [on for on in around if on <= today]
    ahead = [on for on in around if on >= today]
    wanted, other = (past[-1:], ahead[:1]) if toward is Toward.PAST else (ahead[:1], past[-1:])
    if not wanted:
        return other
    if abs(wanted[0] - today) <= HALF_A_YEAR or not other:
        return wanted
    return [*wanted, *other]


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _real(year: int, month: int, day: int) -> date:
    on = _valid(year, month, day)
    if on is None or not 1900 < year < 2200:
        hint = typed_dates.day_first(f"{month}/{day}/{year}") if day <= 12 < month <= 31 else ""
        raise UnclearError(typed_dates.no_date(f"{day}/{month}/{year}", hint))
    return on
