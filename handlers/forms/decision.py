"""The form of an ad hoc decision, and what saving it does."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import FieldError
from handlers.decisions import saved
from handlers.forms import fields
from handlers.reply import Reply
from handlers.request import Request
from handlers.typed import TypedDecision
from handlers.words import kit
from handlers.words.identified import NOT_A_REFERENCE
from scheduling.errors import SupervisionError
from scheduling.references import EXAMPLE
from storage import errors
from storage.unit import UnitOfWork
from storage.views import CaseView, Person

CALLBACK = "decision_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.DecisionMissing: "decision",
    errors.RationaleMissing: "rationale",
    errors.TooLong: "decision",
}
NOT_THERE = "There is no such case among those you can see. Check the reference."


def modal(request: Request, work: UnitOfWork, typed: TypedDecision, *, draft: str = "", told: str = "") -> dict[str, Any]:
    """The form with what was typed in it, and the viewer's cases to choose from. `told` stands above the case."""
    example = work.policy.at(work.today).record.references.example
    return fill(typed, cases(work, request.viewer), draft=draft, told=told, example=example)


def fill(
    typed: TypedDecision, choices: dict[str, str], *, draft: str = "", told: str = "", example: str = EXAMPLE
) -> dict[str, Any]:
    """The same from what is known: it needs no storage, so it opens even where storage fails."""
    blocks: list[Block] = [*([kit.section(told)] if told else []), _case(typed.ref, choices, example)]
    for block, label, text, hint in (
        ("decision", "Decision", typed.decision, "What was decided, and what happens next."),
        ("rationale", "Rationale", typed.rationale, "Why: enough for somebody who reads it later to follow it."),
    ):
        if len(text) > fields.LONGEST:
            blocks += fields.in_full(f"{label}, as you typed it: it has to fit 3,000 characters", text)
        blocks.append(fields.text_field(block, label, text, hint=hint))
    return fields.form("Log a decision", CALLBACK, blocks, meta={"draft": draft} if draft else {})


def cases(work: UnitOfWork, viewer: Person) -> dict[str, str]:
    """The viewer's own open cases and their supervisees', those due first before the others."""
    found: dict[str, str] = {}
    for worker in (viewer, *work.people.supervisees_of(viewer.id)):
        for case in work.cases.of_worker(worker.id, viewer=viewer):
            whose = "" if worker.id == viewer.id else f" · {worker.name}"
            found.setdefault(case.ref, f"{case.ref} · {case.category.replace('_', ' ')}{whose}")
    return found


def _case(ref: str, choices: dict[str, str], example: str) -> Block:
    known = next((one for one in choices if one.casefold() == ref.casefold()), "")
    if choices and len(choices) <= fields.OPTIONS and (known or not ref):
        return fields.select_field("ref", "Case", choices, known)
    hint = f"The reference as the case system has it, for example {example}."
    return fields.text_field("ref", "Case reference", ref, lines=False, hint=hint, most=100)


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store it; the same rules as for the command."""
    ref, decision, rationale = (request.typed(block) for block in ("ref", "decision", "rationale"))
    case = _found(request, work, ref)
    view = work.decisions.log(viewer=request.viewer, ref=case.ref, decision=decision, rationale=rationale)
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    return saved(request, work, view)


def _found(request: Request, work: UnitOfWork, ref: str) -> CaseView:
    """The case; what is no reference at all is told so, and not repeated."""
    try:
        return work.cases.find(ref, viewer=request.viewer)
    except errors.NotFound:
        references = work.policy.at(work.today).record.references
        if references.fits(ref):
            raise
        raise FieldError("ref", NOT_A_REFERENCE.format(example=references.example)) from None
