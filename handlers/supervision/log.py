"""`/supervision log @name [date] [minutes]`: the form of a session held."""

from handlers.asked_dates import day_typed
from handlers.asking import AskError, Choice
from handlers.dates import Day, Toward, parse
from handlers.forms import session
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain, take_minutes
from handlers.words import commands
from handlers.words import session as words
from scheduling.errors import SupervisionError
from storage.errors import ForTheSupervisor, InTheFuture, LengthImpossible
from storage.records.checks import LONGEST_MINUTES
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Open the form with what was typed; a date still to come is refused at once."""
    person, after = take_person(request, work, "log", rest, also_left=True)
    if person is None:
        if not after:
            return show(session.ask_person(request, work))
        raise _whose(request, work, after)
    if person.id == request.viewer.id:
        raise ForTheSupervisor
    typed, minutes = _date_and_minutes(plain(after), request)
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise LengthImpossible
    held_on = None
    if typed:
        ending = str(minutes) if minutes else ""
        held_on = day_typed(request, typed, Toward.PAST, before=f"log id:{person.id}", after=ending).on
    if held_on and held_on > request.today:
        raise InTheFuture
    return show(session.modal(request, work, person, held_on=held_on, minutes=minutes))


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with as much of it as can be read."""
    try:
        person, after = take_person(request, work, "log", rest, also_left=True)
    except SupervisionError:
        person, after = None, ""
    if person is None or person.id == request.viewer.id:
        return show(session.ask_person(request, work))
    typed, minutes = _date_and_minutes(plain(after), request)
    reading = parse(typed, request.today, Toward.PAST)
    held_on = reading.on if isinstance(reading, Day) and reading.on <= request.today else None
    return show(session.modal(request, work, person, held_on=held_on, minutes=minutes, draft=draft))


def _date_and_minutes(words: str, request: Request) -> tuple[str, int | None]:
    """`may 14` is a date; in `may 14 90` the 90 are minutes."""
    if isinstance(parse(words, request.today, Toward.PAST), Day):
        return words, None
    return take_minutes(words)


def _whose(request: Request, work: UnitOfWork, after: str) -> AskError:
    people = work.people.supervisees_of(request.viewer.id)
    choices = [Choice(person.name, f"id:{person.id}") for person in people]
    asked = words.WHOSE if choices else words.NOBODY
    return AskError(asked, before="log", after=plain(after), choices=choices, has_form=False)


SUBCOMMAND = Subcommand(
    word="log",
    usage=commands.USAGE["log"],
    does=commands.LOG,
    run=run,
    refill=refill,
    stores=False,
)
