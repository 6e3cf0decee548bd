"""`/supervision assess`: two pieces of one's own work, rated before the next session."""

from handlers.filling import opening
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Its form, for the viewer's own session that is booked."""
    return opening.self_assessment(request, work)


SUBCOMMAND = Subcommand(word="assess", usage=commands.USAGE["assess"], does=commands.ASSESS, run=run, stores=False)
