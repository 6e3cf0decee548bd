"""On the Home tab: what one has raised and how it stands, what was raised with one, and one's own absence."""

from slack_sdk.models.blocks import Block

from handlers.request import Request
from handlers.words import absence, kit
from handlers.words import raised as words
from storage.unit import UnitOfWork
from storage.views import RaisedView

SHOWN = 5


def blocks(request: Request, work: UnitOfWork) -> list[Block]:
    """Nothing where nothing was raised and nobody is away."""
    made: list[Block] = []
    away = work.absences.now_of([request.viewer.id]).get(request.viewer.id)
    if away is not None:
        made.append(kit.section(absence.on_home(away, request.today)))
    asked = work.raised.to_answer(request.viewer, SHOWN)
    made += [kit.section(words.TO_ANSWER)] if asked else []
    for one in asked:
        answer = kit.button(words.ANSWER_LABEL, words.ANSWER, one.id)
        made.append(kit.section(words.to_answer(one, request.today), accessory=answer))
    own = work.raised.open_of(request.viewer, SHOWN)
    made += [kit.section(words.HEADING)] if own else []
    return [*made, *(_own(request, one) for one in own)]


def _own(request: Request, one: RaisedView) -> Block:
    further = None if one.goes_on_on is None else kit.button(words.ESCALATE_LABEL, words.ESCALATE, one.obligation.id)
    return kit.section(words.own(one, request.today), accessory=further)
