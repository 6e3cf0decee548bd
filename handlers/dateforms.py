"""The forms a date may be typed in. Each gives every day it may mean; nothing where it does not fit."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from handlers.clocktimes import UnclearError
from handlers.words import typed_dates

HALF_A_YEAR = timedelta(days=183)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
UNITS = ("day", "week", "fortnight", "month", "year")


class Toward(StrEnum):
    """Which way a date without a year points."""

    PAST = "past"
    FUTURE = "future"


def days_meant(words: str, today: date, toward: Toward) -> Iterator[date]:
    """Every day the words may mean; the first form that fits decides."""
    for form in (_named, _counted, _weekday, _numbers, _month_name, _day_alone):
        days = form(words, today, toward)
        if days:
            yield from days
            return


def _named(words: str, today: date, toward: Toward) -> list[date]:
    offset = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    name = words.removeprefix("the ")
    return [today + timedelta(days=offset[name])] if name in offset else []


def _counted(words: str, today: date, toward: Toward) -> list[date]:
    """`in 3 weeks`, `3 weeks ago`, `a week today`, `in 2 weeks' time`."""
    count = rf"(\d{{1,4}}|{'|'.join(NUMBERS)})"
    unit = rf"({'|'.join(UNITS)})s?"
    ahead = re.fullmatch(rf"in {count} {unit}(?:'?s?'? time)?", words)
    ahead = ahead or re.fullmatch(rf"{count} {unit} (?:today|from today|from now)", words)
    ago = re.fullmatch(rf"(?:{count} )?{unit} ago", words)
    found = ahead or ago
    if not found:
        shifted = re.fullmatch(r"(?:a )?(week|fortnight) (today|tomorrow|yesterday)", words)
        return [_step(_named(shifted[2], today, toward)[0], 1, shifted[1])] if shifted else []
    number = NUMBERS.get(found[1] or "a") or int(found[1])
    return [_step(today, number if ahead else -number, found[2])]


def _step(start: date, number: int, unit: str) -> date:
    if unit == "fortnight":
        return start + timedelta(weeks=2 * number)
    return start + relativedelta(**{f"{unit}s": number})  # type: ignore[arg-type]


def _weekday(words: str, today: date, toward: Toward) -> list[date]:
    """`tue`, `this tue`, `next tue`, `last tue`, `tue week`, `a week on tue`."""
    later = re.fullmatch(r"(?:a )?week (?:on )?(\w+)|(\w+) week", words)
    found = later or re.fullmatch(r"(?:(this|next|last|coming|this coming|past) )?(\w+)", words)
    if not found:
        return []
    day = _index(WEEKDAYS, (found[1] or found[2]) if later else found[2], least=3)
    if day is None:
        return []
    coming = today + timedelta(days=(day - today.weekday()) % 7)
    if later:
        return [(coming if coming > today else coming + timedelta(weeks=1)) + timedelta(weeks=1)]
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
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words)
    if iso:
        return [_real(int(iso[1]), int(iso[2]), int(iso[3]))]
    found = re.fullmatch(r"(?:\w+ )?(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?", words)
    if not found:
        return []
    day, month, year = int(found[1]), int(found[3]), found[4]
    if year:
        return _checked_weekday(words, [_real(int(year) if len(year) == 4 else 2000 + int(year), month, day)], today)
    return _checked_weekday(words, without_year(day, month, today, toward), today)


def _month_name(words: str, today: date, toward: Toward) -> list[date]:
    """`14 May`, `14th of May 2026`, `May 14`, `Thu 14 May`."""
    found = re.fullmatch(r"(?:(?:[a-z]+ )?(?:the )?)(\d{1,2})(?:st|nd|rd|th)?(?: of)? ?([a-z]+)\.?(?: (\d{4}))?", words)
    turned = re.fullmatch(r"([a-z]+)\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", words)
    if not found and not turned:
        return []
    day, name, year = (found[1], found[2], found[3]) if found else (turned[2], turned[1], turned[3])  # type: ignore[index]
    month = _index(MONTHS, name, least=3)
    if month is None:
        return []
    days = [_real(int(year), month + 1, int(day))] if year else without_year(int(day), month + 1, today, toward)
    return _checked_weekday(words, days, today)


def _checked_weekday(words: str, days: list[date], today: date) -> list[date]:
    """Where a weekday stands before the date it must be that day's."""
    first = words.split()[0]
    weekday = _index(WEEKDAYS, first, least=3) if first.isalpha() and " " in words else None
    if weekday is None:
        return days if first[0].isdigit() or first == "the" or _index(MONTHS, first, least=3) is not None else []
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


def _index(names: tuple[str, ...], word: str, *, least: int) -> int | None:
    """Which name a word shortens (`tue`, `tues`, `sept`): three letters at least."""
    plain = {"weds": "wed"}.get(word.rstrip("."), word.rstrip("."))
    if len(plain) < least:
        return None
    return next((at for at, name in enumerate(names) if name.startswith(plain) or plain == f"{name}s"), None)


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
