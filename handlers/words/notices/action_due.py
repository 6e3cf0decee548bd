"""Actions agreed in supervision: the working day before, and once after their day. Never what they say."""

from collections.abc import Sequence

from handlers.words import agreed
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (agreed.OPEN,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`One action from supervision of 24 March is due tomorrow.`"""
    return agreed.from_supervision([(item.last_held_on, item.action_due_on) for item in items], message.on)
