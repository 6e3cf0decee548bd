"""The forms of a supervision agreement: signed, reviewed."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import kit
from handlers.words.phrases import day, who
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
        kit.context(f"The supervision agreement of {who(person)} with {who(supervisor)}."),
        fields.day_field("supervisee_on", "Signed by the supervisee on", request.today),
        fields.day_field("supervisor_on", "Signed by the supervisor on", request.today),
    ]
    if managers:
        hint = "Whom either of them goes to where they cannot agree."
        blocks.append(fields.select_field("manager", "Named manager", managers, next(iter(managers)), optional=True, hint=hint))
    return fields.form("Supervision agreement", SIGN, blocks, meta={"person": person.id})


def review_modal(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """The day the agreement was reviewed."""
    blocks = [
        kit.context(f"The supervision agreement of {who(person)}."),
        fields.day_field("on", "Reviewed by both on", request.today),
    ]
    return fields.form("Agreement reviewed", REVIEW, blocks, meta={"person": person.id})


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
    return _saved(request, work, person_id, "is signed by both", "agreement_review", "To review")


def submit_review(request: Request, work: UnitOfWork) -> Reply:
    """Store the review."""
    person_id, on = request.carried("person"), request.day("on") or request.today
    work.agreements.review(viewer=request.viewer, supervisee_id=person_id, on=on)
    said = f"was reviewed on {day(on, request.today)}"
    return _saved(request, work, person_id, said, "agreement_review", "To review again")


def _saved(request: Request, work: UnitOfWork, person_id: str, what: str, next_kind: str, todo: str) -> Reply:
    said = f"Saved. The supervision agreement of {who(work.people.get(person_id))} {what}."
    owed = next((one for one in work.obligations.of(person_id, viewer=request.viewer) if one.kind == next_kind), None)
    return say(said + (f" {todo} by {day(owed.due_on, request.today)}." if owed else ""), title="Saved", stored=True)
