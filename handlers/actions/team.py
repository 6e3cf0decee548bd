"""*Show the list*: what is late in one team, by person, since when and with whom."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.homes import teams
from handlers.homes.lines import booked, line, listing, standing, together
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import teams as words
from handlers.words.duties import SUPERVISIONS
from handlers.words.phrases import escape, who
from storage.unit import UnitOfWork
from storage.views import ObligationView

SHOWN = 60


def run(request: Request, work: UnitOfWork) -> Reply:
    """Of the teams below the presser only; a team that is late no more says so."""
    late = [one for one in teams.late_below(request, work) if (one.person.team or words.NO_TEAM) == request.value]
    if not late:
        return show(fields.window(words.LIST, [kit.section(words.NOTHING_LATE_ANY_MORE)]))
    ours = [one for one in late if one.kind in SUPERVISIONS]
    rest = [one for one in late if one not in ours]
    return show(
        fields.window(
            words.LIST,
            [
                kit.section(words.list_of(escape(request.value), len(late))),
                *_part(words.SUPERVISION, [_supervision(one, request) for one in ours], len(ours)),
                *_part(words.OTHER_DUTIES, [line(g, request.viewer, request.today) for g in together(rest)], len(rest)),
            ],
        )
    )


def _part(heading: str, lines: Sequence[str], number: int) -> list[Block]:
    return [kit.header(words.part(heading, number)), *listing(lines, SHOWN)] if lines else []


def _supervision(owed: ObligationView, request: Request) -> str:
    """`@Ann with @Tom · late: was due Mon 9 March, 21 days ago · nothing booked`."""
    holders = words.holder(who(owed.responsible[0])) if owed.responsible else ""
    return f"{who(owed.person)}{holders} · {standing(owed, request.today)}{booked(owed, request.today)}"
