"""The forms that book a session and that move one."""

from datetime import date, time
from typing import Any

from handlers.forms import fields
from handlers.prepare import next_supervision
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words.facts import REASONS
from handlers.words.phrases import day, day_and_time, listed, possessive, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person, SessionView

BOOK = "book_form"
MOVE = "move_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.InThePast: "on",
    errors.BeforeTheStart: "on",
    errors.AlreadyBooked: "on",
    errors.NothingBooked: "on",
    errors.ReasonMissing: "reason",
    errors.TooLong: "reason",
}
OFFERED = ("court", "sickness", "annual leave", "emergency visit", "strategy meeting", "training", "workload")

assert set(OFFERED) <= set(REASONS)


def book_modal(
    request: Request, work: UnitOfWork, person: Person, *, on: date | None = None, at: time | None = None, draft: str = ""
) -> dict[str, Any]:
    """Book the next session."""
    blocks = [
        kit.context(_due(request, work, person)),
        fields.day_field("on", "Day", on),
        fields.time_field("at", "Time", at),
    ]
    return fields.form("Book a session", BOOK, blocks, submit="Book", meta={"person": person.id, "draft": draft})


def move_modal(
    request: Request,
    work: UnitOfWork,
    person: Person,
    *,
    on: date | None = None,
    at: time | None = None,
    reason: str = "",
    draft: str = "",
) -> dict[str, Any]:
    """Move the booked session: a new day and a reason."""
    booked = work.sessions.booked(person.id, viewer=request.viewer)
    if booked is None or booked.planned_on is None:
        raise errors.NothingBooked
    now_on = day_and_time(booked.planned_on, booked.planned_at, request.today)
    blocks = [
        kit.context(f"Booked for {now_on}. {_due(request, work, person)}"),
        fields.day_field("on", "New day", on),
        fields.time_field("at", "Time", at or booked.planned_at),
        fields.text_field(
            "reason",
            "Reason",
            reason,
            lines=False,
            placeholder="court",
            hint=f"In a word or two, without names: {', '.join(OFFERED)}. It is kept with the session.",
        ),
    ]
    return fields.form("Move a session", MOVE, blocks, submit="Move", meta={"person": person.id, "draft": draft})


def submit_book(request: Request, work: UnitOfWork) -> Reply:
    """Book it."""
    return book(request, work, request.carried("person"), request.day("on") or request.today, request.clock("at"))


def submit_move(request: Request, work: UnitOfWork) -> Reply:
    """Move it."""
    on = request.day("on") or request.today
    return move(request, work, request.carried("person"), on, request.clock("at"), request.typed("reason"))


def book(request: Request, work: UnitOfWork, person_id: str, on: date, at: time | None) -> Reply:
    """`Booked. Supervision of @Ann on Tue 24 March, 14:00. …`"""
    session = work.sessions.book(viewer=request.viewer, supervisee_id=person_id, planned_on=on, planned_at=at)
    return _saved(request, work, session, "Booked")


def move(request: Request, work: UnitOfWork, person_id: str, on: date, at: time | None, reason: str) -> Reply:
    """`Moved. Supervision of @Ann on Tue 24 March, 14:00. The reason is kept with it. …`"""
    session = work.sessions.move(viewer=request.viewer, supervisee_id=person_id, to_on=on, to_at=at, reason=reason)
    return _saved(request, work, session, "Moved", " The reason is kept with it.")


def _saved(request: Request, work: UnitOfWork, session: SessionView, did: str, more: str = "") -> Reply:
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    person = work.people.get(session.supervisee_id)
    on = session.planned_on or request.today
    when = day_and_time(on, session.planned_at, request.today)
    said = f"{did}. Supervision {_whose(request, work, session)} on *{when}*.{more}"
    owed = next_supervision(work, session.supervisee_id, request.viewer)
    if owed and owed.due_on < on:
        said += f" It stays due by {day(owed.due_on, request.today)}: booking does not move the due date."
        said += _passes(request, work, session, owed)
    elif owed and person:
        said += f" It is due by {day(owed.due_on, request.today)}."
    return say(said + _to_tell(request, work, session), title=did, stored=True, about=session.id)


def _passes(request: Request, work: UnitOfWork, session: SessionView, owed: ObligationView) -> str:
    """What comes of it if it is held on the day it is booked for."""
    if owed.escalates_on is None or session.planned_on is None or owed.escalates_on > session.planned_on:
        return ""
    if owed.escalates_on <= request.today:
        return " It stays with the managers above until the session is recorded."
    supervisor = work.people.get(session.supervisor_id)
    manager = "your" if supervisor and supervisor.id == request.viewer.id else possessive(who(supervisor))
    return f" From {day(owed.escalates_on, request.today)} the policy passes it to {manager} line manager."


def _to_tell(request: Request, work: UnitOfWork, session: SessionView) -> str:
    """A manager above books over the heads of two people: their messages are edited, which nobody is alerted to."""
    if request.viewer.id in (session.supervisee_id, session.supervisor_id):
        return ""
    both = listed([who(work.people.get(session.supervisor_id)), who(work.people.get(session.supervisee_id))])
    return f" The day now stands in their messages, but nothing new is sent: let {both} know."


def _whose(request: Request, work: UnitOfWork, session: SessionView) -> str:
    if session.supervisee_id == request.viewer.id:
        return f"with {who(work.people.get(session.supervisor_id))}"
    return f"of {who(work.people.get(session.supervisee_id))}"


def _due(request: Request, work: UnitOfWork, person: Person) -> str:
    owed = next_supervision(work, person.id, request.viewer)
    whose = "Your supervision" if person.id == request.viewer.id else f"Supervision of {who(person)}"
    if owed is None:
        return f"{whose}: nothing is due yet."
    return f"{whose} {'was' if owed.days_late else 'is'} due by {day(owed.due_on, request.today)}."
