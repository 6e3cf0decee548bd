"""*Raise with my supervisor*: the supervisor is told in a message."""

from handlers.actions.duty import pressed
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import duty as words
from handlers.words.phrases import who
from storage.errors import AlreadyRaised
from storage.unit import UnitOfWork
from storage.views import Person


def run(request: Request, work: UnitOfWork) -> Reply:
    """Raise each of the obligations the button stands for; what was raised before is left."""
    told = [person for owed in pressed(request, work) if (person := _raised(request, work, owed.id))]
    if not told:
        raise AlreadyRaised
    return say(words.raised(who(told[0])), title=words.RAISED_TITLE, stored=True)


def _raised(request: Request, work: UnitOfWork, obligation_id: str) -> Person | None:
    try:
        return work.obligations.raise_missed(viewer=request.viewer, obligation_id=obligation_id)
    except AlreadyRaised:
        return None
