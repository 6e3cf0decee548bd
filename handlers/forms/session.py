"""The form of a session held, and what saving it does."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import WordedError
from handlers.filling.session_saved import remarks
from handlers.forms import fields, matter, unsent
from handlers.policy import asks_late, record_headings, session_kinds
from handlers.prepare import next_supervision
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import session as words
from handlers.words.duties import CASE_DISCUSSIONS
from handlers.words.phrases import day_and_time, who
from scheduling.errors import SupervisionError
from scheduling.forms import LATE, LATECOMERS
from storage import errors
from storage.unit import UnitOfWork
from storage.views import CaseView, Person, SessionView

CALLBACK = "session_form"
NOTES = "session_notes"
PERSON = "session_person"
"""The choice of whose session it is: the form is shown anew with that person's cases."""


class RecordedAlreadyError(WordedError):
    """A session on that day is recorded already. Check the date; a case that was left out goes with the next session."""


FAULTS: dict[type[SupervisionError], str] = {
    errors.InTheFuture: "held_on",
    RecordedAlreadyError: "held_on",
    errors.NotTheirCase: "cases",
    errors.BeforeTheCaseOpened: "cases",
    errors.CaseClosed: "cases",
    errors.BeforeTheStart: "held_on",
    errors.AfterTheyLeft: "held_on",
    errors.LengthImpossible: "minutes",
    errors.InThePast: "next_on",
    errors.AlreadyBooked: "next_on",
    errors.TooLong: "notes",
}


def modal(
    request: Request,
    work: UnitOfWork,
    supervisee: Person,
    *,
    held_on: date | None = None,
    minutes: int | None = None,
    discussed: Sequence[str] = (),
    asks_how: bool = False,
    draft: str = "",
) -> dict[str, Any]:
    """The form for one supervisee. `asks_how`: a case may have been discussed outside a session."""
    booked = work.sessions.booked(supervisee.id, viewer=request.viewer)
    if held_on is None and booked and booked.planned_on and booked.planned_on <= request.today:
        held_on = booked.planned_on
    cases = {case.ref: _case(case, request.today) for case in work.cases.of_worker(supervisee.id, viewer=request.viewer)}
    blocks: list[Block] = [
        kit.context(words.supervision_of(who(supervisee), None, request.today)),
        fields.day_field("held_on", words.HELD_ON, held_on or request.today),
        fields.number_field("minutes", words.MINUTES, minutes),
    ]
    if cases:
        blocks.append(fields.many_field("cases", words.CASES, cases, discussed, hint=words.CASES_HINT))
    kinds = dict(words.ON_ITS_OWN) if asks_how else session_kinds(work)
    if kinds:
        blocks.append(fields.select_field("kind", words.HOW, kinds, next(iter(kinds))))
    if late := asks_late(work):
        who_came = dict(zip(LATECOMERS, late.choices, strict=True))
        blocks.append(fields.select_field(LATE, late.asks, who_came, optional=True, hint=late.hint))
    blocks += [
        fields.text_field("notes", words.RECORD, optional=True, hint=words.hint(record_headings(work))),
        *([matter.field()] if matter.may_write(work, request.viewer, supervisee.id) else []),
        fields.day_field("next_on", words.NEXT_ON, optional=True),
        fields.time_field("next_at", words.NEXT_AT),
    ]
    return unsent.kept(fields.form(words.TITLE, CALLBACK, blocks, meta={"person": supervisee.id, "draft": draft}))


def ask_person(request: Request, work: UnitOfWork) -> dict[str, Any]:
    """The form's first step where nobody has been named: whose session was it?"""
    people = {person.id: f"{person.name} · {person.post}" for person in work.people.supervisees_of(request.viewer.id)}
    if not people:
        return fields.window(words.TITLE, [kit.section(words.NOBODY)])
    choice = fields.choice(PERSON, words.CHOOSE, people)
    return fields.window(words.TITLE, [kit.section(words.WHOSE), kit.actions(choice)])


def person_chosen(request: Request, work: UnitOfWork) -> Reply:
    """The form in place of the first step."""
    person = work.people.get(request.value)
    if person is None:
        raise errors.NotFound
    return show(modal(request, work, person), replaces=True)


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store the session; book the next one where a date was given."""
    supervisee_id, held_on = request.carried("person"), request.day("held_on")
    try:
        session = work.sessions.record(
            viewer=request.viewer,
            supervisee_id=supervisee_id,
            held_on=held_on or request.today,
            minutes=request.number("minutes"),
            notes=request.typed("notes") or None,
            cases=request.chosen("cases"),
            kind=request.typed("kind") or "personal",
            late=request.typed(LATE),
        )
    except errors.SameDay:
        raise RecordedAlreadyError from None
    put = matter.put(request, work, session.id)
    next_on = request.day("next_on")
    booked = work.sessions.booked(supervisee_id, viewer=request.viewer) if next_on else None
    if next_on and (booked is None or booked.planned_on != next_on):
        work.sessions.book(
            viewer=request.viewer, supervisee_id=supervisee_id, planned_on=next_on, planned_at=request.clock("next_at")
        )
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    return saved(request, work, session, put)


def saved(request: Request, work: UnitOfWork, session: SessionView, put: str = "") -> Reply:
    """`Saved. Supervision of @Ann, Tue 24 March, 90 minutes. …`"""
    supervisee, today = work.people.get(session.supervisee_id), request.today
    said = [words.held(who(supervisee), session.held_on or today, session.minutes, today)]
    said += [words.discussed(session.cases)] if session.cases else []
    said += [words.STOPS, *([put] if put else []), *remarks(request, work, session.id)]
    owed = work.obligations.of(session.supervisee_id, viewer=request.viewer)
    record = next((one for one in owed if one.kind == "record_session" and one.about == session.id), None)
    if session.recorded_on is None and record:
        said.append(words.to_be_written(record.due_on, today))
    following = next_supervision(work, session.supervisee_id, request.viewer)
    if following:
        booked = day_and_time(following.booked_on, following.booked_at, today) if following.booked_on else ""
        said.append(words.next_due(following.due_on, booked, today))
    rows = [] if session.recorded_on else [kit.actions(kit.button(words.WRITE, NOTES, session.id))]
    return say(" ".join(said), *rows, title=words.SAVED, stored=True, about=session.id)


def _case(case: CaseView, today: date) -> str:
    due = next((one.due_on for one in case.due if one.kind in CASE_DISCUSSIONS), None)
    return words.case_due(case.ref, due, today)
