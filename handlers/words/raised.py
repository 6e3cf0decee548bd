"""What a supervisee raised: the trace both see, and its buttons."""

from collections.abc import Sequence
from datetime import date

from handlers.words.duties import title
from handlers.words.phrases import day, who
from scheduling.calendar import local_day
from storage.views import RaisedView

ESCALATE = "raised_escalate"
ANSWER = "raised_answer"
ESCALATE_LABEL = "Escalate"
ANSWER_LABEL = "I have it in hand"
HEADING = "Raised"
TO_ANSWER = "Raised with you, and not answered yet"
ESCALATED_TITLE = "Escalated"
ANSWERED_TITLE = "In hand"
HOW = {"raised": "raised with", "escalated": "escalated to", "climbed": "went on by itself to"}


def step(one: RaisedView, today: date) -> str:
    """`raised with @Tom on Mon 2 March: in hand, @Tom said on Tue 3 March`."""
    said = f"{HOW[one.how]} {who(one.to)} on {day(local_day(one.raised_at), today)}"
    if one.seen_at is not None:
        return f"{said}: in hand, {who(one.seen_by)} said on {day(local_day(one.seen_at), today)}"
    if one.goes_on_on is not None:
        return f"{said}: not answered yet; it goes to the next manager on {day(one.goes_on_on, today)}"
    return f"{said}: not answered" if one.obligation.is_open else said


def own(one: RaisedView, today: date) -> str:
    """On the Home tab of whoever raised it."""
    return f"{title(one.obligation)}, due {day(one.obligation.due_on, today)}: {step(one, today)}."


def to_answer(one: RaisedView, today: date) -> str:
    """On the Home tab of whoever it was raised with."""
    return f"{who(one.by)} · {title(one.obligation)}, due {day(one.obligation.due_on, today)}: {step(one, today)}."


def trace(steps: Sequence[RaisedView], today: date) -> str:
    """All of one, in the order it went."""
    return "\n".join(f"• {own(one, today)}" for one in steps)


def escalated(one: RaisedView) -> str:
    """The manager above is told."""
    return f"Escalated. {who(one.to)} gets a message now, and it is on record, for you both, that you did so today."


def answered(one: RaisedView) -> str:
    """Whoever raised it sees so."""
    return f"Noted. {who(one.by)} sees on their Home tab that you have it in hand. What is due stays due until it is recorded."


def already(steps: Sequence[RaisedView], today: date) -> str:
    """`/supervision raise` again."""
    return f"You have raised this already.\n{trace(steps, today)}"
