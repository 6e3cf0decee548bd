"""What is typed after `/case`, in this order: a reference, a date. In any order: `handlers/casework/asked.py`."""

from datetime import date

from handlers.asked_dates import day_typed
from handlers.asking import WordedError
from handlers.dates import Toward
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework as words
from scheduling.identifying import identify
from storage.unit import UnitOfWork


class UnclearCaseError(WordedError):
    """I could not read that."""


def take_ref(request: Request, work: UnitOfWork, word: str, rest: str) -> tuple[str, str]:
    """The reference it starts with, and what follows."""
    typed, _, after = rest.strip().partition(" ")
    references = work.policy.at(work.today).record.references
    if not typed or not references.fits(plain(typed)) or identify(plain(typed)):
        raise UnclearCaseError(words.NO_REFERENCE.format(word=word, example=references.example))
    return plain(typed).upper(), after.strip()


def take_day(request: Request, rest: str, before: str) -> date:
    """The day it says; today where it says none. Asked about where it could be two."""
    typed = plain(rest).removeprefix("from ").removeprefix("on ").strip()
    return day_typed(request, typed, Toward.PAST, before=before, after="").on if typed else request.today
