"""`/supervision plan [@name]`: the dates for the year ahead, one's own or a supervisee's."""

from handlers.actions import plan
from handlers.naming import take_person
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.words import commands
from handlers.words import plan as words
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """A window with them."""
    named, after = take_person(request, work, "plan", rest)
    return plan.of_person(request, work, or_own(request, work, named, "plan", after))


SUBCOMMAND = Subcommand(word="plan", usage=commands.USAGE["plan"], does=words.PLAN, run=run, stores=False)
