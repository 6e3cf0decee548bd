"""`/supervision checklist @name`: what is on the supervision file."""

from handlers.filling import opening
from handlers.naming import take_person
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.words import checklist as words
from handlers.words import commands
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The form."""
    named, after = take_person(request, work, "checklist", rest)
    person = or_own(request, work, named, "checklist", after, may_be_own=False)
    return opening.first_session(request, work, person.id)


SUBCOMMAND = Subcommand(word="checklist", usage=commands.USAGE["checklist"], does=words.DOES, run=run, stores=False)
