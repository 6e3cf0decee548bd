"""The supervisee is asked what they thought of a session, the morning after it was recorded (Wokingham 10)."""

from collections.abc import Sequence

from handlers.words import feedback
from handlers.words.phrases import who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (feedback.GIVE,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`@Tom would like your feedback on the session of 24 March.`"""
    first = items[0]
    return feedback.asked(who(first.supervisor), first.last_held_on, message.on)
