"""To the supervisor: the supervisee has raised a missed supervision."""

from collections.abc import Sequence

from handlers.words.buttons import BOOK, RECORD, WHY
from handlers.words.duties import CASE_DISCUSSIONS, SUPERVISIONS, duty_of
from handlers.words.phrases import day, escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (RECORD, BOOK, WHY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann has raised with you that their supervision, due on Mon 2 March, has not been recorded.`"""
    lines = []
    for item in items:
        assert item.obligation is not None
        due = day(item.obligation.due_on, message.on)
        booked = f" It is booked for {day(item.booked_on, message.on)}." if item.booked_on else ""
        lines.append(
            f"{who(item.person)} has raised with you that {_what(item, message)}, due on *{due}*, "
            f"has not been recorded.{booked} If it happened, record it; if not, agree a day together."
        )
    return "\n".join(lines)


def _what(item: ItemView, message: MessageView) -> str:
    """Without the name again: it is their own they raise."""
    assert item.obligation is not None
    if item.obligation.kind in SUPERVISIONS:
        return "their supervision"
    if item.obligation.kind in CASE_DISCUSSIONS:
        return f"the discussion of *{escape(item.case_ref or '')}*"
    return duty_of(item, message.recipient)
