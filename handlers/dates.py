"""Dates as people type them, in British order: understood, asked about, or refused with a reason. Never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from handlers.clocktimes import UnclearError, hours, take_time
from handlers.dateforms import Toward as Toward
from handlers.dateforms import days_meant, days_of_number, without_year
from handlers.shorthand import written_out
from handlers.words.typed_dates import TOO_FAR


@dataclass(frozen=True, slots=True)
class Day:
    """A date understood, with the time of day if one was typed."""

    on: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several readings, soonest first: the person is asked which."""

    options: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class NotADate:
    """Nothing that can be read as a date. `reason` says why where we know."""

    reason: str = ""


Reading = Day | Ambiguous | NotADate


def parse(text: str, today: date, toward: Toward = Toward.FUTURE) -> Reading:
    """What `text` says, as somebody writing on `today` means it."""
    words = written_out(text)
    if not words:
        return NotADate()
    try:
        both = _dots_alone(words, today, toward) or _number_alone(words, today, toward)
        if both:
            return both
        times, rest = take_time(words, is_past=toward is Toward.PAST)
        if toward is Toward.PAST and len(times) > 1:
            times = []  # of what is over the day is wanted, and nobody is asked which half of it
        if not rest:
            return _answer([today], times) if times else NotADate()
        days = sorted(set(days_meant(rest, today, toward)))
    except UnclearError as unclear:
        return NotADate(str(unclear))
    except (OverflowError, ValueError):
        return NotADate(TOO_FAR)
    return _answer(days, times) if days else NotADate()


def _answer(days: Sequence[date], times: Sequence[time | None]) -> Reading:
    options = tuple(Day(on, at) for on in days for at in (times or (None,)))
    return options[0] if len(options) == 1 else Ambiguous(options)


def _dots_alone(words: str, today: date, toward: Toward) -> Ambiguous | None:
    """`14.05` with nothing beside it is the fourteenth of May to one and five past two to another."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{2})", words)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    as_time = Day(today, time(int(found[1]), int(found[2])))
    try:
        as_days = [Day(on) for on in without_year(int(found[1]), int(found[2]), today, toward)]
    except UnclearError:
        return None
    return Ambiguous(tuple(sorted([as_time, *as_days], key=lambda day: day.on)))


def _number_alone(words: str, today: date, toward: Toward) -> Ambiguous | None:
    """`thu 9` is the ninth to one, nine o'clock to another; of a day gone by the number may be minutes, and is left alone."""
    found = re.fullmatch(r"(?:(?:this|next) )?([a-z]+) (\d{1,2})", words)
    if not found or toward is Toward.PAST or not hours(int(found[2])):
        return None
    days = list(days_meant(found[1] if found[1] == words.split()[0] else words.rpartition(" ")[0], today, toward))
    options = {Day(on, at) for on in days for at in hours(int(found[2]))}
    options |= {Day(on) for on in days_of_number(found[1], int(found[2]), today)} if options else set()
    return Ambiguous(tuple(sorted(options, key=lambda day: (day.on, day.at or time())))) if len(options) > 1 else None
