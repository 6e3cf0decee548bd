"""`/supervision observe @name [supervision]`: an observation of practice, or of how they supervise."""

from handlers.filling import opening
from handlers.naming import take_person
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.typed import plain
from handlers.words import checklist as words
from handlers.words import commands
from storage.unit import UnitOfWork

OF_SUPERVISION = "supervision"


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The viewer's part of it."""
    named, after = take_person(request, work, "observe", rest)
    person = or_own(request, work, named, "observe", after)
    form = "supervision_observation" if plain(after).casefold().strip() == OF_SUPERVISION else "practice_observation"
    return opening.observation(request, work, person.id, form)


SUBCOMMAND = Subcommand(word="observe", usage=commands.USAGE["observe"], does=words.OBSERVE, run=run, stores=False)
