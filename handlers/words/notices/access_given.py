"""To the reader, who has been given access to somebody's record."""

from collections.abc import Sequence

from handlers.words import access
from handlers.words.phrases import possessive, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("record_open",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Sue has given you access to @Ann's supervision record, for audit, until Tue 14 April. …`"""
    return "\n".join(_said(item, message) for item in items)


def _said(item: ItemView, message: MessageView) -> str:
    grant = item.grant
    if grant is None:
        return "You have been given access to a supervision record. Your Home tab says no more of it."
    what = access.for_what(grant, message.on)
    said = f"{who(grant.granted_by)} has given you access to {possessive(who(grant.about))} supervision record, {what}."
    told = f"{who(grant.about)} has been told."
    if grant.untold and (grant.tell_on is None or grant.tell_on > message.on):
        told = f"{who(grant.about)} has *not* been told yet, so do not speak of it."
    return f"{said} {told} Each time you read it is noted."
