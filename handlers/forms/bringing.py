"""The form that brings a case to group supervision on a day to come."""

from datetime import date
from typing import Any

from handlers.asking import FieldError, UnmetError
from handlers.forms import fields
from handlers.forms.case import case_field, known
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import bringing as words
from handlers.words import casework, kit
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork
from storage.views import Person

CALLBACK = "case_group_form"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.NoSupervisor: "facilitator",
    errors.InThePast: "on",
    errors.BeforeTheCaseOpened: "on",
}


def modal(
    request: Request,
    work: UnitOfWork,
    ref: str = "",
    *,
    worker: Person | None = None,
    on: date | None = None,
    draft: str = "",
    told: str = "",
) -> dict[str, Any]:
    """Which case, whose group, which day."""
    leads = (worker.slack_id or "") if worker else ""
    blocks = [
        *([kit.section(told)] if told else []),
        case_field(request, work, ref),
        fields.person_field("facilitator", words.FACILITATOR, leads, hint=words.FACILITATOR_HINT),
        fields.day_field("on", words.ON, on),
    ]
    return fields.form(words.TITLE, CALLBACK, blocks, meta={"draft": draft} if draft else {})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Plan it. Raises UnmetError for an account not met yet."""
    on, chosen = request.day("on"), request.typed("facilitator")
    if on is None:
        raise FieldError("on", words.CHOOSE_DAY)
    leads = work.people.of_slack_all([chosen]).get(chosen) if chosen else None
    if chosen and leads is None:
        raise UnmetError(chosen)
    return planned(request, work, known(request, work), leads.id if leads else "", on)


def planned(request: Request, work: UnitOfWork, ref: str, facilitator_id: str, on: date) -> Reply:
    """`Saved. *M100001* is brought to the group of Tue 12 May, led by @Tom. …`"""
    leads = work.bringing.plan(ref, viewer=request.viewer, facilitator_id=facilitator_id, on=on)
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    said = words.saved(ref, work.people.get(leads), on, request.today)
    return say(said, title=casework.SAVED, stored=True, about=ref)
