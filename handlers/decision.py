"""`/decision REF text because rationale`: stored in one go, or asked for what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import helping, siblings
from handlers.asking import AskError, Choice
from handlers.decisions import saved
from handlers.forms import decision as form
from handlers.pointing import Look, looks_clean
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.typed import TypedDecision, parse_decision, parse_message, plain, with_kind
from handlers.words import decision as words
from handlers.words.identified import BY_REFERENCE, LEFT_OUT, NO_REFERENCE
from handlers.words.phrases import escape, quoted, who
from handlers.words.waiting import NO_FORM
from scheduling.errors import SupervisionError
from scheduling.identifying import Kind, identify
from storage.errors import NotFound
from storage.records.decisions import ToLog
from storage.unit import UnitOfWork
from storage.views import CaseView, DecisionView

HELP = ("help", "?")


def run(request: Request, work: UnitOfWork) -> Reply:
    """Store the decision, or open the form with what was typed."""
    if plain(request.text).casefold() in HELP:
        return helping.of(request, work, "/decision", {})
    typed = _typed(request.text, work)
    if several := siblings.named(request.text, request.viewer, work):
        if _of(several, several.refs[0]).is_whole:
            raise siblings.which(several)
        return refill(request, work, request.text, "")
    try:
        if not typed.is_whole:
            known = work.cases.find(typed.ref, viewer=request.viewer).ref if typed.ref else ""
            return _form(request, work, replace(typed, ref=known))
        (found,) = run_all([request], work)
        if isinstance(found, SupervisionError):
            raise found
    except NotFound:
        return _unknown(request, work, typed)
    return found


def joins(text: str) -> bool:
    """Nothing needs to be asked or pointed out: it is stored at once, together with others' that are."""
    typed = parse_decision(text)
    return typed.is_whole and not siblings.may_follow(typed.decision) and looks_clean(_told(typed))


def written(text: str) -> str:
    """The decision and the rationale."""
    return _told(parse_decision(text))


def _told(typed: TypedDecision) -> str:
    return f"{typed.decision}\n{typed.rationale}"


def run_all(requests: Sequence[Request], work: UnitOfWork) -> list[Reply | SupervisionError]:
    """Store these decisions, whole ones; a refusal in place of the answer where one cannot be."""
    typed = [_typed(request.text, work) for request in requests]
    wanted = [
        ToLog(request.viewer, each.ref, each.decision, each.rationale, each.kind)
        for request, each in zip(requests, typed, strict=True)
    ]
    logged = work.decisions.log_all(wanted)
    people = work.people.by_id({view.worker_id for view in logged if isinstance(view, DecisionView)})
    return [
        found if isinstance(found, SupervisionError) else saved(request, work, found, people)
        for request, found in zip(requests, logged, strict=True)
    ]


def refill(request: Request, work: UnitOfWork, text: str, draft: str) -> Reply:
    """The form with a text typed before; the case is left to choose where several are named."""
    if several := siblings.named(text, request.viewer, work):
        return _form(request, work, _kinded(_of(several), work), draft, words.choose_one(several.refs))
    return _form(request, work, _typed(text, work), draft)


def blank(text: str) -> dict[str, Any]:
    """The same without storage: it opens even where storage fails."""
    if several := siblings.told_apart(plain(text)):
        return form.fill(_of(several), {}, told=words.choose_one(several.refs))
    return form.fill(parse_decision(text), {})


def _typed(text: str, work: UnitOfWork) -> TypedDecision:
    """Told apart, with the kind where the policy has such a word."""
    return _kinded(parse_decision(text), work)


def _kinded(typed: TypedDecision, work: UnitOfWork) -> TypedDecision:
    return with_kind(typed, work.policy.at(work.today).ad_hoc_kinds)


def _of(several: siblings.Siblings, ref: str = "") -> TypedDecision:
    """What is said of several cases, of one of them or of none yet."""
    return replace(parse_message(escape(several.rest), ""), ref=ref)


def _form(request: Request, work: UnitOfWork, typed: TypedDecision, draft: str = "", told: str = "") -> Reply:
    """What was typed in its fields. A name in place of the reference is left out: it is shown, stored and kept nowhere."""
    named = _name_first(request, work, typed)
    if not named:
        return show(form.modal(request, work, typed, draft=draft, told=told))
    bare = replace(typed, decision=typed.decision[named:].lstrip(" ,:;-–—"))
    made = show(form.modal(request, work, bare, told=LEFT_OUT))
    return replace(made, unopened=say(f"{NO_FORM} {BY_REFERENCE}"))


def _name_first(request: Request, work: UnitOfWork, typed: TypedDecision) -> int:
    """How much of the text is a name, where the reference should stand."""
    if typed.ref or looks_clean(typed.decision):
        return 0
    found = Look(request, work).at(typed.decision)
    return found[0].end if found and found[0].kind is Kind.NAME and not found[0].start else 0


def _unknown(request: Request, work: UnitOfWork, typed: TypedDecision) -> Reply:
    """The cases it may have been, a button each: pressing one saves what was typed. What is no reference is not repeated."""
    near = work.cases.near(typed.ref, viewer=request.viewer)
    references = work.policy.at(work.today).record.references
    is_one = references.fits(typed.ref) and not identify(typed.ref)
    if not near and not is_one:
        return _form(request, work, replace(typed, ref=""), told=NO_REFERENCE.format(example=references.example))
    rest = plain(request.text).partition(typed.ref)[2]
    choices = [Choice(case.ref, case.ref) for case in near]
    raise AskError(_sentence(typed.ref if is_one else "", near), before="", after=rest, choices=choices)


def _sentence(ref: str, near: list[CaseView]) -> str:
    said = words.could_not_save(quoted(ref) if ref else "")
    if not near:
        return words.check_reference(said)
    return words.did_you_mean(said, [words.meant(case.ref, who(case.worker) if case.worker else "") for case in near])
