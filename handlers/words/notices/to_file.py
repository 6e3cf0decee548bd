"""A record is to be put where the policy keeps it, which gives no day for it."""

from collections.abc import Sequence

from handlers.words import putting
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (putting.FILED,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`The record of the session with @Ann of 24 March is to be uploaded to SharePoint, in the supervisee's folder. …`"""
    return putting.asked(items, message)
