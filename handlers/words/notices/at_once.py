"""Deadlines the policy counts in hours: told when they start, in or out of hours."""

from collections.abc import Sequence

from handlers.words.buttons import RECORD, WHY
from handlers.words.lead import is_due, owed, was_due
from scheduling.answers import State
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, WHY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`The first discussion of M100001 with @Ann is due by 14:05 on Tue 24 March.`"""
    is_past = owed(items[0]).state in (State.OVERDUE, State.ESCALATED)
    said = (was_due if is_past else is_due)(items, message.recipient, message.on)
    return said + ("" if is_past else " The policy counts this in hours, so it comes to you at once.")
