"""To the supervisee, when somebody else needs to see the record."""

from collections.abc import Sequence

from handlers.words.phrases import who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ()


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Sue has been given access to the record of your supervision.`"""
    readers = ", ".join(dict.fromkeys(who(item.person) for item in items))
    return f"Your supervision record has been opened to {readers}. Ask your supervisor if you want to know why."
