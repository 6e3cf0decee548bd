"""*Change*: a draft is written anew; what counts stays as it was, and a decision that corrects it is logged beside it."""

from slack_sdk.models.blocks import Block

from handlers.decisions import changed, told_back
from handlers.forms import decision as form
from handlers.forms import fields, more, unsent
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import TypedDecision
from handlers.words import decision as words
from handlers.words import kit
from scheduling.errors import SupervisionError
from storage.records.decisionrows import AD_HOC
from storage.unit import UnitOfWork

CALLBACK = "decision_change_form"
FAULTS: dict[type[SupervisionError], str] = {each: block for each, block in form.FAULTS.items() if block != "ref"}


def ask(request: Request, work: UnitOfWork) -> Reply:
    """The form with what it says now. Raises NotFound, NotYoursToChange, CorrectedAlready."""
    view = work.decisions.to_change(request.value, viewer=request.viewer)
    said = words.change_draft_of(view.ref) if view.is_draft else words.change_decision_of(view.ref, words.NAMED[view.kind])
    made: list[Block] = [kit.context(said), *told_back(request, work, view)]
    typed = TypedDecision(view.ref, view.decision, view.rationale, view.direction)
    is_ad_hoc = view.kind == AD_HOC
    made += form.asked(typed, work.policy.at(work.today).ad_hoc_kinds if is_ad_hoc else ())
    made += more.blocks(work, view.more) if is_ad_hoc else []
    return show(unsent.kept(fields.form(words.CHANGE_TITLES[view.kind], CALLBACK, made, meta={"decision": view.id})))


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Store it."""
    said = form.written(request, work)
    view = work.decisions.change(request.carried("decision"), said, viewer=request.viewer)
    return changed(request, work, view)
