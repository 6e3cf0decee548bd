"""To both, when it is decided what becomes of a record somebody said is not right."""

from collections.abc import Sequence

from handlers.words.forms import named
from handlers.words.phrases import who
from handlers.words.signing import OUTCOMES
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("dispute_open",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Sue has decided about your supervision record: it is to be corrected.`"""
    return "\n".join(_said(item, message) for item in items)


def _said(item: ItemView, message: MessageView) -> str:
    assert item.record
    assert item.dispute
    what = named(item.record, item.supervisee, message.recipient)
    if item.dispute.outcome == "withdrawn":
        return f"{who(item.person)} no longer says that {what} is not right: {OUTCOMES[item.dispute.outcome]}"
    return f"{who(item.person)} has decided about {what}: {OUTCOMES[item.dispute.outcome]}"
