"""`/supervision book @name date [time]`: books the next session."""

from handlers.asked_dates import day_typed
from handlers.dates import Day, Toward, parse
from handlers.forms import booking
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.typed import plain
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Book it, or ask for the day."""
    named, after = take_person(request, work, "book", rest)
    person, typed = or_own(request, work, named, "book", after), plain(after)
    if not typed:
        return show(booking.book_modal(request, work, person))
    day = day_typed(request, typed, Toward.FUTURE, before=f"book id:{person.id}", after="")
    return booking.book(request, work, person.id, day.on, day.at)


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with as much of it as can be read."""
    named, after = take_person(request, work, "book", rest)
    person, reading = or_own(request, work, named, "book", after), parse(plain(after), request.today)
    day = reading if isinstance(reading, Day) and reading.on >= request.today else None
    on, at = (day.on, day.at) if day else (None, None)
    return show(booking.book_modal(request, work, person, on=on, at=at, draft=draft))


SUBCOMMAND = Subcommand(
    word="book",
    usage=commands.USAGE["book"],
    does=commands.BOOK,
    run=run,
    refill=refill,
)
