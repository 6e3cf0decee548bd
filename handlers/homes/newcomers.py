"""Whom somebody has begun to supervise, and whose supervision file has no checklist yet (Manchester Appendix A)."""

from datetime import timedelta

from slack_sdk.models.blocks import Block

from handlers.filling.first_session import FORM
from handlers.homes.lists import Listed
from handlers.request import Request
from handlers.words import checklist as words
from handlers.words import kit
from handlers.words.phrases import who
from storage.unit import UnitOfWork

NEW_FOR = timedelta(days=92)
"""It belongs to the first session; of those supervised for longer nobody is told every day that a form came later."""
SHOWN = 5


def blocks(request: Request, work: UnitOfWork, person_id: str) -> list[Block]:
    """Of one person alone."""
    return [block for entry in _entries(request, work, person_id) for block in entry]


def listed(request: Request, work: UnitOfWork) -> Listed:
    """A line and a button each."""
    return Listed("newcomers", words.TO_FILL, _entries(request, work), SHOWN)


def _entries(request: Request, work: UnitOfWork, person_id: str = "") -> list[list[Block]]:
    """Nothing where the policy prints no such form."""
    if not work.policy.form(FORM).section:
        return []
    new = work.agreements.new_pairs(request.viewer, request.today - NEW_FOR)
    without = work.written.lacking(FORM, new & {person_id} if person_id else new, viewer=request.viewer)
    people = sorted(work.people.by_id(without).values(), key=lambda person: (person.name, person.id))
    button = kit.button
    return [[kit.section(words.not_filled(who(one)), accessory=button(words.FILL, words.OPEN, one.id))] for one in people]
