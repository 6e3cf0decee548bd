"""The form of a session held, and what saving it does."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import WordedError
from handlers.forms import fields, matter
from handlers.policy import record_headings, session_kinds
from handlers.prepare import next_supervision
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit
from handlers.words.phrases import count, day, day_and_time, several, who
from scheduling.errors import SupervisionError
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
    errors.LengthImpossible: "minutes",
    errors.InThePast: "next_on",
    errors.TooLong: "notes",
}

ON_ITS_OWN = {"personal": "In a supervision session", "informal": "On its own, between sessions"}
"""On its own it counts for the case, and neither takes the place of the next session nor moves its due date."""


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
        kit.context(f"Supervision of {who(supervisee)}."),
        fields.day_field("held_on", "Held on", held_on or request.today),
        fields.number_field("minutes", "Minutes", minutes),
    ]
    if cases:
        hint = "Those due soonest come first. Each one chosen counts as discussed in supervision."
        blocks.append(fields.many_field("cases", "Cases discussed", cases, discussed, hint=hint))
    kinds = ON_ITS_OWN if asks_how else session_kinds(work)
    if kinds:
        blocks.append(fields.select_field("kind", "How", kinds, next(iter(kinds))))
    blocks += [
        fields.text_field("notes", "Record", optional=True, hint=_hint(work)),
        *([matter.field()] if matter.may_write(work, request.viewer, supervisee.id) else []),
        fields.day_field("next_on", "Next session on", optional=True),
        fields.time_field("next_at", "Next session at"),
    ]
    return fields.form("Record a session", CALLBACK, blocks, meta={"person": supervisee.id, "draft": draft})


def ask_person(request: Request, work: UnitOfWork) -> dict[str, Any]:
    """The form's first step where nobody has been named: whose session was it?"""
    people = {person.id: f"{person.name} · {person.post}" for person in work.people.supervisees_of(request.viewer.id)}
    if not people:
        return fields.window("Record a session", [kit.section(NOBODY)])
    choice = fields.choice(PERSON, "Choose", people)
    return fields.window("Record a session", [kit.section("Whose session was it?"), kit.actions(choice)])


NOBODY = (
    "You have no supervisees on record. If you held a session for somebody else's, name them: "
    "`/supervision log @name`. If somebody is missing, ask your administrator."
)


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
        )
    except errors.SameDay:
        raise RecordedAlreadyError from None
    put = matter.put(request, work, session.id)
    next_on = request.day("next_on")
    if next_on:
        work.sessions.book(
            viewer=request.viewer, supervisee_id=supervisee_id, planned_on=next_on, planned_at=request.clock("next_at")
        )
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    return saved(request, work, session, put)


def saved(request: Request, work: UnitOfWork, session: SessionView, put: str = "") -> Reply:
    """`Saved. Supervision of @Ann, Tue 24 March, 90 minutes. …`"""
    supervisee = work.people.get(session.supervisee_id)
    today = request.today
    length = f", {session.minutes} minutes" if session.minutes else ""
    said = [f"Saved. Supervision of {who(supervisee)}, {day(session.held_on or today, today)}{length}."]
    if session.cases:
        said.append(f"{count(len(session.cases), 'case').capitalize()} discussed: {several(session.cases)}.")
    said += ["Reminders about it stop, and messages already sent are brought up to date."]
    said += [put] if put else []
    owed = work.obligations.of(session.supervisee_id, viewer=request.viewer)
    record = next((one for one in owed if one.kind == "record_session" and one.about == session.id), None)
    if session.recorded_on is None and record:
        said.append(f"The record is to be written by {day(record.due_on, today)}.")
    following = next_supervision(work, session.supervisee_id, request.viewer)
    if following:
        on = f", booked for {day_and_time(following.booked_on, following.booked_at, today)}" if following.booked_on else ""
        said.append(f"\nNext: due by {day(following.due_on, today)}{on}.")
    rows = []
    if session.recorded_on is None:
        rows = [kit.actions(kit.button("Write the record", NOTES, session.id))]
    return say(" ".join(said), *rows, title="Saved", stored=True, about=session.id)


def _case(case: CaseView, today: date) -> str:
    due = next((one.due_on for one in case.due if one.kind in ("case_discussion", "first_case_discussion")), None)
    return f"{case.ref} · due {day(due, today)}" if due else case.ref


def _hint(work: UnitOfWork) -> str:
    return f"In brief: {record_headings(work)}. References instead of names. Leave it empty to write it later."
