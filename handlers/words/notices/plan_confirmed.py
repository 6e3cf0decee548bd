"""The dates of a year are confirmed: for who proposed them."""

from collections.abc import Sequence

from handlers.words import plan
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (plan.READ,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`@Ann has confirmed your supervision sessions for the year: 13 sessions, from …`"""
    first = items[0]
    return plan.told_confirmed(first.person, first.supervisee, message.recipient, first.plan_days, message.on)
