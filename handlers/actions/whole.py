"""*Show all*: one list of the Home tab, all of it, a page at a time."""

from handlers import home, paging
from handlers.forms import fields
from handlers.homes.lists import WHOLE, named
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import home as words
from handlers.words import kit
from storage.unit import UnitOfWork


def run(request: Request, work: UnitOfWork) -> Reply:
    """As things stand now; a list that is empty by now says so."""
    name, page = [*request.ids, "", ""][:2]
    found = named(home.parts(request, work), name)
    if found is None:
        return show(fields.window(words.WHOLE, [kit.section(words.NOTHING_LISTED)]), replaces=bool(page))
    here = paging.page_of(found.pieces(), paging.number_in(page))
    row = here.buttons(WHOLE, name)
    head = kit.section(words.whole(found.heading, len(found.entries), here.number + 1, here.of))
    made = [head, *here.blocks, *([kit.actions(*row)] if row else [])]
    return show(fields.window(words.WHOLE, made), replaces=bool(page))
