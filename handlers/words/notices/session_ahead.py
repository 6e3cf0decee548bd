"""A session on the next working day: when it is, what to discuss and what to bring."""

from collections.abc import Sequence

from handlers.words import agenda, calling_off, plan
from handlers.words.phrases import day_and_time
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (plan.MOVE_ONE, calling_off.CALL_OFF_ONE)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Supervision with @Tom is on Tue 31 March, 14:00.` `prepare` are the lines of its agenda."""
    first = items[0]
    supervisee = first.supervisee or first.person
    when = day_and_time(first.booked_on or message.on, first.booked_at, message.on)
    return "\n".join([agenda.tomorrow(supervisee, first.supervisor, message.recipient, when), *prepare])
