"""Times of day as people type them beside a date: `2pm`, `2.30 pm`, `14:00`, `at noon`."""

import re
from datetime import time

from handlers.words import typed_dates

TWELVE = re.compile(r"(?:^| )(?:at |@ ?)?(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\.?(?= |$)")
TWENTY_FOUR = re.compile(r"(?:^| )(?:at |@ ?)?(\d{1,2}):(\d{2})(?: ?h(?:rs)?)?(?= |$)")
DOTTED = re.compile(r"(?: )(?:at |@ ?)?(\d{1,2})\.(\d{2})$|(?:^| )at (\d{1,2})\.(\d{2})(?= |$)")
NOON = re.compile(r"(?:^| )(?:at )?(?:12 )?(noon|midday)(?= |$)")
BARE = re.compile(r"(?:^| )at (\d{1,2})(?= |$)")


class UnclearError(ValueError):
    """Looks like a date or a time and cannot be one. The message says why."""


def take_time(words: str) -> tuple[list[time], str]:
    """The time found in `words` (none or one) and the words without it."""
    for pattern, read in ((TWELVE, _twelve), (TWENTY_FOUR, _twenty_four), (DOTTED, _dotted), (NOON, _noon)):
        found = pattern.search(words)
        if found:
            return [read(found)], _without(words, found)
    bare = BARE.search(words)
    if bare:
        raise UnclearError(typed_dates.which_half(bare[1]))
    return [], words


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}".strip().removesuffix(" at").removeprefix("on ")


def _time(hour: int, minute: int, typed: str) -> time:
    if hour > 23 or minute > 59:
        raise UnclearError(typed_dates.no_time(typed.strip().removeprefix("at ")))
    return time(hour, minute)


def _twelve(found: re.Match[str]) -> time:
    hour = int(found[1])
    if not 1 <= hour <= 12:
        raise UnclearError(typed_dates.no_time(found[0].strip().removeprefix("at ")))
    return _time(hour % 12 + (12 if found[3] == "p" else 0), int(found[2] or 0), found[0])


def _twenty_four(found: re.Match[str]) -> time:
    return _time(int(found[1]), int(found[2]), found[0])


def _dotted(found: re.Match[str]) -> time:
    return _time(int(found[1] or found[3]), int(found[2] or found[4]), found[0])


def _noon(found: re.Match[str]) -> time:
    return time(12)
