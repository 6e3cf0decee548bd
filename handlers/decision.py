"""`/decision REF text because rationale`: stored in one go, or asked for what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.asking import AskError, Choice
from handlers.decisions import saved
from handlers.forms import decision as form
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import TypedDecision, parse_decision, plain
from handlers.words.phrases import escape, listed, quoted, who
from scheduling.errors import SupervisionError
from storage.errors import NotFound
from storage.records.decisions import ToLog
from storage.unit import UnitOfWork
from storage.views import CaseView, DecisionView


def run(request: Request, work: UnitOfWork) -> Reply:
    """Store the decision, or open the form with what was typed."""
    typed = parse_decision(request.text)
    try:
        if not typed.is_whole:
            known = work.cases.find(typed.ref, viewer=request.viewer).ref if typed.ref else ""
            return show(form.modal(request, work, replace(typed, ref=known)))
        (found,) = run_all([request], work)
        if isinstance(found, SupervisionError):
            raise found
    except NotFound:
        raise _unknown(request, work, typed) from None
    return found


def is_whole(text: str) -> bool:
    """Nothing needs to be asked: it is stored at once, together with others' that are."""
    return parse_decision(text).is_whole


def run_all(requests: Sequence[Request], work: UnitOfWork) -> list[Reply | SupervisionError]:
    """Store these decisions, whole ones; a refusal in place of the answer where one cannot be."""
    typed = [parse_decision(request.text) for request in requests]
    wanted = [
        ToLog(request.viewer, each.ref, each.decision, each.rationale) for request, each in zip(requests, typed, strict=True)
    ]
    logged = work.decisions.log_all(wanted)
    people = work.people.by_id({view.worker_id for view in logged if isinstance(view, DecisionView)})
    return [
        found if isinstance(found, SupervisionError) else saved(request, work, found, people)
        for request, found in zip(requests, logged, strict=True)
    ]


def refill(request: Request, work: UnitOfWork, text: str, draft: str) -> Reply:
    """The form with a text typed before."""
    return show(form.modal(request, work, parse_decision(text), draft=draft))


def blank(text: str) -> dict[str, Any]:
    """The same without storage: it opens even where storage fails."""
    return form.fill(parse_decision(text), {})


def _unknown(request: Request, work: UnitOfWork, typed: TypedDecision) -> AskError:
    """The cases it may have been, a button each: pressing one saves what was typed."""
    near = work.cases.near(typed.ref, viewer=request.viewer)
    rest = plain(request.text).partition(typed.ref)[2]
    choices = [Choice(case.ref, case.ref) for case in near]
    return AskError(_sentence(typed.ref, near), before="", after=rest, choices=choices)


def _sentence(ref: str, near: list[CaseView]) -> str:
    said = f"I could not save that: there is no case *{quoted(ref)}*."
    if not near:
        return f"{said} Check the reference, or choose the case in the form."
    meant = listed([f"*{escape(case.ref)}*" + (f" ({who(case.worker)})" if case.worker else "") for case in near], "or")
    return f"{said} Did you mean {meant}?"
