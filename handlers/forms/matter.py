"""A personal matter in the record of a session, put to the supervisee: kept only if they agree (Plymouth 5.8.1)."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit, messages
from handlers.words.phrases import day, who
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork
from storage.views import MatterView, Person

READ = messages.MATTER_READ
CALLBACK = "matter_form"
HINT = "Of the supervisee, not of a child. Kept only if they agree, and read by you two only, not by managers above."
KEEP = {"yes": "Keep it", "no": "Do not keep it"}


def may_write(work: UnitOfWork, viewer: Person, supervisee_id: str) -> bool:
    """Whether the field for one belongs in this viewer's form: only the supervisor writes one."""
    return viewer.id != supervisee_id and work.sight.sees_personal(viewer, supervisee_id)


def field() -> Block:
    """For one, in the form of a session or of its record."""
    return fields.text_field("personal", "Personal matter", optional=True, hint=HINT)


def put(request: Request, work: UnitOfWork, session_id: str) -> str:
    """Put what stands in that field to the supervisee; what to say of it, "" where nothing stood there."""
    typed = request.typed("personal")
    if not typed:
        return ""
    matter = work.matters.write(session_id, typed, viewer=request.viewer)
    return f"{who(work.people.get(matter.supervisee_id))} has been asked to agree to the personal matter."


def ask_answer(request: Request, work: UnitOfWork) -> Reply:
    """*Read and answer*: the text, and whether it is kept."""
    matter = work.matters.read(request.value, viewer=request.viewer)
    if not matter.is_open or request.viewer.id != matter.supervisee_id:
        return show(fields.window("Personal matter", [kit.section(_stands(matter, request)), *_text(matter)]))
    blocks = [
        kit.section(f"{who(work.people.get(matter.written_by_id))} would like to keep this with the record."),
        *_text(matter),
        fields.select_field("keep", "Do you agree?", KEEP, hint="If not, the text is deleted. Only you two can read it."),
    ]
    return show(fields.form("Personal matter", CALLBACK, blocks, submit="Answer", meta={"matter": matter.id}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Keep it, or delete its text."""
    agrees = request.typed("keep") == "yes"
    work.matters.answer(request.carried("matter"), viewer=request.viewer, agrees=agrees)
    said = "Saved. You have both agreed to keep it." if agrees else "Not kept. Its text has been deleted."
    return say(said, title="Saved" if agrees else "Not kept", stored=True)


def _text(matter: MatterView) -> list[Any]:
    return fields.in_full("Personal matter", matter.content) if matter.content else []


def _stands(matter: MatterView, request: Request) -> str:
    if matter.refused_at is not None:
        return "This was not kept, and its text has been deleted."
    if matter.agreed_at is not None:
        return f"You both agreed to keep this on {day(matter.agreed_at.astimezone(LONDON).date(), request.today)}."
    return "This waits for the supervisee to agree."
