"""Small pieces of wording: dates, people, counts, and other people's text made harmless."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time

from scheduling.calendar import LONDON
from storage.views import Person

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TIMES = ("never", "once", "twice")

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def day(on: date, today: date) -> str:
    """`Tue 24 March`; with the year only when it is not this one."""
    return f"{on:%a} {plain_day(on, today)}"


def plain_day(on: date, today: date) -> str:
    """`24 March`, for dates that have passed and need no weekday."""
    return f"{on.day} {on:%B}" + (f" {on.year}" if on.year != today.year else "")


def days_in_words(text: str, today: date | None = None, *, as_said: Callable[[date, date], str] = plain_day) -> str:
    """The engine's line of facts, its days as people say them; without today each has its year."""
    return ISO_DAY.sub(lambda found: as_said(date.fromisoformat(found[0]), today or date.min), text)


def clock(at: time | datetime) -> str:
    """`14:05`; an instant is shown as the clock in London."""
    return f"{at.astimezone(LONDON) if isinstance(at, datetime) else at:%H:%M}"


def day_and_time(on: date, at: time | None, today: date) -> str:
    """`Tue 24 March, 14:00`."""
    return day(on, today) + (f", {clock(at)}" if at else "")


def booking(on: date | None, at: time | None, today: date) -> str:
    """`Booked for Tue 24 March, 14:00.`; of a day gone by, that nobody has recorded it; or that nothing is booked."""
    if on is None:
        return "Nothing is booked yet."
    when = day_and_time(on, at, today)
    return f"Booked for {when}." if on >= today else f"It was booked for {when} and is not recorded yet."


def deadline(due: date | datetime, today: date) -> str:
    """A due date; where the policy counts hours, the hour too."""
    if isinstance(due, datetime):
        local = due.astimezone(LONDON)
        return f"{clock(local)} on {day(local.date(), today)}"
    return day(due, today)


def who(person: Person | None) -> str:
    """A mention, or the name of somebody Slack does not know yet."""
    if person is None:
        return "their supervisor"
    return f"<@{person.slack_id}>" if person.slack_id else escape(person.name)


def escape(text: str) -> str:
    """Text somebody typed, safe inside mrkdwn: no mention, link or channel call can come of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str, most: int = 80) -> str:
    """Typed text inside a sentence: one line, escaped, without the marks that would format it."""
    line = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"([*_~`])", "\u200b\\1", escape(clip(line, most)))


def clip(text: str, most: int) -> str:
    """At most so many characters, with an ellipsis where some are left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def listed(parts: Iterable[str], word: str = "and") -> str:
    """`a, b and c`."""
    items = list(parts)
    return ", ".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def several(refs: Sequence[str], most: int = 10) -> str:
    """References in a row, the first few where there are many."""
    shown = [escape(ref) for ref in refs[:most]]
    return ", ".join(shown) + (f" and {len(refs) - most} more" if len(refs) > most else "")


def count(number: int, one: str, many: str = "") -> str:
    """`one case`, `three cases`, `12 cases`, `1,200 cases`."""
    said = _COUNTS[number] if 0 <= number < len(_COUNTS) else f"{number:,}"
    return f"{said} {one if number == 1 else many or one + 's'}"


def ago(days: int) -> str:
    """`18 days ago`, `11 weeks ago`, `over four years ago`: as exact as it helps."""
    if days < 8 * 7:
        return f"{count(days, 'day')} ago"
    if days < 365:
        return f"{count(days // 7, 'week')} ago"
    return f"over {count(days // 365, 'year')} ago" if days >= 730 else "over a year ago"


def times(number: int) -> str:
    """`once`, `twice`, `three times`."""
    return _TIMES[number] if 0 <= number < len(_TIMES) else count(number, "time")


def sentence(text: str) -> str:
    """The same with a capital where it starts with a letter."""
    return text[:1].upper() + text[1:]


def possessive(name: str) -> str:
    """`@Ann's`."""
    return f"{name}'s"
