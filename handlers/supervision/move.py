"""`/supervision move @name date because reason`: moves the booked session; demands a day and a reason."""

from handlers.asked_dates import day_then_words, day_typed
from handlers.dates import Day, Toward, parse
from handlers.forms import booking
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.typed import take_reason
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Move it, or ask for the day or the reason that is missing."""
    named, after = take_person(request, work, "move", rest)
    person, (typed, reason) = or_own(request, work, named, "move", after), _day_and_reason(request, after)
    if not typed:
        return show(booking.move_modal(request, work, person, reason=reason))
    ending = f"because {reason}" if reason else ""
    chosen = day_typed(request, typed, Toward.FUTURE, before=f"move id:{person.id}", after=ending)
    if not reason:
        return show(booking.move_modal(request, work, person, on=chosen.on, at=chosen.at))
    return booking.move(request, work, person.id, chosen.on, chosen.at, reason)


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with as much of it as can be read."""
    named, after = take_person(request, work, "move", rest)
    person, (typed, reason) = or_own(request, work, named, "move", after), _day_and_reason(request, after)
    reading = parse(typed, request.today)
    day = reading if isinstance(reading, Day) and reading.on >= request.today else None
    on, at = (day.on, day.at) if day else (None, None)
    return show(booking.move_modal(request, work, person, on=on, at=at, reason=reason, draft=draft))


def _day_and_reason(request: Request, after: str) -> tuple[str, str]:
    typed, reason = take_reason(after)
    return (typed, reason) if reason else day_then_words(typed, request)


SUBCOMMAND = Subcommand(
    word="move",
    usage=commands.USAGE["move"],
    does=commands.MOVE,
    run=run,
    refill=refill,
    has_content=True,
)
