"""`/supervision agenda [@name]`: what to discuss in the next session, and what to bring."""

from handlers.actions import agenda
from handlers.naming import take_person
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.words import agenda as words
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """In the reply: references and dates."""
    named, after = take_person(request, work, "agenda", rest)
    return agenda.of_person(request, work, or_own(request, work, named, "agenda", after))


SUBCOMMAND = Subcommand(word="agenda", usage=commands.USAGE["agenda"], does=words.AGENDA, run=run, stores=False)
