"""The forms that book a session and that move one."""

from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import fields, unsent
from handlers.prepare import next_supervision
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import booking as words
from handlers.words import calling_off, invite, kit, plan
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
    errors.BookedThatDay: "on",
    errors.NothingBooked: "on",
    errors.BookedOtherwise: "on",
    errors.NotMoved: "on",
    errors.ReasonMissing: "reason",
    errors.TooLong: "reason",
}

assert set(words.OFFERED) <= set(REASONS)


def book_modal(
    request: Request, work: UnitOfWork, person: Person, *, on: date | None = None, at: time | None = None, draft: str = ""
) -> dict[str, Any]:
    """Book the next session."""
    blocks = [
        kit.context(due(request, work, person)),
        fields.day_field("on", words.DAY, on),
        fields.time_field("at", words.TIME, at),
    ]
    return fields.form(words.TITLE, BOOK, blocks, submit=words.BOOK, meta={"person": person.id, "draft": draft})


def move_modal(
    request: Request,
    work: UnitOfWork,
    person: Person,
    *,
    on: date | None = None,
    at: time | None = None,
    reason: str = "",
    session: SessionView | None = None,
    draft: str = "",
) -> dict[str, Any]:
    """Move the next session booked, or that one: a new day, a reason, and for whom."""
    booked = session or work.sessions.booked(person.id, viewer=request.viewer)
    if booked is None or booked.planned_on is None:
        raise errors.NothingBooked
    now_on = day_and_time(booked.planned_on, booked.planned_at, request.today)
    blocks = [
        kit.context(words.booked_for(now_on, due(request, work, person))),
        fields.day_field("on", words.NEW_DAY, on),
        fields.time_field("at", words.TIME, at or booked.planned_at),
        fields.text_field(
            "reason",
            words.REASON,
            reason,
            lines=False,
            placeholder=words.REASON_EXAMPLE,
            hint=words.REASON_HINT,
        ),
        fields.select_field("whose", words.WHOSE, needs(work, person), optional=True, hint=words.WHOSE_HINT),
        kit.actions(kit.button(calling_off.INSTEAD, calling_off.CALL_OFF_ONE, booked.id)),
    ]
    meta = {"person": person.id, "draft": draft, "session": booked.id}
    return unsent.kept(fields.form(words.MOVE_TITLE, MOVE, blocks, submit=words.MOVE, meta=meta))


def needs(work: UnitOfWork, person: Person) -> dict[str, str]:
    """The two it may be moved for."""
    supervisor = work.people.supervisor_of(person.id)
    return {"supervisee": person.name} | ({"supervisor": supervisor.name} if supervisor else {})


def submit_book(request: Request, work: UnitOfWork) -> Reply:
    """Book it."""
    return book(request, work, request.carried("person"), request.day("on") or request.today, request.clock("at"))


def submit_move(request: Request, work: UnitOfWork) -> Reply:
    """Move it."""
    on = request.day("on") or request.today
    when = (on, request.clock("at"))
    session_id, whose = request.meta.get("session", ""), request.typed("whose")
    session = work.sessions.move(
        viewer=request.viewer,
        supervisee_id=request.carried("person"),
        to_on=when[0],
        to_at=when[1],
        reason=request.typed("reason"),
        session_id=session_id,
        whose=whose,
    )
    return _saved(request, work, session, words.MOVED, words.KEPT_WITH_IT)


def book(request: Request, work: UnitOfWork, person_id: str, on: date, at: time | None) -> Reply:
    """`Booked. Supervision of @Ann on Tue 24 March, 14:00. …`"""
    session = work.sessions.book(viewer=request.viewer, supervisee_id=person_id, planned_on=on, planned_at=at)
    return _saved(request, work, session, words.BOOKED)


def move(request: Request, work: UnitOfWork, person_id: str, on: date, at: time | None, reason: str) -> Reply:
    """`Moved. Supervision of @Ann on Tue 24 March, 14:00. The reason is kept with it. …`"""
    session = work.sessions.move(viewer=request.viewer, supervisee_id=person_id, to_on=on, to_at=at, reason=reason)
    return _saved(request, work, session, words.MOVED, words.KEPT_WITH_IT)


def _saved(request: Request, work: UnitOfWork, session: SessionView, did: str, more: str = "") -> Reply:
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    person = work.people.get(session.supervisee_id)
    on = session.planned_on or request.today
    when = day_and_time(on, session.planned_at, request.today)
    said = words.saved(did, whose(request, work, session), when, more)
    owed = next_supervision(work, session.supervisee_id, request.viewer)
    if owed and owed.due_on < on:
        said += words.stays_due(day(owed.due_on, request.today))
        said += _passes(request, work, session, owed)
    elif owed and person:
        said += words.is_due(day(owed.due_on, request.today))
    kept, row = _in_calendar(request, work, session)
    return say(said + _to_tell(request, work, session) + kept, *row, title=did, stored=True, about=session.id)


def _in_calendar(request: Request, work: UnitOfWork, session: SessionView) -> tuple[str, list[Block]]:
    """That it is in the private calendar of whoever booked it for themselves, or how to have it in theirs."""
    if request.viewer.id not in (session.supervisee_id, session.supervisor_id) or not request.public_url:
        return "", []
    if work.feeds.standing(viewer=request.viewer):
        return words.IN_YOUR_CALENDAR, []
    return "", [kit.actions(invite.button(session.id), kit.button(plan.CALENDAR_LABEL, plan.CALENDAR, "own"))]


def _passes(request: Request, work: UnitOfWork, session: SessionView, owed: ObligationView) -> str:
    """What comes of it if it is held on the day it is booked for."""
    if owed.escalates_on is None or session.planned_on is None or owed.escalates_on > session.planned_on:
        return ""
    if owed.escalates_on <= request.today:
        return words.STAYS_ABOVE
    supervisor = work.people.get(session.supervisor_id)
    manager = words.YOUR if supervisor and supervisor.id == request.viewer.id else possessive(who(supervisor))
    return words.passes(day(owed.escalates_on, request.today), manager)


def _to_tell(request: Request, work: UnitOfWork, session: SessionView) -> str:
    """A manager above books over the heads of two people."""
    if request.viewer.id in (session.supervisee_id, session.supervisor_id):
        return ""
    both = listed([who(work.people.get(session.supervisor_id)), who(work.people.get(session.supervisee_id))])
    return words.are_told(both)


def whose(request: Request, work: UnitOfWork, session: SessionView) -> str:
    if session.supervisee_id == request.viewer.id:
        return words.with_them(who(work.people.get(session.supervisor_id)))
    return words.of_them(who(work.people.get(session.supervisee_id)))


def due(request: Request, work: UnitOfWork, person: Person) -> str:
    owed = next_supervision(work, person.id, request.viewer)
    whose = words.YOURS if person.id == request.viewer.id else words.theirs(who(person))
    if owed is None:
        return words.nothing_due(whose)
    return words.due(whose, day(owed.due_on, request.today), is_late=owed.days_late > 0)
