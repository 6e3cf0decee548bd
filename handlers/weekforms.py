"""Dates said by the week: `mon next week`, `3 weeks on tuesday`, `first monday of april`, and weeks that are no day."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from handlers.clocktimes import UnclearError
from handlers.datenames import MONTHS, NUMBERS, WEEKDAYS, index
from handlers.words import typed_dates

COUNT = rf"(\d{{1,4}}|{'|'.join(NUMBERS)})"
WEEK = timedelta(weeks=1)
NTH = ("first", "second", "third", "fourth", "last")
_IN_WEEK = re.compile(r"(\w+) (?:of )?(last|this|next) week|(last|this|next) week (?:on )?(\w+)")
_AFTER = re.compile(rf"(?:{COUNT} )?(week|fortnight)s? (?:on |from )?(\w+)|(\w+) (week|fortnight)")
_NTH = re.compile(rf"(?:the )?({'|'.join(NTH)}) (\w+) (?:of|in) (\w+(?: month)?)")
_WHOLE = re.compile(
    r"(?:(?:last|this|next) (?:week|month|year))|(?:(?:w/c|wc|week commencing|week of|week beginning) .+)"
    r"|(?:(?:the )?end of .+)|(?:month end)"
)
_LENGTH = re.compile(rf"{COUNT} (days?|weeks?|fortnights?|months?|years?)|(week|fortnight|month)")


def in_a_week(words: str, today: date) -> list[date]:
    """`mon next week`, `next week on mon`: that day of the calendar week, which begins on Monday."""
    found = _IN_WEEK.fullmatch(words)
    day = index(WEEKDAYS, found[1] or found[4], least=3) if found else None
    if found is None or day is None:
        return []
    monday = today - timedelta(days=today.weekday())
    return [monday + WEEK * {"last": -1, "this": 0, "next": 1}[found[2] or found[3]] + timedelta(days=day)]


def weeks_after(words: str, today: date) -> list[date]:
    """`tue week`, `a week on tue`, `3 weeks tomorrow`. On a Tuesday "a week on Tuesday" may be counted from either."""
    found = _AFTER.fullmatch(words)
    if not found:
        return []
    name, unit = found[3] or found[4], found[2] or found[5]
    number = (NUMBERS.get(found[1] or "a") or int(found[1])) * (2 if unit == "fortnight" else 1)
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(name)
    if named is not None:
        return [today + timedelta(days=named) + WEEK * number]
    day = index(WEEKDAYS, name, least=3)
    if day is None:
        return []
    coming = today + timedelta(days=(day - today.weekday()) % 7) + WEEK * number
    return [coming] if day != today.weekday() else [coming, coming + WEEK]


def nth_weekday(words: str, today: date) -> list[date]:
    """`first monday of april`, `last fri of next month`: the one that is not over."""
    found = _NTH.fullmatch(words)
    day = index(WEEKDAYS, found[2], least=3) if found else None
    if found is None or day is None:
        return []
    first = _month(found[3], today)
    if first is None:
        return []
    on = _nth(found[1], day, first)
    return [on if on >= today or found[3].endswith("month") else _nth(found[1], day, first + relativedelta(years=1))]


def _month(said: str, today: date) -> date | None:
    first = today.replace(day=1)
    if said in ("this month", "next month"):
        return first + relativedelta(months=int(said == "next month"))
    month = index(MONTHS, said, least=3)
    if month is None:
        return None
    return first.replace(month=month + 1, year=today.year + int(month + 1 < today.month))


def _nth(which: str, day: int, first: date) -> date:
    days = [first + timedelta(days=each) for each in range(31)]
    fitting = [on for on in days if on.month == first.month and on.weekday() == day]
    return fitting[min(NTH.index(which), len(fitting) - 1)]


def refuse_what_is_no_day(words: str) -> None:
    """A week, a month, a length of time: the day is asked for. Raises UnclearError."""
    if _WHOLE.fullmatch(words):
        raise UnclearError(typed_dates.WHICH_DAY)
    if _LENGTH.fullmatch(words):
        raise UnclearError(typed_dates.counted_from(words if " " in words else f"a {words}"))
