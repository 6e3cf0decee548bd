"""A typed date for a subcommand: understood, asked about with a button for each reading, or refused with examples."""

from handlers.asking import AskError, Choice, WordedError
from handlers.dates import Day, NotADate, Toward, parse
from handlers.request import Request
from handlers.words import typed_dates
from handlers.words.phrases import clock, day, quoted


class NoDateError(WordedError):
    """I could not read that as a date."""


def day_typed(request: Request, typed: str, toward: Toward, *, before: str, after: str) -> Day:
    """The day meant. `before` and `after` are the rest of the command, to answer it again once the day is chosen."""
    reading = parse(typed, request.today, toward)
    if isinstance(reading, Day):
        return reading
    if isinstance(reading, NotADate):
        because = f" {reading.reason}" if reading.reason else ""
        raise NoDateError(typed_dates.unread(quoted(typed), because))
    raise AskError(
        typed_dates.several(quoted(typed)),
        before=before,
        after=after,
        choices=[Choice(label(option, request), words(option)) for option in reading.options],
    )


def day_then_words(typed: str, request: Request) -> tuple[str, str]:
    """`fri 10am court` is a day and a reason: the longest beginning that reads as a date, and the rest."""
    said = typed.split()
    for count in range(len(said), 0, -1):
        reading = parse(" ".join(said[:count]), request.today, Toward.FUTURE)
        if not isinstance(reading, NotADate) or reading.reason:  # half a date is no reason: it is refused, and says why
            return " ".join(said[:count]), " ".join(said[count:])
    return typed, ""


def label(option: Day, request: Request) -> str:
    """`Tue 24 March, 14:00`."""
    return day(option.on, request.today) + (f", {clock(option.at)}" if option.at else "")


def words(option: Day) -> str:
    """The same as it is typed, beyond doubt."""
    return option.on.isoformat() + (f" {option.at:%H:%M}" if option.at else "")
