"""Each week after, until the last day in time."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, SNOOZE, WHY
from handlers.words.lead import was_due
from handlers.words.passing import is_ahead, is_booked, passes_on
from handlers.words.settling import settling
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, SNOOZE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Supervision with @Ann was due on Mon 2 March and is not recorded yet.`"""
    first, today = items[0], message.on
    said = was_due(
        items, message.recipient, today, " and are not recorded yet" if len(items) > 1 else " and is not recorded yet"
    )
    said += is_booked(first, today) if len(items) == 1 else ""
    said += settling(items, message.recipient) if settles and not is_ahead(first, today) else ""
    return said + passes_on(first, message.recipient, today)
