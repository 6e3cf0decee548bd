"""`/supervision group`: the form of a group session held."""

from handlers.filling import opening
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Led by the viewer with their team, until somebody else is chosen."""
    return opening.group(request, work, request.viewer.id)


SUBCOMMAND = Subcommand(word="group", usage=commands.USAGE["group"], does=commands.GROUP, run=run, stores=False)
