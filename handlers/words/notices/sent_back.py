"""To whoever entered a draft of a decision: it has been sent back to be written again."""

from collections.abc import Sequence

from handlers.words.phrases import escape
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("decision_change",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`Your decision on M100001 has been sent back to you. Read why, change it, and send it again …`"""
    return "\n".join(
        f"Your decision on *{escape(item.case_ref or '')}* has been sent back to you. "
        "Read why, change it and send it again: until it is confirmed it is a draft."
        for item in items
    )
