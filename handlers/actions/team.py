"""*Show the list*: what is late in one team, by person, since when and with whom."""

import re
from collections.abc import Sequence

from handlers import paging
from handlers.forms import fields
from handlers.homes import teams
from handlers.homes.lines import booked, line, standing, together
from handlers.homes.lists import Listed
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import teams as words
from handlers.words.duties import SUPERVISIONS
from handlers.words.phrases import escape, who
from storage.unit import UnitOfWork
from storage.views import ObligationView


def run(request: Request, work: UnitOfWork) -> Reply:
    """Of the teams below the presser only, a page at a time; a team that is late no more says so."""
    name, page = _team_and_page(request.value)
    late = [one for one in teams.late_below(request, work) if (one.person.team or words.NO_TEAM) == name]
    if not late:
        return show(fields.window(words.LIST, [kit.section(words.NOTHING_LATE_ANY_MORE)]), replaces=bool(page))
    ours = [one for one in late if one.kind in SUPERVISIONS]
    rest = [one for one in late if one.kind not in SUPERVISIONS]
    pieces = [
        *_part(words.SUPERVISION, [_supervision(one, request) for one in ours], len(ours)),
        *_part(words.OTHER_DUTIES, [line(g, request.viewer, request.today) for g in together(rest)], len(rest)),
    ]
    here = paging.page_of(pieces, paging.number_in(page))
    row = here.buttons(teams.LIST, name)
    head = kit.section(words.list_of(escape(name), len(late)))
    made = [head, *here.blocks, *([kit.actions(*row)] if row else [])]
    return show(fields.window(words.LIST, made), replaces=bool(page))


def _team_and_page(value: str) -> tuple[str, str]:
    """A team's name may have commas in it; a page is digits after the last."""
    found = re.fullmatch(r"(.*),([0-9]{1,4})", value, re.DOTALL)
    return (found[1], found[2]) if found else (value, "")


def _part(heading: str, lines: Sequence[str], number: int) -> list[paging.Piece]:
    listed = Listed("", "", lines, len(lines))
    return [paging.Piece(each.blocks, words.part(heading, number)) for each in listed.pieces()]


def _supervision(owed: ObligationView, request: Request) -> str:
    """`@Ann with @Tom · late: was due Mon 9 March, 21 days ago · nothing booked`."""
    holders = words.holder(who(owed.responsible[0])) if owed.responsible else ""
    return f"{who(owed.person)}{holders} · {standing(owed, request.today)}{booked(owed, request.today)}"
