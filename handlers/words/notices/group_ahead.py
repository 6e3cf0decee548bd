"""A case is brought to group supervision on the next working day."""

from collections.abc import Sequence

from handlers.words import bringing, often
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (often.SHOW,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Group supervision led by @Tom is on *Wed 25 March*: you bring *M100001*. To prepare: …`"""
    return bringing.ahead(items, message.recipient, message.on)
