"""`/supervision raise`: the supervisee raises a missed supervision with the supervisor."""

from dataclasses import replace

from handlers.actions import raising
from handlers.prepare import next_supervision
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import booking, commands, duty
from handlers.words.phrases import day
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Raise one's own supervision, if it is late; once raised, what came of it."""
    owed = next_supervision(work, request.viewer.id, request.viewer)
    if owed is None or not owed.days_late:
        due = booking.is_due(day(owed.due_on, request.today)) if owed else ""
        return say(duty.NOT_LATE.format(due=due))
    if work.raised.on(owed.id):
        return raising.again(request, work, owed.id)
    return raising.run(replace(request, incoming=replace(request.incoming, value=owed.id)), work)


SUBCOMMAND = Subcommand(word="raise", usage=commands.USAGE["raise"], does=commands.RAISE, run=run)
