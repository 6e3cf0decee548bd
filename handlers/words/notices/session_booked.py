"""A session was booked, and nothing hurries: to the other of the two, with their next morning message."""

from collections.abc import Sequence

from handlers.words import booking, invite
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (invite.ADD,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Your supervision with @Tom is booked for Thu 2 April, 14:00. …`"""
    return "\n".join(booking.told(each, message) for each in items)
