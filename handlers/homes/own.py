"""The Home tab of somebody who is supervised: the next session, what to prepare, what is due."""

from slack_sdk.models.blocks import Block

from handlers.homes.lines import soon_and_later
from handlers.prepare import falling_due
from handlers.request import Request
from handlers.words import buttons, kit
from handlers.words.duties import SUPERVISIONS
from handlers.words.nextup import next_up
from scheduling.answers import State
from storage.unit import UnitOfWork
from storage.views import ObligationView

SHOWN = 20


def blocks(request: Request, work: UnitOfWork) -> list[Block]:
    """Nothing for somebody who has no supervisor and owes nothing."""
    viewer = request.viewer
    owed = work.obligations.of(viewer.id, viewer=viewer)
    supervisor = work.people.supervisor_of(viewer.id)
    if supervisor is None and not owed:
        return []
    made = [kit.header("Your supervision")]
    nearest = next((one for one in owed if one.kind in SUPERVISIONS), None)
    cases = falling_due(work, nearest, viewer) if nearest else []
    made.append(kit.section(next_up(nearest, viewer, request, supervisor, cases)))
    if nearest:
        made.append(kit.actions(*buttons.for_duties([nearest], viewer, _wanted(nearest))))
    rest = [one for one in owed if one is not nearest]
    if rest:
        made.append(kit.section("*What else is due*"))
        made += soon_and_later(rest, viewer, request.today, SHOWN)
    return made


def _wanted(owed: ObligationView) -> tuple[str, ...]:
    raised = (buttons.RAISE,) if owed.state in (State.OVERDUE, State.ESCALATED) else ()
    return (*raised, buttons.BOOK, buttons.WHY)
