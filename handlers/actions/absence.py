"""Absences of one person, listed: with a button that records another, and one on each that is not over."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import absence as form
from handlers.forms import fields
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import absence as words
from handlers.words import kit
from handlers.words.phrases import who
from storage.unit import UnitOfWork
from storage.views import AbsenceView, Person

RECORD = "absence_record"
BACK = "absence_back"
SHOWN = 20


def window(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """The latest first. Raises NotFound where they are not the viewer's to see."""
    found = work.absences.of(person.id, viewer=request.viewer)
    own = person.id == request.viewer.id
    blocks: list[Block] = [kit.section(words.YOURS if own else words.theirs(who(person)))]
    blocks += [_line(request, each) for each in found[:SHOWN]] or [kit.section(words.NONE)]
    blocks.append(kit.actions(kit.button(words.RECORD, RECORD, person.id, primary=True)))
    return fields.window(words.TITLE, [*blocks, kit.context(words.CLOCKS), *([kit.context(words.WHO_MAY)] if own else [])])


def ask(request: Request, work: UnitOfWork) -> Reply:
    """*Record an absence*."""
    return show(form.modal(request, work, work.people.must_get(request.value)))


def _line(request: Request, absence: AbsenceView) -> Block:
    is_over = absence.until_on is not None and absence.until_on <= request.today
    return kit.section(
        words.line(absence, request.today), accessory=None if is_over else kit.button(words.BACK, BACK, absence.id)
    )
