"""On a supervisor's Home tab: self-assessments to see before the session they are for (Manchester Appendix K)."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from handlers.homes.lists import Listed
from handlers.request import Request
from handlers.words import growing as words
from handlers.words import kit, messages
from storage.unit import UnitOfWork
from storage.views import Person

A_FEW = 5


def listed(request: Request, work: UnitOfWork, people: Sequence[Person]) -> Listed:
    """Nothing where none is there."""
    named = {each.id: each for each in people}
    made: list[list[Block]] = []
    for record, planned_on in work.written.before_sessions("self_assessment", list(named), viewer=request.viewer):
        said = words.ready(named[record.about_id], planned_on, request.today)
        made.append([kit.section(said, accessory=kit.button(words.READ, messages.FORM_READ, record.id))])
    return Listed("assessed", words.ASSESSED, made, A_FEW)
