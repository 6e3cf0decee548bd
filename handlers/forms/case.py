"""The forms of `/case`: open a case, allocate it, change its category, close it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import FieldError, WordedError
from handlers.forms import fields
from handlers.forms.decision import cases
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import casework as words
from handlers.words import kit
from handlers.words.duties import title
from handlers.words.identified import NO_REFERENCE, NOT_A_REFERENCE
from handlers.words.phrases import deadline
from scheduling.errors import SupervisionError
from storage import errors
from storage.records.casebook import LEADING
from storage.unit import UnitOfWork
from storage.views import Person

OPEN = "case_open_form"
ALLOCATE = "case_allocate_form"
CATEGORY = "case_category_form"
REVIEW = "case_review_form"
CLOSE = "case_close_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.OpenAlready: "ref",
    errors.NotAReference: "ref",
    errors.ForTheSupervisor: "ref",
    errors.CannotOpen: "ref",
    errors.BeforeTheStart: "on",
    errors.BeforeTheCaseOpened: "on",
    errors.BeforeItClosed: "on",
    errors.NotThatDayYet: "on",
    errors.InThePast: "on",
    errors.NoPointsAsked: "ref",
    errors.AllocatedAlready: "worker",
}


class NobodyBelowError(WordedError):
    """You supervise nobody, so there is nobody to give a case to."""


def open_modal(
    request: Request,
    work: UnitOfWork,
    ref: str = "",
    *,
    category: str = "",
    worker: Person | None = None,
    on: date | None = None,
    draft: str = "",
    told: str = "",
) -> dict[str, Any]:
    """A case that is new here, or that was closed."""
    example = work.policy.at(work.today).record.references.example
    blocks = [
        *_told(told),
        fields.text_field("ref", words.REF_NEW, ref, lines=False, hint=words.hint(example), most=40),
        fields.select_field("category", words.CATEGORY_LABEL, words.NAMES, category),
        worker_field(request, work, worker),
        fields.day_field("on", words.OPENED_ON, on or request.today),
    ]
    return fields.form(words.OPEN_TITLE, OPEN, blocks, submit=words.OPEN_SUBMIT, meta=_meta(draft))


def allocate_modal(
    request: Request,
    work: UnitOfWork,
    ref: str = "",
    *,
    worker: Person | None = None,
    role: str = "",
    on: date | None = None,
    draft: str = "",
    told: str = "",
) -> dict[str, Any]:
    """Who works a case, in which role, from when."""
    blocks = [
        *_told(told),
        case_field(request, work, ref),
        worker_field(request, work, worker),
        fields.select_field("role", words.ROLE, words.ROLES, role or "key_worker"),
        fields.day_field("on", words.FROM_ON, on or request.today),
    ]
    return fields.form(words.ALLOCATE_TITLE, ALLOCATE, blocks, submit=words.ALLOCATE_SUBMIT, meta=_meta(draft))


def category_modal(
    request: Request,
    work: UnitOfWork,
    ref: str = "",
    *,
    category: str = "",
    on: date | None = None,
    draft: str = "",
    told: str = "",
) -> dict[str, Any]:
    """Which category a case is in, from when."""
    blocks = [
        *_told(told),
        case_field(request, work, ref),
        fields.select_field("category", words.CATEGORY_LABEL, words.NAMES, category),
        fields.day_field("on", words.FROM_ON, on or request.today),
    ]
    return fields.form(words.CATEGORY_TITLE, CATEGORY, blocks, meta=_meta(draft))


def close_modal(
    request: Request, work: UnitOfWork, ref: str = "", *, on: date | None = None, draft: str = "", told: str = ""
) -> dict[str, Any]:
    """From when a case is closed."""
    blocks = [*_told(told), case_field(request, work, ref), fields.day_field("on", words.CLOSED_ON, on or request.today)]
    return fields.form(words.CLOSE_TITLE, CLOSE, blocks, submit=words.CLOSE_SUBMIT, meta=_meta(draft))


def review_modal(
    request: Request, work: UnitOfWork, ref: str = "", *, on: date | None = None, draft: str = "", told: str = ""
) -> dict[str, Any]:
    """The day a case is decided on or reviewed."""
    blocks = [*_told(told), case_field(request, work, ref), fields.day_field("on", words.REVIEW_ON, on)]
    return fields.form(words.REVIEW_TITLE, REVIEW, blocks, meta=_meta(draft))


def submit_review(request: Request, work: UnitOfWork) -> Reply:
    """Ask for oversight then."""
    on = request.day("on")
    if on is None:
        raise FieldError("on", words.CHOOSE_DAY)
    return pointed(request, work, known(request, work), on)


def pointed(request: Request, work: UnitOfWork, ref: str, on: date) -> Reply:
    """`Saved. Management oversight of *M100001* is asked for at its review point, Tue 12 May. Next: …`"""
    work.points.set(ref, viewer=request.viewer, on=on)
    return _saved(request, work, ref, words.pointed(ref, on, request.today))


def submit_open(request: Request, work: UnitOfWork) -> Reply:
    """Open it."""
    ref, category, worker = (request.typed(name) for name in ("ref", "category", "worker"))
    return opened(request, work, ref, _chosen(category, "category"), _chosen(worker, "worker"), _day(request))


def submit_allocate(request: Request, work: UnitOfWork) -> Reply:
    """Allocate it."""
    worker, role = _chosen(request.typed("worker"), "worker"), _chosen(request.typed("role"), "role")
    return allocated(request, work, known(request, work), worker, role, _day(request))


def submit_category(request: Request, work: UnitOfWork) -> Reply:
    """Put it in this category."""
    category = _chosen(request.typed("category"), "category")
    return categorised(request, work, known(request, work), category, _day(request))


def submit_close(request: Request, work: UnitOfWork) -> Reply:
    """Close it."""
    return closed(request, work, known(request, work), _day(request))


def _chosen(value: str, block: str) -> str:
    """What was chosen from a list. Raises FieldError where nothing was, or what is not in it."""
    lists = {"category": words.NAMES, "role": words.ROLES}
    if not value or value not in lists.get(block, {value}):
        raise FieldError(block, words.CHOOSE)
    return value


def _day(request: Request) -> date:
    return request.day("on") or request.today


def opened(request: Request, work: UnitOfWork, ref: str, category: str, worker_id: str, on: date) -> Reply:
    """`Saved. *M100050* has been open since Tue 24 March: child protection, with @Ann. Next: …`"""
    kept = work.caseload.open(ref, category, viewer=request.viewer, worker_id=worker_id, on=on)
    said = words.opened(kept, category, work.people.get(worker_id), on, request.today)
    return _saved(request, work, kept, said)


def allocated(request: Request, work: UnitOfWork, ref: str, worker_id: str, role: str, on: date) -> Reply:
    """`Saved. *M100001* is with @Priya from Tue 24 March.`"""
    work.caseload.allocate(ref, viewer=request.viewer, worker_id=worker_id, on=on, role=role)
    worker = work.people.get(worker_id)
    said = words.allocated(ref, worker, on, request.today) if role in LEADING else ""
    return _saved(request, work, ref, said or words.joins(ref, worker, words.ROLES[role], on, request.today))


def categorised(request: Request, work: UnitOfWork, ref: str, category: str, on: date) -> Reply:
    """`Saved. *M100001* is child protection from Tue 24 March. Next: …`"""
    work.caseload.categorise(ref, category, viewer=request.viewer, on=on)
    return _saved(request, work, ref, words.categorised(ref, category, on, request.today))


def closed(request: Request, work: UnitOfWork, ref: str, on: date) -> Reply:
    """`Saved. *M100001* is closed from Tue 24 March. …`"""
    work.caseload.close(ref, viewer=request.viewer, on=on)
    return _saved(request, work, ref, words.closed(ref, on, request.today))


def case_field(request: Request, work: UnitOfWork, ref: str) -> Block:
    """One of the viewer's cases; its reference where they are many, or where another was typed."""
    choices = cases(work, request.viewer)
    if ref and ref not in choices:
        choices = {ref: ref, **choices}
    if choices and len(choices) <= fields.OPTIONS:
        return fields.select_field("ref", words.REF, choices, ref)
    example = work.policy.at(work.today).record.references.example
    return fields.text_field("ref", words.REF_NEW, ref, lines=False, hint=words.hint(example), most=40)


