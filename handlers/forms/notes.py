"""The form of a record: the notes of a session already held."""

from typing import Any

from handlers.forms import fields, matter
from handlers.policy import record_headings
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words.phrases import day, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

CALLBACK = "notes_form"
FAULTS: dict[type[SupervisionError], str] = {errors.NotesMissing: "notes", errors.TooLong: "notes"}


def modal(request: Request, work: UnitOfWork, session_id: str) -> dict[str, Any]:
    """The form, with the session it belongs to."""
    session = work.sessions.to_write(session_id, viewer=request.viewer)
    held = f", held on {day(session.held_on, request.today)}" if session.held_on else ""
    hint = f"In brief: {record_headings(work)}. References instead of names."
    blocks = [
        kit.context(f"Supervision of {who(work.people.get(session.supervisee_id))}{held}."),
        fields.text_field("notes", "Record", hint=hint),
        *([matter.field()] if matter.may_write(work, request.viewer, session.supervisee_id) else []),
    ]
    return fields.form("Write the record", CALLBACK, blocks, meta={"session": session.id})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store the notes: the record is done."""
    session = work.sessions.record_notes(
        viewer=request.viewer, session_id=request.carried("session"), notes=request.typed("notes")
    )
    held = f" of {day(session.held_on, request.today)}" if session.held_on else ""
    said = f"Saved. The supervision of {who(work.people.get(session.supervisee_id))}{held} is recorded."
    put = matter.put(request, work, session.id)
    return say(f"{said} {put}".strip(), title="Saved", stored=True, about=session.id)
