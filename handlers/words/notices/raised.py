"""To the supervisor: the supervisee has raised a missed supervision."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RECORD, WHY
from handlers.words.duties import duty_of
from handlers.words.phrases import day, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, WHY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann has raised with you that supervision with @Ann, due on Mon 2 March, has not been recorded.`"""
    lines = []
    for item in items:
        assert item.obligation is not None
        due = day(item.obligation.due_on, message.on)
        booked = f" It is booked for {day(item.booked_on, message.on)}." if item.booked_on else ""
        lines.append(
            f"{who(item.person)} has raised with you that {duty_of(item, message.recipient)}, due on *{due}*, "
            f"has not been recorded.{booked} If it happened, record it; if not, agree a day together."
        )
    return "\n".join(lines)
