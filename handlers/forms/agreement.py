"""The forms of a supervision agreement: signed, reviewed."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import agreements as words
from handlers.words import kit
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import Person

SIGN = "agreement_form"
REVIEW = "review_form"
SIGN_FAULTS: dict[type[SupervisionError], str] = {errors.InTheFuture: "supervisee_on", errors.BeforeTheStart: "supervisee_on"}
REVIEW_FAULTS: dict[type[SupervisionError], str] = {errors.InTheFuture: "on", errors.BeforeTheStart: "on"}


def sign_modal(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """Both signatures, and the manager to go to when the two disagree."""
    supervisor = work.people.supervisor_of(person.id)
    above = work.people.line_above(supervisor.id) if supervisor else []
    managers = {one.id: f"{one.name} · {one.post}" for one in above if one.id != person.id}
    blocks: list[Block] = [
        kit.context(words.head(person, supervisor)),
        fields.day_field("supervisee_on", words.SIGNED_BY_SUPERVISEE, request.today),
        fields.day_field("supervisor_on", words.SIGNED_BY_SUPERVISOR, request.today),
    ]
    if managers:
        hint, first = words.NAMED_MANAGER_HINT, next(iter(managers))
        blocks.append(fields.select_field("manager", words.NAMED_MANAGER, managers, first, optional=True, hint=hint))
    return fields.form(words.TITLE, SIGN, blocks, meta={"person": person.id})


def review_modal(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """The day the agreement was reviewed."""
    blocks = [
        kit.context(words.of(person)),
        fields.day_field("on", words.REVIEWED_ON, request.today),
    ]
    return fields.form(words.TITLE_REVIEWED, REVIEW, blocks, meta={"person": person.id})


def submit_sign(request: Request, work: UnitOfWork) -> Reply:
    """Store the signatures."""
    person_id = request.carried("person")
    work.agreements.sign(
        viewer=request.viewer,
        supervisee_id=person_id,
        supervisee_signed_on=request.day("supervisee_on"),
        supervisor_signed_on=request.day("supervisor_on"),
        named_manager_id=request.typed("manager") or None,
    )
    return _saved(request, work, person_id, words.IS_SIGNED, "agreement_review", words.TO_REVIEW)


def submit_review(request: Request, work: UnitOfWork) -> Reply:
    """Store the review."""
    person_id, on = request.carried("person"), request.day("on") or request.today
    work.agreements.review(viewer=request.viewer, supervisee_id=person_id, on=on)
    said = words.was_reviewed(on, request.today)
    return _saved(request, work, person_id, said, "agreement_review", words.TO_REVIEW_AGAIN)


def _saved(request: Request, work: UnitOfWork, person_id: str, what: str, next_kind: str, todo: str) -> Reply:
    owed = next((one for one in work.obligations.of(person_id, viewer=request.viewer) if one.kind == next_kind), None)
    said = words.done(work.people.get(person_id), what, todo, owed.due_on if owed else None, request.today)
    return say(said, title=words.TITLE_SAVED, stored=True)
