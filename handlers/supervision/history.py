"""`/supervision history [@name]`: what somebody's record holds, and what was written."""

from handlers.actions import records
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """One's own, a supervisee's, or one that was opened to the viewer."""
    named, _ = take_person(request, work, "history", rest, also_left=True)
    return show(records.window(request, work, named or request.viewer))


SUBCOMMAND = Subcommand(word="history", usage=commands.USAGE["history"], does=commands.HISTORY, run=run, stores=False)
