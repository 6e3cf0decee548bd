"""On the Home tab: how many actions are the viewer's, and the feedback they are asked for."""

from datetime import timedelta

from slack_sdk.models.blocks import Block

from handlers.filling.feedback import is_given
from handlers.request import Request
from handlers.words import agreed as words
from handlers.words import feedback, kit
from storage.unit import UnitOfWork

ASKED_FOR = timedelta(days=31)
"""By then the next session is near, and the feedback is for that one."""


def blocks(request: Request, work: UnitOfWork) -> list[Block]:
    """Nothing where nothing is open."""
    days = work.actions.days_owned_by(request.viewer)
    made: list[Block] = []
    if days:
        made.append(kit.section(words.on_home(days, request.today), accessory=kit.button(words.SEE, words.OPEN, "own")))
    return [*made, *_feedback(request, work)]


def _feedback(request: Request, work: UnitOfWork) -> list[Block]:
    if not work.policy.form("feedback").section:
        return []
    last = work.sessions.last_held(request.viewer.id, viewer=request.viewer)
    if last is None or last.held_on is None or last.recorded_on is None or last.recorded_on < request.today - ASKED_FOR:
        return []
    if not _is_written(request, work, last.id) or is_given(request, work, last.id):
        return []
    give = kit.button(feedback.GIVE_LABEL, feedback.GIVE, last.id)
    return [kit.section(feedback.on_home(last.held_on, request.today), accessory=give)]


def _is_written(request: Request, work: UnitOfWork, session_id: str) -> bool:
    return any(each.form == "session" for each in work.written.of_session(session_id, viewer=request.viewer))
