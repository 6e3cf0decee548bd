"""The obligation a button was pressed for: still open, and the presser's to see."""

from handlers.asking import WordedError
from handlers.request import Request
from handlers.words import duty as words
from handlers.words.phrases import day
from storage.errors import NotFound
from storage.unit import UnitOfWork
from storage.views import ObligationView


class SettledError(WordedError):
    """This is no longer open, so there is nothing left to do for it."""


def pressed(request: Request, work: UnitOfWork) -> list[ObligationView]:
    """Those still open of the obligations the button stands for; SettledError or NotFound where there are none."""
    found = []
    for obligation_id in request.ids:
        found.append(work.obligations.get(obligation_id, viewer=request.viewer))
    if not found:
        raise NotFound
    still_open = [one for one in found if one.is_open]
    if not still_open:
        settled = words.SETTLED_ON.format(on=day(found[0].closed_on, request.today)) if found[0].closed_on else ""
        raise SettledError(words.SETTLED.format(on=settled))
    return still_open
