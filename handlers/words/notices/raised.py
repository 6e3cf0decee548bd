"""To the supervisor: the supervisee has raised a missed supervision."""

from collections.abc import Sequence

from handlers.words import raised as words
from handlers.words.buttons import BOOK, RECORD, WHY
from handlers.words.duties import CASE_DISCUSSIONS, SUPERVISIONS, duty_of
from handlers.words.passing import is_booked
from handlers.words.phrases import day, escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (words.ANSWER, RECORD, BOOK, WHY)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann has raised with you that their supervision, due on Mon 2 March, has not been recorded.`"""
    lines = []
    for item in items:
        assert item.obligation is not None
        due = day(item.obligation.due_on, message.on)
        booked = is_booked(item, message.on)
        lines.append(
            f"{who(item.person)} has raised with you that {_what(item, message)}, due on *{due}*, "
            f"has not been recorded.{booked}{_asks(item, message)}"
        )
    return "\n".join(lines)


def _asks(item: ItemView, message: MessageView) -> str:
    """Of the supervisor; of a manager it has gone on to; or who has it in hand by now."""
    raised = item.raised
    if raised is not None and raised.seen_at is not None:
        return f" {who(raised.seen_by)} has said that it is in hand."
    if raised is not None and raised.how == "climbed":
        return " It was not answered in time, so it has come to you as the next manager. Say whether you have it in hand."
    if raised is not None and raised.how == "escalated":
        return " They have escalated it to you as the next manager. Say whether you have it in hand."
    return " If it happened, record it; if not, agree a day together."


def _what(item: ItemView, message: MessageView) -> str:
    """Without the name again: it is their own they raise."""
    assert item.obligation is not None
    if item.obligation.kind in SUPERVISIONS:
        return "their supervision"
    if item.obligation.kind in CASE_DISCUSSIONS:
        return f"the discussion of *{escape(item.case_ref or '')}*"
    return duty_of(item, message.recipient)
