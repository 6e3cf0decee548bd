"""The first working day after."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, SNOOZE, WHY
from handlers.words.lead import was_due
from handlers.words.passing import is_ahead, is_booked
from handlers.words.settling import settling
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, SNOOZE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Supervision with @Ann was due yesterday. If it happened, record it and this goes away.`"""
    said = was_due(items, message.recipient, message.on) + (is_booked(items[0], message.on) if len(items) == 1 else "")
    return said + (settling(items, message.recipient) if settles and not is_ahead(items[0], message.on) else "")
