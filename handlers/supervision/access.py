"""`/supervision access [@name]`: who else may read a record; give access, take it back."""

from handlers.actions import access
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """One's own record, and what was opened to one; with a name, that person's."""
    named, _ = take_person(request, work, "access", rest)
    if named is None or named.id == request.viewer.id:
        return show(access.mine(request, work))
    return show(access.window(request, work, named))


SUBCOMMAND = Subcommand(word="access", usage=commands.USAGE["access"], does=commands.ACCESS, run=run, stores=False)
