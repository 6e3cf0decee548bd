"""To the manager: a supervisee's decision is a draft until it is confirmed."""

from collections.abc import Sequence

from handlers.words.phrases import escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("decision_confirm",)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str] = (), *, settles: bool = True) -> str:
    """`@Ann has logged a decision on M100001 for you to confirm. Until then it is a draft …`"""
    return "\n".join(
        f"{who(item.person)} has logged a decision on *{escape(item.case_ref or '')}* for you to confirm. "
        "Until then it is a draft and does not count as management oversight."
        for item in items
    )
