"""Cases discussed, as they go to the case system: copied, and filed there case by case."""

from slack_sdk.models.blocks import Block

from handlers import paging, pasting
from handlers.filling import shown
from handlers.forms import fields
from handlers.policy import case_system
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import casenotes as words
from handlers.words import kit
from handlers.words.phrases import day
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import CaseNote

COPY = "case_note_copy"
FILED = "case_note_filed"
COPY_FORM = "case_note_copy_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.FiledBeforeDiscussed: pasting.FILED_ON,
    errors.FiledLater: pasting.FILED_ON,
}


def copy(request: Request, work: UnitOfWork) -> Reply:
    """*Copy for MOSAIC*, and its further pages."""
    note_id, _, page = request.value.partition(",")
    return copy_of(request, work, note_id, page)


def copy_of(request: Request, work: UnitOfWork, note_id: str, page: str = "") -> Reply:
    """The policy's headline, and its headings with what was written under them."""
    note = work.case_notes.read(note_id, viewer=request.viewer)
    by, worker = work.people.get(note.by_id), work.people.get(note.worker_id)
    whole = words.of_note(note, by, worker, work.people.by_id(shown.named_in(note.filled)))
    if note.filed_on:
        here = paging.page_of([paging.Piece([part]) for part in paging.paragraphs(whole)], paging.number_in(page))
        row = here.buttons(COPY, note.id)
        made = [kit.section(_filed(request, work, note)), *here.blocks, *([kit.actions(*row)] if row else [])]
        return show(fields.window(words.COPY_TITLE, made), replaces=bool(page))
    headline = words.headline(work.policy.at(work.today), note.kind, by, worker)
    text = pasting.Text(headline, whole, note.ref, note="" if note.filled else words.NOTHING_WRITTEN)
    form = pasting.Form(words.COPY_TITLE, COPY_FORM, {"note": note.id}, COPY, note.id)
    return show(pasting.form(request, work, text, form, paging.number_in(page)), replaces=bool(page))


def filed(request: Request, work: UnitOfWork) -> Reply:
    """It is on the case system, since today or the day given."""
    note_id = request.meta.get("note") or request.value
    note = work.case_notes.mark_filed(note_id, viewer=request.viewer, on=request.day(pasting.FILED_ON))
    return say(_filed(request, work, note), title=words.FILED, stored=True)


def to_file(request: Request, work: UnitOfWork, session_id: str) -> list[Block]:
    """Of the cases discussed in a session, those that are not on the case system yet: a line each, with its button."""
    notes = work.case_notes.of_session(session_id, viewer=request.viewer)
    return [_to_file(request, work, note) for note in notes if note.filed_on is None]


def _to_file(request: Request, work: UnitOfWork, note: CaseNote) -> Block:
    system = case_system(work)
    by = day(note.file_by_on, request.today) if note.file_by_on else ""
    return kit.section(words.to_file(note.ref, system, by), accessory=kit.button(words.copy_for(system), COPY, note.id))


def _filed(request: Request, work: UnitOfWork, note: CaseNote) -> str:
    return words.filed(case_system(work), note.ref, day(note.filed_on or request.today, request.today))
