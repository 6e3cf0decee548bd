"""To whoever is to sign a filled form, as soon as it is written or corrected."""

from collections.abc import Sequence

from handlers.words.forms import named
from handlers.words.phrases import who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("record_read",)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str] = (), *, settles: bool = True) -> str:
    """`@Tom has written your supervision record. Read it, then confirm that it is right, or say what is not.`"""
    return "\n".join(_said(item, message) for item in items)


def _said(item: ItemView, message: MessageView) -> str:
    assert item.record
    what = named(item.record, item.supervisee, message.recipient)
    anew = " anew" if item.rung > 1 else ""
    return f"{who(item.person)} has written {what}{anew}. Read it, then confirm that it is right, or say what is not."
