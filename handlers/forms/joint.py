"""The form of a case worked jointly: who leads, who works it with them, from when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.asking import FieldError, UnmetError
from handlers.filling import opening
from handlers.forms import fields
from handlers.forms.case import case_field, known, worker_field
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import joint as words
from handlers.words import kit
from handlers.words.casework import CHOOSE
from handlers.words.phrases import day, deadline, who
from scheduling.errors import SupervisionError
from storage import errors
from storage.records.jointwork import JointView
from storage.unit import UnitOfWork
from storage.views import Person

CALLBACK = "joint_form"
PLAN = "joint_plan"
FAULTS: dict[type[SupervisionError], str] = {
    errors.NotFound: "ref",
    errors.CaseClosed: "ref",
    errors.ForTheSupervisor: "ref",
    errors.OneLead: "with",
    errors.BeforeTheStart: "on",
    errors.BeforeTheCaseOpened: "on",
}


def modal(
    request: Request,
    work: UnitOfWork,
    ref: str = "",
    *,
    people: Sequence[Person] = (),
    on: date | None = None,
    draft: str = "",
    told: str = "",
) -> dict[str, Any]:
    """With whoever was named already, the lead first."""
    lead, others = (people[0], people[1:]) if people else (None, ())
    blocks = [
        *([kit.section(told)] if told else []),
        case_field(request, work, ref),
        worker_field(request, work, lead, "lead", words.LEAD, words.LEAD_HINT),
        fields.people_field("with", words.WITH, [each.slack_id for each in others if each.slack_id], optional=False),
        fields.day_field("on", words.FROM_ON, on or request.today),
    ]
    return fields.form(words.TITLE, CALLBACK, blocks, submit=words.SUBMIT, meta={"draft": draft} if draft else {})


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Begin it, or put it right."""
    lead = request.typed("lead")
    if not lead:
        raise FieldError("lead", CHOOSE)
    people = [lead, *_people(work, request.chosen("with"))]
    return begun(request, work, known(request, work), people, request.day("on") or request.today)


def begun(request: Request, work: UnitOfWork, ref: str, people: Sequence[str], on: date) -> Reply:
    """`Saved. *M100001* is worked jointly from Tue 24 March: @Ann leads, with @Priya.`"""
    made = work.joint_work.begin(ref, people[0], people[1:], viewer=request.viewer, on=on)
    if request.meta.get("draft"):
        work.drafts.take(request.viewer, request.carried("draft"))
    said = words.begun(made.ref, who(made.lead), [who(each) for each in made.others], day(on, request.today))
    said += _supervised(work, made) + _to_meet(request, work, made)
    row = [] if made.met_on else [kit.actions(kit.button(words.PLAN, PLAN, made.ref))]
    return say(said, *row, title=words.SAVED, stored=True, about=made.ref)


def ended(request: Request, work: UnitOfWork, ref: str, on: date) -> Reply:
    """The lead goes on alone."""
    case = work.joint_work.end(ref, viewer=request.viewer, on=on)
    lead = who(work.people.get(case.workers[0]))
    return say(words.ended(case.ref, lead, day(on, request.today)), title=words.ENDED, stored=True, about=case.ref)


def plan(request: Request, work: UnitOfWork) -> Reply:
    """*Record the planning meeting*."""
    return opening.joint_planning_meeting(request, work, request.value)


def _supervised(work: UnitOfWork, made: JointView) -> str:
    terms = work.policy.at(work.today).cases
    return words.supervised(who(made.manager)) if terms and terms.lead_manager and made.manager else ""


def _to_meet(request: Request, work: UnitOfWork, made: JointView) -> str:
    owed = work.obligations.on_case(made.ref, viewer=request.viewer)
    due = next((each.due for each in owed if each.kind == "planning_meeting"), None)
    return words.to_meet(deadline(due, request.today)) if due else ""


def _people(work: UnitOfWork, chosen: Sequence[str]) -> list[str]:
    """Ids of those picked, who all work here. Raises UnmetError for an account not met yet."""
    found = work.people.of_slack_all(chosen)
    for each in chosen:
        if each not in found:
            raise UnmetError(each)
    return [found[each].id for each in chosen]
