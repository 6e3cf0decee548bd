"""What every window of the report is made of."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging
from handlers.forms import fields
from handlers.paging import Piece
from handlers.reporting.chosen import Chosen
from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from handlers.words.duties import TITLES
from handlers.words.phrases import escape
from storage.pictures import LINE, Picture

MONTHS = 6
MOST_KINDS = 5
"""Named beside a number."""


def more(chosen: Chosen) -> Block:
    """The same as a file, and what is counted."""
    buttons = ((words.SEND_ME, words.SEND), (words.AS_A_PDF, words.SEND_PDF), (words.WHAT_COUNTS, words.COUNTED))
    return kit.actions(*(kit.button(label, action, chosen.carried()) for label, action in buttons))


def name_of(by: str, name: str) -> str:
    """Of a `team`, a `kind` or a `category`, as Slack shows it."""
    return (escape(name) or words.NO_TEAM) if by == "team" else TITLES.get(name) or words.kind(name)


def paged(
    action: str, title: str, chosen: Chosen, head: Sequence[Block], pieces: Sequence[Piece], page: str, foot: Sequence[Block]
) -> dict[str, Any]:
    """A window whose pieces are turned by pages, under the same head."""
    here = paging.page_of(pieces, paging.number_in(page))
    turns = here.buttons(action, chosen.carried())
    return fields.window(title, [*head, *here.blocks, *([kit.actions(*turns)] if turns else []), *foot])


def heading(picture: Picture, request: Request, chosen: Chosen) -> list[Block]:
    """Whose it is, of which months and as of when; what more can be had of it; and how far back it is known."""
    of_all = words.YOUR_LINE if picture.reach == LINE else words.THE_COUNCIL
    whose, service = (of_all, picture.service) if chosen.scope is None else (picture.team or words.NO_TEAM, "")
    first, last = (words.month(month, request.today) for month in (picture.months[0], picture.months[-1]))
    said = words.head(escape(whose), escape(service), first, last, picture.as_of, request.today)
    begun = [kit.context(words.before(picture.begun_on, request.today))] if picture.reaches_back and picture.begun_on else []
    return [kit.section(said), more(chosen), *begun]


def foot(picture: Picture) -> list[Block]:
    """Under which policy it was counted, and the audit trail's head."""
    return [kit.context(words.foot(escape(picture.policy), picture.version, picture.trail_head, picture.trail_seq))]
