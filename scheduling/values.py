"""One value of a facts file at a time: what it means, or the words for what is wrong with it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Final

from scheduling.calendar import LONDON, Interval

Check = Callable[[object], object]
LONGEST: Final = 100_000


class Wrong(Exception):
    """A value that cannot be; its text follows the place."""


def shown(value: object) -> str:
    """A value as it may stand in a sentence: short, and safe however deep."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "...")
    if isinstance(value, int | float):
        return str(value)[:60]
    return "a list" if isinstance(value, list) else "an object"


def text(value: object) -> str:
    """An id or a word: any short string."""
    if not isinstance(value, str):
        raise Wrong(f"{shown(value)} is not a text")
    if not value.strip():
        raise Wrong("it is empty")
    if len(value) > 500:
        raise Wrong(f"{shown(value)} is too long")
    if not value.isprintable():
        raise Wrong(f"{shown(value)} has characters that cannot be shown")
    return value


def a_date(value: object) -> date:
    """A day, `YYYY-MM-DD`."""
    if isinstance(value, str) and len(value) == 10 and value[4] == "-" == value[7]:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Wrong(f"{shown(value)} is not a date")


def dates(value: object) -> tuple[date, ...]:
    """A list of days."""
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list")
    return tuple(a_date(item) for item in value)


def date_or_instant(value: object) -> date | datetime:
    """A day, or an instant: RFC 3339, or local (Europe/London) without an offset."""
    if isinstance(value, str) and len(value) >= 16 and value[10] == "T":
        try:
            return instant(value)
        except (ValueError, OverflowError):
            raise Wrong(f"{shown(value)} is not an instant") from None
    return a_date(value)


def instant(value: str) -> datetime:
    """The moment a text names, in UTC; without an offset it is London's."""
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Wrong(f"{shown(value)} is neither true nor false")
    return value


def whole(least: int, most: int = LONGEST) -> Check:
    """A whole number within these bounds."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Wrong(f"{shown(value)} is not a whole number")
        if not least <= value <= most:
            raise Wrong(f"{shown(value)} is not from {least} to {most}")
        return value

    return check


def one_of(choices: Iterable[str]) -> Check:
    """One of these words."""
    known = dict.fromkeys(choices)

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise Wrong(f"{shown(value)} is not one of {', '.join(known)}")
        return value

    return check


def interval(value: object) -> Interval:
    """`{"weeks": 2}`: one unit, a positive number."""
    if not isinstance(value, dict) or len(value) != 1:
        raise Wrong(f'{shown(value)} is not an interval such as {{"weeks": 2}}')
    ((unit, count),) = value.items()
    if unit not in ("days", "weeks", "months", "years"):
        raise Wrong(f"{shown(unit)} is not one of days, weeks, months, years")
    if not isinstance(count, int) or isinstance(count, bool):
        raise Wrong(f"{shown(count)} {unit} is not a whole number")
    if not 0 < count <= LONGEST:
        raise Wrong(f"{shown(count)} {unit} is not a positive interval")
    return Interval(count, unit)


def or_null(check: Check) -> Check:
    """The same, or null."""
    return lambda value: None if value is None else check(value)


def texts(value: object) -> tuple[str, ...]:
    """A list of ids."""
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list")
    return tuple(text(item) for item in value)
