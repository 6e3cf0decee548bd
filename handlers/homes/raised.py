"""On the Home tab: what one has raised and how it stands, what was raised with one, and one's own absence."""

from slack_sdk.models.blocks import Block

from handlers.homes.lists import Listed, Part
from handlers.request import Request
from handlers.words import absence, kit
from handlers.words import raised as words
from storage.unit import UnitOfWork
from storage.views import RaisedView

SHOWN = 5
MOST = 500


def blocks(request: Request, work: UnitOfWork) -> list[Part]:
    """Nothing where nothing was raised and nobody is away."""
    made: list[Part] = []
    away = work.absences.now_of([request.viewer.id]).get(request.viewer.id)
    if away is not None:
        made.append(kit.section(absence.on_home(away, request.today)))
    asked, own = work.raised.to_answer(request.viewer, MOST), work.raised.open_of(request.viewer, MOST)
    entries = [
        [kit.section(words.to_answer(one, request.today), accessory=kit.button(words.ANSWER_LABEL, words.ANSWER, one.id))]
        for one in asked
    ]
    made.append(Listed("to_answer", words.TO_ANSWER, entries, SHOWN))
    return [*made, Listed("raised", words.HEADING, [[_own(request, one)] for one in own], SHOWN)]


def _own(request: Request, one: RaisedView) -> Block:
    further = None if one.goes_on_on is None else kit.button(words.ESCALATE_LABEL, words.ESCALATE, one.obligation.id)
    return kit.section(words.own(one, request.today), accessory=further)
