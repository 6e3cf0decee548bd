"""`/supervision next [@name]`: the next session and what to prepare."""

from handlers.homes.own import in_calendar
from handlers.naming import take_person
from handlers.prepare import falling_due, nearest
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import buttons, commands, kit
from handlers.words.nextup import next_up
from storage.errors import NotFound
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """One's own, or a supervisee's."""
    named, _ = take_person(request, work, "next", rest)
    person = named or request.viewer
    if not work.people.can_see(request.viewer, person.id):
        raise NotFound
    owing = work.obligations.of(person.id, viewer=request.viewer)
    owed = nearest(owing)
    supervisor = work.people.supervisor_of(person.id)
    if owed is None:
        return say(next_up(None, person, request, supervisor, []))
    is_up_to_date = not work.obligations.is_late(request.viewer)
    cases = falling_due(work, owed, request.viewer, owing)
    said = next_up(owed, person, request, supervisor, cases, is_up_to_date=is_up_to_date)
    row = buttons.for_duties([owed], request.viewer, (buttons.RECORD, buttons.BOOK, buttons.WHY))
    add = in_calendar(request, work, owed) if person.id == request.viewer.id else []
    return say(said, kit.actions(*add, *row))


SUBCOMMAND = Subcommand(word="next", usage=commands.USAGE["next"], does=commands.NEXT, run=run, stores=False)
