"""`/supervision training [@name]`: training to supervise and objectives for it, one's own and below."""

from handlers.actions import training
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import training as words
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The register, as far as the viewer sees it."""
    named, _ = take_person(request, work, words.WORD, rest)
    return show(training.window(request, work, named))


SUBCOMMAND = Subcommand(word=words.WORD, usage=words.USAGE, does=words.DOES, run=run, stores=False)
