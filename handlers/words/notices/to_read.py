"""To the worker: there is a decision on their case to read."""

from collections.abc import Sequence

from handlers.words.phrases import escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("decision_read",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Tom has logged an ad hoc decision on M100001. There is nothing to do but read it.`"""
    return "\n".join(f"{who(item.person)} has {_done(item)} *{escape(item.case_ref or '')}* for you to read." for item in items)


def _done(item: ItemView) -> str:
    return "recorded management oversight of" if item.is_oversight else "logged an ad hoc decision on"
