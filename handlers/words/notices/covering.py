"""To whoever covers for somebody away; and to the line manager of a supervisor who is away long or breaks the frequency."""

from collections.abc import Sequence

from handlers.words.phrases import day, possessive, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ()


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Tom is away from Mon 6 July, back on Mon 27 July. You cover: …`"""
    return "\n".join(_away(item, message) for item in items)


def _away(item: ItemView, message: MessageView) -> str:
    away = who(item.person)
    since = f" from {day(item.absent_from_on, message.on)}" if item.absent_from_on else ""
    back = f", back on {day(item.absent_until_on, message.on)}" if item.absent_until_on else ", with no date of return yet"
    said = f"{away} is away{since}{back}."
    if item.cover and item.cover.id == message.recipient.id:
        return f"{said} You cover: reminders and what is passed up come to you meanwhile, and supervision still falls due."
    return (
        f"{said} {who(item.cover)} covers. Supervision that falls due meanwhile still falls due. "
        f"If that is not right, as {possessive(away)} line manager you name somebody else with `/supervision absence`."
    )
