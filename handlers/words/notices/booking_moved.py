"""To the other of the two: a session was booked, or one that was is on another day, or called off."""

from collections.abc import Sequence

from handlers.words import booking, buttons, calling_off, invite, plan
from handlers.words.phrases import count, day, day_and_time, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (buttons.BOOK, invite.ADD, plan.HISTORY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Tom has moved your supervision of Tue 31 March to Thu 2 April, 14:00. That is told you 7 days before. …`"""
    return "\n".join(_of_one(each, message) if each.moves else booking.told(each, message) for each in items)


def _of_one(item: ItemView, message: MessageView) -> str:
    move, supervisee = item.moves[0], item.supervisee
    if move.to_on is None:
        return calling_off.of_one(item, message)
    own = supervisee is not None and supervisee.id == message.recipient.id
    whose = "your supervision" if own else f"the supervision of {who(supervisee)}"
    to = day_and_time(item.booked_on or move.to_on, item.booked_at, message.on)
    notice = (min(move.from_on, move.to_on) - message.on).days
    ahead = f", {count(notice, 'day')} ahead" if notice > 0 else ""
    where = "Why stands in its history. If the new day does not suit, say so to each other and move it again."
    return f"{who(item.person)} has moved {whose} of {day(move.from_on, message.on)} to *{to}*{ahead}. {where}"
