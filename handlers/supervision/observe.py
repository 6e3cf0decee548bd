"""`/supervision observe @name [supervision] [plan]`: practice observed, or how they supervise; planned for a day."""

from handlers.filling import opening
from handlers.forms import observing
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.typed import plain
from handlers.words import checklist as words
from handlers.words import commands
from storage.records.observations import FORMS
from storage.unit import UnitOfWork

OF_SUPERVISION, TO_PLAN = "supervision", "plan"


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The viewer's part of it."""
    named, after = take_person(request, work, "observe", rest)
    person = or_own(request, work, named, "observe", after)
    said = plain(after).casefold().split()
    kind = "supervision" if OF_SUPERVISION in said else "practice"
    if TO_PLAN in said:
        return show(observing.modal(request, work, person.id, kind))
    form = FORMS[kind]
    return opening.observation(request, work, person.id, form)


SUBCOMMAND = Subcommand(word="observe", usage=commands.USAGE["observe"], does=words.OBSERVE, run=run, stores=False)
