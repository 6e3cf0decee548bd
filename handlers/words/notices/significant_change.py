"""To the supervisor at once, when a significant change is flagged on a case; to their line manager where nobody answers."""

from collections.abc import Sequence

from handlers.words.phrases import escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("flag_read", "flag_decide", "flag_none")


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann has flagged a significant change on M100001. Read it, and discuss it ad hoc or say why that is not needed.`"""
    return "\n".join(_said(item) for item in items)


def _said(item: ItemView) -> str:
    said = f"{who(item.person)} has flagged a significant change on *{escape(item.case_ref or '')}*."
    if item.rung:
        return f"{said} Nobody has answered it for a working day, so it has come to you. Read it, and see that it is discussed."
    return f"{said} Read it, then discuss it and log the decision, or say why it needs no discussion."
