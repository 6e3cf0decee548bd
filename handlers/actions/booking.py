"""*Book*, *Move*, *It will happen on…*: the form for the day; *Call off*, that for the reason."""

from handlers.actions.duty import pressed
from handlers.asking import WordedError
from handlers.forms import booking, calling_off
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import duty as words
from handlers.words.phrases import day_and_time
from storage.unit import UnitOfWork


class BookedAlreadyError(WordedError):
    """It is booked already, and only the supervisor can move it."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """Book the session or, where one is booked, move it: the message may be older than the booking."""
    person = pressed(request, work)[0].person
    booked = work.sessions.booked(person.id, viewer=request.viewer)
    if booked and booked.planned_on and person.id == request.viewer.id:
        on = day_and_time(booked.planned_on, booked.planned_at, request.today)
        raise BookedAlreadyError(words.BOOKED_ALREADY.format(on=on))
    if booked:
        return show(booking.move_modal(request, work, person))
    return show(booking.book_modal(request, work, person))


def call_off(request: Request, work: UnitOfWork) -> Reply:
    """*Call off*, under a reminder or on the Home tab: the next session booked."""
    return show(calling_off.modal(request, work, pressed(request, work)[0].person))


def call_off_one(request: Request, work: UnitOfWork) -> Reply:
    """*Call off*, beside one session."""
    session = work.sessions.ahead_of(request.value, viewer=request.viewer)
    return show(calling_off.modal(request, work, work.people.must_get(session.supervisee_id), session=session))
