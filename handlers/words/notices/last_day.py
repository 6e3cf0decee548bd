"""The last day in time."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, WHY
from handlers.words.lead import owed, since_due
from handlers.words.passing import is_booked, passes_on
from handlers.words.phrases import count
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Today is three weeks since supervision with @Ann was due (2 March). From tomorrow …`"""
    first, today = items[0], message.on
    days = (today - owed(first).due_on).days
    passed = count(days // 7, "week") if days % 7 == 0 else count(days, "day")
    said = f"Today is {passed} since {since_due(items, message.recipient, today)}."
    return said + (is_booked(first, today) if len(items) == 1 else "") + passes_on(first, message.recipient, today)
