"""Each week after, until the last day in time."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RAISE, RECORD, WHY
from handlers.words.lead import owed, was_due
from handlers.words.phrases import day, possessive, who
from handlers.words.settling import settling
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, RAISE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str]) -> str:
    """`Supervision with @Ann was due on Mon 2 March and is not recorded yet.`"""
    first, today = items[0], message.on
    said = was_due(
        items, message.recipient, today, " and are not recorded yet" if len(items) > 1 else " and is not recorded yet"
    )
    if first.booked_on and len(items) == 1:
        said += f" It is booked for {day(first.booked_on, today)}."
    said += settling(items, message.recipient)
    escalates_on = owed(first).escalates_on
    if escalates_on and escalates_on > today:
        own = first.supervisor and first.supervisor.id == message.recipient.id
        manager = "your line manager" if own else f"{possessive(who(first.supervisor))} line manager"
        said += f" From {day(escalates_on, today)} the policy passes it to {manager}."
    return said
