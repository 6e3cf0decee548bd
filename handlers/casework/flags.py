"""A significant change on a case: flagged, read, discussed or said to need no discussion."""

from typing import Any

from slack_sdk.models.blocks import Block

from handlers.casework import reading
from handlers.forms import decision as decision_form
from handlers.forms import fields, unsent
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.typed import TypedDecision, plain
from handlers.words import casework as words
from handlers.words import kit, messages
from handlers.words.phrases import clock, day, escape, who
from scheduling.calendar import LONDON
from scheduling.errors import SupervisionError
from storage import errors
from storage.unit import UnitOfWork

READ = messages.FLAG_READ
DECIDE = messages.FLAG_DECIDE
NONE = messages.FLAG_NONE
FORM = "flag_form"
NONE_FORM = "flag_none_form"
FAULTS: dict[type[SupervisionError], str] = {errors.ChangeMissing: "words", errors.TooLong: "words"}
NONE_FAULTS: dict[type[SupervisionError], str] = {errors.WhyNoDiscussionMissing: "why", errors.TooLong: "why"}


def flag(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Told at once; without words the form asks for them."""
    ref, after = reading.take_ref(request, work, "flag", rest)
    case = work.cases.find(ref, viewer=request.viewer)
    if not plain(after):
        return show(modal(case.ref))
    made = work.flags.raise_(case.ref, plain(after), viewer=request.viewer)
    return say(words.flagged(made.case_ref), stored=True, about=made.id)


def refill(request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
    """The form with what was typed."""
    ref, after = reading.take_ref(request, work, "flag", rest)
    return show(modal(work.cases.find(ref, viewer=request.viewer).ref, plain(after)))


def ask(request: Request, work: UnitOfWork) -> Reply:
    """*Flag a change* on the case the button names."""
    return show(modal(work.cases.find(request.value, viewer=request.viewer).ref))


def modal(ref: str, said: str = "") -> dict[str, Any]:
    """What has changed."""
    asked = [kit.context(f"*{escape(ref)}*"), fields.text_field("words", words.FLAG_FIELD, said, hint=words.FLAG_HINT)]
    return unsent.kept(fields.form(words.FLAG_TITLE, FORM, asked, submit=words.FLAG_SUBMIT, meta={"case": ref}))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Tell the supervisor."""
    made = work.flags.raise_(request.carried("case"), request.typed("words"), viewer=request.viewer)
    return say(words.flagged(made.case_ref), title=words.SAVED, stored=True, about=made.id)


def read(request: Request, work: UnitOfWork) -> Reply:
    """What was flagged, and what came of it."""
    found = work.flags.read(request.value, viewer=request.viewer)
    when = f"{day(found.flagged_at.astimezone(LONDON).date(), request.today)}, {clock(found.flagged_at)}"
    made: list[Block] = [kit.section(f"*{escape(found.case_ref)}* · {when} · {who(work.people.get(found.by_id))}")]
    made += fields.in_full(words.FLAG_TITLE, found.words)
    made += fields.in_full(words.NONE_TITLE, found.answer) if found.answer else []
    if found.answered_at is None:
        made.append(kit.context(words.WAITS))
    return show(fields.window(words.FLAG_TITLE, made))


def decide(request: Request, work: UnitOfWork) -> Reply:
    """*Log a decision* on the case that was flagged."""
    found = work.flags.read(request.value, viewer=request.viewer)
    return show(decision_form.modal(request, work, TypedDecision(found.case_ref, "", "")))


def decide_on(request: Request, work: UnitOfWork) -> Reply:
    """*Log a decision* on the case the button names."""
    case = work.cases.find(request.value, viewer=request.viewer)
    return show(decision_form.modal(request, work, TypedDecision(case.ref, "", "")))


def ask_none(request: Request, work: UnitOfWork) -> Reply:
    """*It needs no discussion*: why."""
    found = work.flags.read(request.value, viewer=request.viewer)
    if found.answered_at is not None:
        raise errors.AnsweredAlready
    asked = [kit.context(f"*{escape(found.case_ref)}*"), fields.text_field("why", words.NONE_FIELD, hint=words.NONE_HINT)]
    return show(unsent.kept(fields.form(words.NONE_TITLE, NONE_FORM, asked, meta={"flag": found.id})))


def submit_none(request: Request, work: UnitOfWork) -> Reply:
    """It is answered so."""
    found = work.flags.needs_none(request.carried("flag"), request.typed("why"), viewer=request.viewer)
    return say(words.needs_none(found.case_ref), title=words.SAVED, stored=True, about=found.id)
