"""`/supervision calendar`: one's private calendar address, for Outlook, Google or Apple Calendar."""

from handlers.actions import feed
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The window with it. Whatever else is typed, it is one's own."""
    return feed.look(request, work)


SUBCOMMAND = Subcommand(
    word="calendar",
    usage=commands.USAGE["calendar"],
    does=commands.CALENDAR,
    run=run,
)