def known(request: Request, work: UnitOfWork) -> str:
    """The reference of the case the form is about. Raises FieldError, NotFound; what is none is not repeated."""
    typed = request.typed("ref")
    try:
        return work.cases.find(typed, viewer=request.viewer).ref
    except errors.NotFound:
        references = work.policy.at(work.today).record.references
        if references.fits(typed):
            raise
        raise FieldError("ref", NOT_A_REFERENCE.format(example=references.example)) from None


def not_a_reference(work: UnitOfWork) -> str:
    """Above a form in which something else stood in place of the reference: it is left out."""
    return NO_REFERENCE.format(example=work.policy.at(work.today).record.references.example)


def _saved(request: Request, work: UnitOfWork, ref: str, said: str) -> Reply:
    """What was done, and what is due first on it now."""
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    due = work.cases.find(ref, viewer=request.viewer).due[:1]
    said += "".join(words.next_due(title(one), deadline(one.due, request.today)) for one in due)
    return say(said, title=words.SAVED, stored=True, about=ref)


def worker_field(
    request: Request, work: UnitOfWork, worker: Person | None, block: str = "worker", label: str = words.WORKER, hint: str = ""
) -> Block:
    """Somebody in the line below the viewer who works here, their own supervisees first where not all can be listed."""
    mine = work.people.supervisees_of(request.viewer.id)
    everybody = work.people.by_id(work.sight.below(request.viewer))
    below = {each.id: each for each in everybody.values() if not each.has_left(request.today)}
    if not below:
        raise NobodyBelowError(words.NO_WORKERS)
    others = sorted((each for each in below.values() if each not in mine), key=lambda each: each.name)
    worker = worker if worker and worker.id in below else None
    first = [worker] if worker else []
    choices = {each.id: each.name for each in [*first, *mine, *others]}
    return fields.select_field(block, label, choices, worker.id if worker else "", hint=hint)


def _told(told: str) -> list[Block]:
    return [kit.section(told)] if told else []


def _meta(draft: str) -> dict[str, str]:
    return {"draft": draft} if draft else {}


FORMS: Mapping[str, Callable[[Request, UnitOfWork], Reply]] = {
    OPEN: submit_open,
    ALLOCATE: submit_allocate,
    CATEGORY: submit_category,
    REVIEW: submit_review,
    CLOSE: submit_close,
}
