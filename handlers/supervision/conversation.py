"""`/supervision conversation @name`: a Good Conversation, to plan or to review."""

from handlers.filling import opening
from handlers.naming import take_person
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Its form."""
    named, after = take_person(request, work, "conversation", rest)
    person = or_own(request, work, named, "conversation", after, may_be_own=False)
    return opening.good_conversation(request, work, person.id)


SUBCOMMAND = Subcommand(
    word="conversation", usage=commands.USAGE["conversation"], does=commands.CONVERSATION, run=run, stores=False
)
