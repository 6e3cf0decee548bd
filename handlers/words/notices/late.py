"""The first working day after."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, WHY
from handlers.words.lead import was_due
from handlers.words.settling import settling
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str]) -> str:
    """`Supervision with @Ann was due yesterday. If it happened, record it and this goes away.`"""
    return was_due(items, message.recipient, message.on) + settling(items, message.recipient)
