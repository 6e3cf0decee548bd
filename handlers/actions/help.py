"""*What I can do* on the Home tab: every command the viewer's role has, in a window."""

from handlers import helping
from handlers.casework import command as cases
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision import command as supervision
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork) -> Reply:
    """All of them."""
    return helping.of(request, work, "", supervision.TABLE.described() | cases.TABLE.described())
