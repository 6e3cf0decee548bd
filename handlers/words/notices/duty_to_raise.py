"""To the supervisee, from the day after the last day in time: it is theirs to raise."""

from collections.abc import Sequence

from handlers.words.buttons import RAISE, WHY
from handlers.words.lead import was_due
from handlers.words.phrases import possessive, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RAISE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str]) -> str:
    """`Supervision with @Tom was due on Mon 2 March and has not been recorded. The policy asks you to raise it …`"""
    supervisor = who(items[0].supervisor)
    said = was_due(
        items, message.recipient, message.on, " and have not been recorded" if len(items) > 1 else " and has not been recorded"
    )
    return (
        f"{said} The policy asks you to raise it with {supervisor} now; one press does that. "
        f"{possessive(supervisor)} line manager is told as well."
    )
