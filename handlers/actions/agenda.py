"""The agenda of somebody's next session: references only, so that it may stand in a reply."""

from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import agenda as words
from storage.unit import UnitOfWork
from storage.views import Person


def opened(request: Request, work: UnitOfWork) -> Reply:
    """*Agenda*: of the person the button names, or who was chosen."""
    return of_person(request, work, work.people.must_get(request.value))


def of_person(request: Request, work: UnitOfWork, person: Person) -> Reply:
    """What to discuss, what to bring, and what cannot be done."""
    return say(text(request, work, person), title=words.SEE)


def text(request: Request, work: UnitOfWork, person: Person) -> str:
    """The same in words."""
    view = work.agendas.next(person.id, viewer=request.viewer)
    head = words.head(view, person, work.people.supervisor_of(person.id), request.viewer, request.today)
    return "\n".join([head, *words.lines(view, request.today)])
