"""The dates of a year, put to one of the two by the other."""

from collections.abc import Sequence

from handlers.words import plan
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (plan.READ,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`@Tom proposes 13 supervision sessions for the year, from Tue 21 April to …`"""
    first = items[0]
    said = plan.to_confirm(first.person, first.plan_days, first.booked_at, message.on)
    return f"{said} {plan.STILL_TO_CONFIRM}" if first.rung else said
