"""To the line manager of a supervisor who is away too long."""

from collections.abc import Sequence

from handlers.words.phrases import day, possessive, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ()


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Tom is away from Mon 6 July. Please arrange who supervises @Tom's staff meanwhile.`"""
    return "\n".join(_away(item, message) for item in items)


def _away(item: ItemView, message: MessageView) -> str:
    away = who(item.person)
    since = f" from {day(item.absent_from_on, message.on)}" if item.absent_from_on else ""
    back = f", back on {day(item.absent_until_on, message.on)}" if item.absent_until_on else ", with no date of return yet"
    not_there = f" {who(item.cover)}, who was to cover, is not there either." if item.cover else ""
    return (
        f"{away} is away{since}{back}.{not_there} Supervision that falls due meanwhile still falls due. "
        f"As {possessive(away)} line manager you arrange who holds it and looks after the cases."
    )
