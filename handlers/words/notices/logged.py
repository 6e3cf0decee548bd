"""A decision counts: told to whoever entered it as a draft, or to the worker."""

from collections.abc import Sequence

from handlers.words.phrases import escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("decision_read",)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str] = (), *, settles: bool = True) -> str:
    """`Your decision on M100001 has been confirmed and counts as management oversight.`"""
    return "\n".join(_one(item, message) for item in items)


def _one(item: ItemView, message: MessageView) -> str:
    case = f"*{escape(item.case_ref or '')}*"
    if item.person.id == message.recipient.id:
        by = f" by {who(item.supervisor)}" if item.supervisor and item.supervisor.id != message.recipient.id else ""
        return f"Your decision on {case} has been confirmed{by}. It counts as management oversight."
    return f"{who(item.person)} has logged an ad hoc decision on {case}. It counts as management oversight."
