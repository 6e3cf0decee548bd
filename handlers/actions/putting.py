"""The record of a session is where the policy keeps it."""

from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import putting as words
from storage.unit import UnitOfWork


def filed(request: Request, work: UnitOfWork) -> Reply:
    """Since today."""
    session = work.sessions.mark_filed(request.value, viewer=request.viewer)
    terms = work.policy.at(request.today).filed(session=session.kind)
    place = terms.place if terms else ""
    return say(words.filed(place, work.people.get(session.supervisee_id)), title=words.TITLE, stored=True, about=session.id)
