"""The form of an ad hoc decision, and what saving it does."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import FieldError
from handlers.decisions import saved
from handlers.forms import fields, more, unsent
from handlers.reply import Reply
from handlers.request import Request
from handlers.typed import TypedDecision
from handlers.words import decision as words
from handlers.words import kit
from handlers.words.identified import NOT_A_REFERENCE
from handlers.words.phrases import sentence
from scheduling.errors import SupervisionError
from scheduling.forms import Filled
from scheduling.references import EXAMPLE
from storage import errors
from storage.records.decisions import ToLog, Words
from storage.unit import UnitOfWork
from storage.views import CaseView, Person

CALLBACK = "decision_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.DecisionMissing: "decision",
    errors.RationaleMissing: "rationale",
    errors.NotAKindOfDecision: "direction",
    errors.TooLong: "decision",
}


def modal(request: Request, work: UnitOfWork, typed: TypedDecision, *, draft: str = "", told: str = "") -> dict[str, Any]:
    """The form with what was typed in it, and the viewer's cases to choose from. `told` stands above the case."""
    version = work.policy.at(work.today)
    return fill(
        typed,
        cases(work, request.viewer),
        draft=draft,
        told=told,
        example=version.record.references.example,
        kinds=version.ad_hoc_kinds,
        also=more.blocks(work, Filled(())),
    )


def fill(
    typed: TypedDecision,
    choices: dict[str, str],
    *,
    draft: str = "",
    told: str = "",
    example: str = EXAMPLE,
    kinds: Sequence[str] = (),
    also: Sequence[Block] = (),
) -> dict[str, Any]:
    """The same from what is known: it needs no storage, so it opens even where storage fails."""
    said = [kit.section(told)] if told else []
    made = [*said, _case(typed.ref, choices, example), *asked(typed, kinds), *also]
    return unsent.kept(fields.form(words.LOG_TITLE, CALLBACK, made, meta={"draft": draft} if draft else {}))


def asked(typed: TypedDecision, kinds: Sequence[str]) -> list[Block]:
    """The kind where the policy tells several apart, the decision, and the rationale."""
    made: list[Block] = []
    if len(kinds) > 1:
        usual = typed.kind or kinds[0]
        made.append(
            fields.select_field("direction", words.KIND, {kind: sentence(kind) for kind in kinds}, usual, optional=True)
        )
    for block, label, text, hint in (
        ("decision", words.DECISION, typed.decision, words.DECISION_HINT),
        ("rationale", words.RATIONALE, typed.rationale, words.RATIONALE_HINT),
    ):
        if len(text) > fields.LONGEST:
            made += fields.in_full(words.too_long(label), text)
        made.append(fields.text_field(block, label, text, hint=hint))
    return made


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
        return fields.select_field("ref", words.CASE, choices, known)
    return fields.text_field("ref", words.CASE_REFERENCE, ref, lines=False, hint=words.reference_hint(example), most=100)


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store it; the same rules as for the command."""
    case = _found(request, work, request.typed("ref"))
    said = written(request, work)
    to_log = ToLog(request.viewer, case.ref, said.decision, said.rationale, said.direction, said.more)
    view = work.decisions.put(to_log)
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    return saved(request, work, view)


def written(request: Request, work: UnitOfWork) -> Words:
    """What stands in the form. Raises FieldError beside a heading of the policy's that was left empty."""
    return Words(
        decision=request.typed("decision"),
        rationale=request.typed("rationale"),
        direction=request.typed("direction"),
        more=more.answered(request, work),
    )


def _found(request: Request, work: UnitOfWork, ref: str) -> CaseView:
    """The case; what is no reference at all is told so, and not repeated."""
    try:
        return work.cases.find(ref, viewer=request.viewer)
    except errors.NotFound:
        references = work.policy.at(work.today).record.references
        if references.fits(ref):
            raise
        raise FieldError("ref", NOT_A_REFERENCE.format(example=references.example)) from None
