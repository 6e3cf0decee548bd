"""A personal matter in the record of a session, put to the supervisee: kept only if they agree (Plymouth 5.8.1)."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit, messages
from handlers.words import matter as words
from handlers.words.fields import SAVED
from handlers.words.phrases import day, who
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork
from storage.views import MatterView, Person

READ = messages.MATTER_READ
CALLBACK = "matter_form"


def may_write(work: UnitOfWork, viewer: Person, supervisee_id: str) -> bool:
    """Whether the field for one belongs in this viewer's form: only the supervisor writes one."""
    return viewer.id != supervisee_id and work.sight.sees_personal(viewer, supervisee_id)


def field() -> Block:
    """For one, in the form of a session or of its record."""
    return fields.text_field("personal", words.TITLE, optional=True, hint=words.HINT)


def put(request: Request, work: UnitOfWork, session_id: str) -> str:
    """Put what stands in that field to the supervisee; what to say of it, "" where nothing stood there."""
    typed = request.typed("personal")
    if not typed:
        return ""
    matter = work.matters.write(session_id, typed, viewer=request.viewer)
    return words.put(who(work.people.get(matter.supervisee_id)))


def ask_answer(request: Request, work: UnitOfWork) -> Reply:
    """*Read and answer*: the text, and whether it is kept."""
    matter = work.matters.read(request.value, viewer=request.viewer)
    if not matter.is_open or request.viewer.id != matter.supervisee_id:
        return show(fields.window(words.TITLE, [kit.section(_stands(matter, request)), *_text(matter)]))
    blocks = [
        kit.section(words.asked(who(work.people.get(matter.written_by_id)))),
        *_text(matter),
        fields.select_field("keep", words.AGREE, words.KEEP, hint=words.AGREE_HINT),
    ]
    return show(fields.form(words.TITLE, CALLBACK, blocks, submit=words.ANSWER, meta={"matter": matter.id}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Keep it, or delete its text."""
    agrees = request.typed("keep") == "yes"
    work.matters.answer(request.carried("matter"), viewer=request.viewer, agrees=agrees)
    said = words.AGREED if agrees else words.REFUSED
    return say(said, title=SAVED if agrees else words.NOT_KEPT, stored=True)


def _text(matter: MatterView) -> list[Any]:
    return fields.in_full(words.TITLE, matter.content) if matter.content else []


def _stands(matter: MatterView, request: Request) -> str:
    if matter.refused_at is not None:
        return words.WAS_NOT_KEPT
    if matter.agreed_at is not None:
        return words.agreed(day(matter.agreed_at.astimezone(LONDON).date(), request.today))
    return words.WAITS
