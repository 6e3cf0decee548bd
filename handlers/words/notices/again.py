"""A reminder that was put off, on the day it comes back."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, SNOOZE, WHY
from handlers.words.lead import is_due, owed, was_due
from handlers.words.passing import is_booked, passes_on
from handlers.words.snoozing import own_so_far
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, SNOOZE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Supervision with @Ann was due on Mon 2 March and is not recorded yet. You have put this off once: court.`"""
    first, today = items[0], message.on
    if owed(first).due_on >= today:
        said = is_due(items, message.recipient, today)
    else:
        then = " and are not recorded yet" if len(items) > 1 else " and is not recorded yet"
        said = was_due(items, message.recipient, today, then)
    said += is_booked(first, today) if len(items) == 1 else ""
    return said + own_so_far(first, message.recipient) + passes_on(first, message.recipient, today)
