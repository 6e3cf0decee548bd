"""The last day in time."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, WHY
from handlers.words.lead import owed, since_due
from handlers.words.phrases import count, day, possessive, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str]) -> str:
    """`Today is three weeks since supervision with @Ann was due (2 March). From tomorrow …`"""
    first, today = items[0], message.on
    days = (today - owed(first).due_on).days
    passed = count(days // 7, "week") if days % 7 == 0 else count(days, "day")
    own = first.supervisor and first.supervisor.id == message.recipient.id
    manager = "your line manager" if own else f"{possessive(who(first.supervisor))} line manager"
    escalates_on = owed(first).escalates_on
    start = day(escalates_on, today) if escalates_on and (escalates_on - today).days > 1 else "tomorrow"
    return (
        f"Today is {passed} since {since_due(items, message.recipient, today)}. From {start} the policy passes it to {manager}."
    )
