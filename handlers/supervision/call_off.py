"""`/supervision call-off @name because reason`: the booked session does not take place; what is due stays due."""

from handlers.asked_dates import day_typed
from handlers.asking import WordedError
from handlers.dates import NotADate, Toward, parse
from handlers.forms import calling_off
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.typed import take_reason
from handlers.words import calling_off as words
from handlers.words import commands
from handlers.words.phrases import day
from storage.unit import UnitOfWork
from storage.views import Person, SessionView


class NotThatDayError(WordedError):
    """No session is booked for that day."""


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Call it off, or ask for the reason. A day says which, where a year of them is booked."""
    person, typed, reason = _said(request, work, rest)
    session = _of_day(request, work, person, typed, reason) if typed else None
    if not reason:
        return show(calling_off.modal(request, work, person, session=session))
    return calling_off.call_off(request, work, person.id, reason, session.id if session else "")


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with the reason."""
    person, _, reason = _said(request, work, rest)
    return show(calling_off.modal(request, work, person, reason=reason, draft=draft))


def _said(request: Request, work: UnitOfWork, rest: str) -> tuple[Person, str, str]:
    """Whose, the day where one is named, and the reason: what is no day is the reason, with `because` or without."""
    first, _, others = rest.partition(" ")
    said = others.strip() if first.casefold() == "off" else rest
    names_nobody = (
        said[:1] not in ("<", "@") and not said.startswith("id:") and not work.people.supervisees_of(request.viewer.id)
    )
    if names_nobody or said.casefold().startswith("because "):
        named, after = None, said
    else:
        named, after = take_person(request, work, "call-off", said)
    person = or_own(request, work, named, "call-off", after)
    typed, reason = take_reason(f" {after}")
    return (person, typed, reason) if reason else (person, *_day_then_reason(typed, request))


def _day_then_reason(typed: str, request: Request) -> tuple[str, str]:
    """`mon court`: the longest beginning that reads as a date, and the rest. Where none does, all of it is the reason."""
    said = typed.split()
    for count in range(len(said), 0, -1):
        if not isinstance(parse(" ".join(said[:count]), request.today, Toward.FUTURE), NotADate):
            return " ".join(said[:count]), " ".join(said[count:])
    return "", typed


def _of_day(request: Request, work: UnitOfWork, person: Person, typed: str, reason: str) -> SessionView:
    after = f"because {reason}" if reason else ""
    on = day_typed(request, typed, Toward.FUTURE, before=f"call-off id:{person.id}", after=after).on
    ahead = work.sessions.ahead(person.id, viewer=request.viewer)
    found = next((each for each in ahead if each.planned_on == on), None)
    if found is None:
        raise NotThatDayError(words.NOT_THAT_DAY.format(on=day(on, request.today)))
    return found


SUBCOMMAND = Subcommand(
    word="call-off",
    usage=commands.USAGE["call-off"],
    does=commands.CALL_OFF,
    run=run,
    refill=refill,
    has_content=True,
)
