"""`/supervision days [@name] [mon-wed]`: the days somebody works, on which they are written to."""

from handlers.forms import rhythm
from handlers.naming import take_person
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain
from handlers.words import rhythm as words
from scheduling.rhythm import NoSuchDays, read_days
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Keep them, or show the form where none are named. Nobody named: one's own."""
    if is_days(rest):
        person, after = request.viewer, rest
    else:
        named, after = take_person(request, work, words.WORD, rest)
        person = named or request.viewer
    if not plain(after).strip():
        return show(rhythm.modal(request, work, person))
    kept = work.rhythms.choose_days(read_days(plain(after)), viewer=request.viewer, person_id=person.id)
    return rhythm.saved(request, kept)


def is_days(rest: str) -> bool:
    """Whether it is days, and begins with nobody's name."""
    try:
        return bool(read_days(plain(rest)))
    except NoSuchDays:
        return False


SUBCOMMAND = Subcommand(word=words.WORD, usage=words.USAGE, does=words.DOES, run=run)
