"""The form that calls a booked session off: it moves no due date, and what is due stays due."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import booking, fields, unsent
from handlers.prepare import next_supervision
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import buttons, kit
from handlers.words import calling_off as words
from handlers.words.booking import KEPT_WITH_IT, REASON, REASON_EXAMPLE, REASON_HINT
from handlers.words.phrases import day, day_and_time, listed, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import Person, SessionView

CALLBACK = "call_off_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NothingBooked: "reason",
    errors.BookedOtherwise: "reason",
    errors.ReasonMissing: "reason",
    errors.TooLong: "reason",
}


def modal(
    request: Request, work: UnitOfWork, person: Person, *, session: SessionView | None = None, reason: str = "", draft: str = ""
) -> dict[str, Any]:
    """Call off the next session booked, or that one: a reason, and for whom. Raises NothingBooked."""
    booked = session or work.sessions.booked(person.id, viewer=request.viewer)
    if booked is None or booked.planned_on is None:
        raise errors.NothingBooked
    when = day_and_time(booked.planned_on, booked.planned_at, request.today)
    made = [
        kit.context(words.booked_for(when, booking.due(request, work, person))),
        fields.text_field("reason", REASON, reason, lines=False, placeholder=REASON_EXAMPLE, hint=REASON_HINT),
        fields.select_field("whose", words.WHOSE, booking.needs(work, person), optional=True, hint=words.WHOSE_HINT),
    ]
    meta = {"person": person.id, "session": booked.id, "draft": draft}
    return unsent.kept(fields.form(words.TITLE, CALLBACK, made, submit=words.SUBMIT, close=words.KEEP, meta=meta))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Call it off."""
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    person_id, session_id = request.carried("person"), request.meta.get("session", "")
    return call_off(request, work, person_id, request.typed("reason"), session_id, request.typed("whose"))


def call_off(request: Request, work: UnitOfWork, person_id: str, reason: str, session_id: str = "", whose: str = "") -> Reply:
    """`Called off. Supervision of @Ann on Tue 24 March, 14:00 does not take place. …`, and *Book* where nothing is booked."""
    session = work.sessions.call_off(
        viewer=request.viewer, supervisee_id=person_id, reason=reason, session_id=session_id, whose=whose
    )
    on = session.planned_on or request.today
    when = day_and_time(on, session.planned_at, request.today)
    said = words.saved(booking.whose(request, work, session), when, is_past=on < request.today) + KEPT_WITH_IT
    owed, following = next_supervision(work, person_id, request.viewer), work.sessions.booked(person_id, viewer=request.viewer)
    if owed:
        said += words.stays_due(day(owed.due_on, request.today), is_late=owed.days_late > 0)
    said += words.following(following, request.today)
    cited = work.policy.at(request.today).measured.get("year_ahead") if following is None else None
    said += words.another_at_once(work.policy.source(cited)) if cited else ""
    told = [each for each in work.sessions.told(person_id, viewer=request.viewer) if each.id != request.viewer.id]
    said += words.told(listed([who(each) for each in told]), len(told)) if told else ""
    row: list[Block] = []
    if owed and following is None:
        row = [kit.actions(*buttons.for_duties([owed], request.viewer, (buttons.BOOK,)))]
    return say(said, *row, title=words.TITLE_DONE, stored=True, about=session.id)
