"""A worker asked that a case be discussed more often than the policy asks."""

from collections.abc import Sequence

from handlers.words import often
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (often.SHOW,)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`@Ann has asked that *M100001* be discussed fortnightly, from Tue 24 March. Why stands with the case. …`"""
    return "\n".join(often.asked(each.case_ref or "", each.person, each.every, each.named_on, message.on) for each in items)
