"""`/case oversight`: management oversight in the months between discussions; `summary`: the summary of a case."""

from typing import Any

from handlers.casework import reading
from handlers.decisions import saved
from handlers.filling import opening
from handlers.forms import fields, unsent
from handlers.forms.case import case_field, known
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import TypedDecision, parse_decision
from handlers.words import casework as words
from handlers.words import kit
from handlers.words.phrases import escape
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

FORM = "oversight_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.ForTheSupervisor: "ref",
    errors.DecisionMissing: "what",
    errors.RationaleMissing: "why",
    errors.TooLong: "what",
}


def oversee(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """What was looked at and why: by a manager, with the rationale every policy asks for. Without one the form asks."""
    ref, _ = reading.take_ref(request, work, "oversight", rest)
    typed = parse_decision(rest)
    if not typed.decision or not typed.rationale:
        return show(modal(request, work, work.cases.find(ref, viewer=request.viewer).ref, typed))
    return _save(request, work, ref, typed.decision, typed.rationale)


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with what was typed."""
    ref, _ = reading.take_ref(request, work, "oversight", rest)
    return show(modal(request, work, work.cases.find(ref, viewer=request.viewer).ref, parse_decision(rest)))


def modal(request: Request, work: UnitOfWork, ref: str, typed: TypedDecision) -> dict[str, Any]:
    """What was looked at, and why it is so; of which case, where that is not known yet."""
    asked = [
        kit.context(f"*{escape(ref)}*") if ref else case_field(request, work, ""),
        fields.text_field("what", words.OVERSIGHT_WHAT, typed.decision, hint=words.OVERSIGHT_HINT),
        fields.text_field("why", words.OVERSIGHT_WHY, typed.rationale),
    ]
    return unsent.kept(fields.form(words.OVERSIGHT, FORM, asked, meta={"case": ref} if ref else {}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store it."""
    ref = request.meta.get("case") or known(request, work)
    return _save(request, work, ref, request.typed("what"), request.typed("why"))


def _save(request: Request, work: UnitOfWork, ref: str, what: str, why: str) -> Reply:
    made = work.decisions.oversee(ref, what, why, viewer=request.viewer)
    return saved(request, work, made)


def summarise(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The policy's form for it."""
    ref, _ = reading.take_ref(request, work, "summary", rest)
    case = work.cases.find(ref, viewer=request.viewer)
    if case.worker_id is None:
        raise errors.NotFound
    return opening.case_summary(request, work, case.ref, case.worker_id)
