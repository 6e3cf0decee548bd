"""To the supervisee, when their supervisor would like to keep a personal matter with the record of a session."""

from collections.abc import Sequence

from handlers.words.phrases import plain_day, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("matter_read",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Tom would like to keep a personal matter with the record of your supervision on 24 March. …`"""
    return "\n".join(_said(item, message) for item in items)


def _said(item: ItemView, message: MessageView) -> str:
    held = f" on {plain_day(item.last_held_on, message.on)}" if item.last_held_on else ""
    return (
        f"{who(item.person)} would like to keep a personal matter with the record of your supervision{held}. "
        "It is kept only if you agree, and only you and your supervisor read it."
    )
