"""Times of day as people type them beside a date: `2pm`, `2.30 pm`, `14:00`, `half 2`, `2-3pm`, `at noon`."""

import re
from datetime import time

from handlers.datenames import NUMBERS, WEEKDAYS
from handlers.words import typed_dates

HOUR = rf"(\d{{1,2}}|{'|'.join(name for name in NUMBERS if len(name) > 2)})"
HALF = re.compile(r"(?: ?([ap])\.?m?\.?|(?: in the)? (morning|afternoon|evening))?").pattern
TWELVE = re.compile(r"(?:^| )(?:at |@ ?)?(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\.?(?= |$)")
TWENTY_FOUR = re.compile(r"(?:^| )(?:at |@ ?)?(\d{1,2}):(\d{2})(?: ?h(?:rs)?)?(?= |$)")
TOGETHER = re.compile(
    r"(?:^| )(?:at |@ ?)?(\d{2})(\d{2}) ?h(?:rs?|ours)?(?= |$)|(?:^| )(?:at |@ ?)(\d{2})(\d{2})(?= |$)"
    rf"|(?<=day) (\d{{2}})(\d{{2}})$|(?<=\b(?:{'|'.join(each[:3] for each in WEEKDAYS)})) (\d{{2}})(\d{{2}})$"
)
DOTTED = re.compile(r"(?: )(?:at |@ ?)?(\d{1,2})\.(\d{2})$|(?:^| )at (\d{1,2})\.(\d{2})(?= |$)")
NOON = re.compile(r"(?:^| )(?:at )?(?:12 )?(noon|midday)(?= |$)")
SAID = re.compile(rf"(?:^| )(?:at )?(half(?: past)?|quarter past|quarter to) {HOUR}{HALF}(?= |$)")
BARE = re.compile(rf"(?:^| )(?:at |@ ?){HOUR}(?: ?o'?clock)?{HALF}(?= |$)|(?:^| ){HOUR} ?o'?clock{HALF}(?= |$)")
RANGE = re.compile(
    r"(?:^| )(?:from |between |at )?(\d{1,2})(?:[:.](\d{2}))? ?([ap]m)? ?(?:-|–|to|until|till|and) ?"
    r"(?:(\d{1,2})(?:[:.](\d{2}))? ?([ap]m)|(\d{1,2})[:.](\d{2}))(?= |$)"
)
PART = re.compile(r" (?:in the )?(morning|afternoon|evening|lunchtime|lunch|am|pm)$")
DAY = 24 * 60
"""Minutes."""


class UnclearError(ValueError):
    """Looks like a date or a time and cannot be one. The message says why."""


def take_time(words: str, *, is_past: bool = False) -> tuple[list[time], str]:
    """The time found in `words` and the words without it; two where it may be morning or afternoon.

    A part of the day is no time: of a day to come the hour is asked for, of a day gone by it is left out.
    """
    for pattern, read in READERS:
        found = pattern.search(words)
        if found:
            return read(found), _without(words, found)
    part = PART.search(words)
    if not part:
        return [], words
    if not is_past:
        raise UnclearError(typed_dates.which_hour(part[1]))
    return [], words[: part.start()]


def hours(number: int) -> list[time]:
    """What a number without am or pm may be: up to twelve, either half of the day."""
    if number > 23:
        return []
    return [time(number % 12), time(number % 12 + 12)] if 1 <= number <= 12 else [time(number)]


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}".strip().removesuffix(" at").removeprefix("on ")


def _time(hour: int, minute: int, typed: str) -> time:
    if hour > 23 or minute > 59:
        raise UnclearError(typed_dates.no_time(typed.strip().removeprefix("at ")))
    return time(hour, minute)


def _twelve(found: re.Match[str]) -> list[time]:
    hour = int(found[1])
    if not 1 <= hour <= 12:
        raise UnclearError(typed_dates.no_time(found[0].strip().removeprefix("at ")))
    return [_time(hour % 12 + (12 if found[3] == "p" else 0), int(found[2] or 0), found[0])]


def _together(found: re.Match[str]) -> list[time]:
    hour, minute = (int(each) for each in found.groups() if each is not None)
    return [_time(hour, minute, found[0])]


def _noon(found: re.Match[str]) -> list[time]:
    return [time(12)]


def _said(found: re.Match[str]) -> list[time]:
    """`half 2` is half past two; `quarter to 3` a quarter of an hour before."""
    past = {"quarter past": 15, "quarter to": -15}.get(found[1], 30)
    return [_shifted(each, past) for each in _of_half(found[2], found.groups()[2:], found[0])]


def _bare(found: re.Match[str]) -> list[time]:
    hour = found[1] or found[4]
    return _of_half(hour, found.groups()[1:3] if found[1] else found.groups()[4:], found[0])


def _of_half(hour: str, halves: tuple[str | None, ...], typed: str) -> list[time]:
    either = hours(NUMBERS.get(hour) or int(hour))
    if not either:
        raise UnclearError(typed_dates.no_time(typed.strip().removeprefix("at ")))
    half = next((each for each in halves if each), "")
    return [either[0] if half in ("a", "morning") else either[-1]] if half else either


def _shifted(at: time, minutes: int) -> time:
    moved = (at.hour * 60 + minutes) % DAY
    return time(moved // 60, moved % 60)


def _beginning(found: re.Match[str]) -> list[time]:
    """`2-3pm` begins at 14:00, `11-1pm` at 11:00: the last such time before it ends."""
    hour, minute = found[1], found[2] or "0"
    if found[3]:
        half = 12 if found[3] == "pm" else 0
        return [_time(int(hour) % 12 + half if 1 <= int(hour) <= 12 else 24, int(minute), found[0])]
    if found[7]:
        return [_time(int(hour), int(minute), found[0])]
    if not (1 <= int(hour) <= 12 and 1 <= int(found[4]) <= 12 and int(minute) < 60):
        raise UnclearError(typed_dates.no_time(found[0].strip()))
    ends = (int(found[4]) % 12 + (12 if found[6] == "pm" else 0)) * 60 + int(found[5] or 0)
    begins = [each.hour * 60 + int(minute) for each in hours(int(hour))]
    at = max((each for each in begins if each < ends), default=begins[-1])
    return [time(at // 60, at % 60)]


READERS = (
    (RANGE, _beginning),
    (SAID, _said),
    (TWELVE, _twelve),
    (TWENTY_FOUR, _together),
    (TOGETHER, _together),
    (DOTTED, _together),
    (NOON, _noon),
    (BARE, _bare),
)
"""Each form a time is typed in, and who reads it: the first that fits decides."""
