"""`/supervision probation @name`: an assessment of progress in probation."""

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
    named, after = take_person(request, work, "probation", rest)
    person = or_own(request, work, named, "probation", after, may_be_own=False)
    return opening.probation(request, work, person.id)


SUBCOMMAND = Subcommand(word="probation", usage=commands.USAGE["probation"], does=commands.PROBATION, run=run, stores=False)
