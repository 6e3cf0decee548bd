"""Seven days before, and the working day before."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RECORD, SNOOZE, WHY
from handlers.words.duties import SUPERVISIONS
from handlers.words.lead import is_due, owed
from handlers.words.phrases import booking, count, sentence, several
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (BOOK, RECORD, SNOOZE, WHY)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Supervision with @Tom is due by Tue 24 March. Nothing is booked yet.`"""
    said = is_due(items, message.recipient, message.on)
    obligation = owed(items[0])
    if obligation.kind not in SUPERVISIONS:
        return said
    said += f" {booking(items[0].booked_on, obligation.booked_at, message.on)}"
    if prepare:
        said += f"\n{sentence(count(len(prepare), 'case'))} will fall due before the one after: {several(prepare)}."
    return said
