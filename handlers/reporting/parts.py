"""What every window of the report is made of."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging
from handlers.forms import fields
from handlers.paging import Piece
from handlers.reporting.chosen import Chosen
from handlers.words import kit
from handlers.words import report as words
from handlers.words.duties import TITLES
from handlers.words.phrases import escape

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
