"""To the supervisee, from the day after the last day in time: it is theirs to raise."""

from collections.abc import Sequence

from handlers.words.buttons import RAISE, WHY
from handlers.words.lead import was_due
from handlers.words.passing import is_booked
from handlers.words.phrases import possessive, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RAISE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Supervision with @Tom was due on Mon 2 March and has not been recorded. The policy has passed it to …`"""
    supervisor = who(items[0].supervisor)
    said = was_due(
        items, message.recipient, message.on, " and have not been recorded" if len(items) > 1 else " and has not been recorded"
    )
    booked = is_booked(items[0], message.on) if len(items) == 1 else ""
    manager = f"{possessive(supervisor)} line manager" if items[0].line_manager else f"a manager above {supervisor}"
    return (
        f"{said}{booked} The policy has passed it to {manager}. "
        f"It also asks you to raise it with {supervisor} yourself: one press does that."
    )
