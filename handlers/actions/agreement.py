"""A supervision agreement that is kept here: what holds, to be read, changed, or said to hold as it is for another year."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from handlers.actions import signing
from handlers.filling import opening
from handlers.forms import fields
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import agreements as words
from handlers.words import kit
from storage.errors import NotFound, WaitsForAName
from storage.records.agreements import AgreementView
from storage.unit import UnitOfWork
from storage.views import Person
from storage.written import RecordView

SAME = "agreement_same"
FORM = "agreement"


def kept(request: Request, work: UnitOfWork, person_id: str) -> RecordView | None:
    """The form of the two who work together today; None where they have written none. Raises NotFound."""
    held = work.agreements.in_force(person_id, viewer=request.viewer)
    found = work.written.of_one(held.id, viewer=request.viewer) if held else []
    return next((each for each in found if each.form == FORM), None)


def opened(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """What is kept; the policy's form where nothing is written yet. Raises NotFound, NoSupervisor."""
    record = kept(request, work, person_id)
    return (
        window(request, work, work.people.must_get(person_id), record)
        if record
        else opening.agreement(request, work, person_id)
    )


def window(request: Request, work: UnitOfWork, person: Person, record: RecordView) -> Reply:
    """How it stands, and what can be done with it."""
    held = work.agreements.in_force(person.id, viewer=request.viewer)
    made: list[Block] = [kit.section(words.head(person, work.people.supervisor_of(person.id)))]
    made += [kit.context(line) for line in _state(request, work, held)] if held else []
    is_mine = work.written.signs_as(record.id, viewer=request.viewer) in record.missing
    row = [kit.button(words.READ_AND_SIGN if is_mine else words.READ, signing.READ, record.id, primary=is_mine)]
    row.append(kit.button(words.CHANGE, signing.CORRECT, record.id))
    if not record.missing and work.written.signs_as(record.id, viewer=request.viewer):
        row.append(kit.button(words.SAME, SAME, record.id))
    return show(fields.window(words.TITLE, [*made, kit.actions(*row)]))


def same(request: Request, work: UnitOfWork) -> Reply:
    """The yearly review where nothing changes: the same words as a new version, which the other signs as well."""
    record = work.written.get(request.value, viewer=request.viewer)
    if record.form != FORM or not work.written.signs_as(record.id, viewer=request.viewer):
        raise NotFound
    if record.missing:
        raise WaitsForAName
    told = work.written.read(record.id, viewer=request.viewer).latest.filled
    work.written.correct(record.id, told, viewer=request.viewer, because=words.NOTHING_CHANGED)
    person, supervisor = work.people.get(record.about_id), work.people.supervisor_of(record.about_id)
    other = supervisor if request.viewer.id == record.about_id else person
    return say(words.reviewed(other), title=words.TITLE_REVIEWED, stored=True, about=record.id)


def _state(request: Request, work: UnitOfWork, held: AgreementView) -> list[str]:
    signed = [day for day in (held.signed_by_supervisee_on, held.signed_by_supervisor_on) if day]
    lines = [words.state(max(signed) if held.is_signed else None, held.reviewed_on, request.today)]
    if held.every and held.every.unit == "weeks":
        lines.append(words.frequency(held.every.count))
    if held.named_manager_id:
        lines.append(words.manager(work.people.get(held.named_manager_id)))
    return lines
