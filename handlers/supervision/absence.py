"""`/supervision absence [@name] [day to day]`: when somebody is away, and who covers."""

import re

from handlers.actions import absence
from handlers.asked_dates import day_typed
from handlers.dates import Toward
from handlers.forms import absence as form
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain
from handlers.words import commands
from storage.unit import UnitOfWork

UNTIL = re.compile(r"\s+(?:to|until|till|–|-)\s+", re.IGNORECASE)


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The list; with days, the form with them in it: who covers is chosen there. An ambiguous day is asked about."""
    named, after = take_person(request, work, "absence", rest)
    person, typed = named or request.viewer, plain(after).removeprefix("from ").strip()
    if not typed:
        return show(absence.window(request, work, person))
    first, *last = UNTIL.split(typed, maxsplit=1)
    ending = f" to {last[0]}" if last else ""
    from_on = day_typed(request, first, Toward.FUTURE, before=f"absence id:{person.id}", after=ending).on
    before = f"absence id:{person.id} {from_on.isoformat()} to"
    until_on = day_typed(request, last[0], Toward.FUTURE, before=before, after="").on if last else None
    return show(form.modal(request, work, person, from_on, until_on))


SUBCOMMAND = Subcommand(word="absence", usage=commands.USAGE["absence"], does=commands.ABSENCE, run=run, stores=False)
