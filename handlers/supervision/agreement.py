"""`/supervision agreement @name [on paper]`: written and signed here, or noted as signed on paper."""

from handlers.actions import agreement as held
from handlers.forms import agreement
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.supervision.whose import or_own
from handlers.typed import plain
from handlers.words import agreements as words
from handlers.words import commands
from storage.errors import ForTheSupervisor, NotFound
from storage.unit import UnitOfWork
from storage.views import Person

PAPER = ("on paper", "paper")


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """What holds; where nothing is written yet, the policy's form; or the days of what was signed on paper."""
    named, after = take_person(request, work, "agreement", rest)
    person = or_own(request, work, named, "agreement", after)
    if not work.people.can_see(request.viewer, person.id):
        raise NotFound
    if plain(after).casefold().strip() in PAPER:
        return _on_paper(request, work, person)
    return held.opened(request, work, person.id)


def _on_paper(request: Request, work: UnitOfWork, person: Person) -> Reply:
    if person.id == request.viewer.id:
        raise ForTheSupervisor
    known = work.agreements.in_force(person.id, viewer=request.viewer)
    if known and known.is_signed:
        return show(agreement.review_modal(request, work, person))
    return show(agreement.sign_modal(request, work, person))


SUBCOMMAND = Subcommand(word="agreement", usage=commands.USAGE["agreement"], does=words.DOES, run=run, stores=False)
