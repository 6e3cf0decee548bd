"""To the supervisee, when somebody outside their line has been given access to their record."""

from collections.abc import Sequence

from handlers.words import access
from handlers.words.phrases import who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("access_about_me",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Sue has given @Priya (performance staff) access to your supervision record, for audit, until Tue 14 April. …`"""
    return "\n".join(_said(item, message) for item in items)


def _said(item: ItemView, message: MessageView) -> str:
    grant = item.grant
    if grant is None:
        return "Your supervision record has been opened to somebody. Ask your supervisor if you want to know why."
    to, what = access.reader(grant), access.for_what(grant, message.on)
    said = f"{who(grant.granted_by)} has given {to} access to your supervision record, {what}."
    personal = "Personal matters are part of it." if grant.covers_personal else "Personal matters are not part of it."
    late = f" {access.untold(grant, message.on)}" if grant.untold else ""
    return f"{said} {personal}{late}"
