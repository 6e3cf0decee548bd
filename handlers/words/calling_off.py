"""Calling a booked session off: the form, what is said once it is done, and what the other of the two is told."""

from datetime import date

from handlers.words.phrases import day, day_and_time, possessive, who
from storage.views import ItemView, MessageView, SessionView

CALL_OFF = "duty_call_off"
"""Under a reminder, with what is owed."""
CALL_OFF_ONE = "session_call_off"
"""Beside one session."""
LABEL = "Call off"
INSTEAD = "Call it off instead"
"""In the form that moves it."""
TITLE = "Call off a session"
SUBMIT = "Call off"
KEEP = "Keep it"
TITLE_DONE = "Called off"
WHOSE = "For whom it is called off"
WHOSE_HINT = "Both see how often sessions are moved or called off, and for whom. It may be left out."
NOT_THAT_DAY = "No session is booked for {on}."
_WHY = "Why stands in its history."


def booked_for(when: str, due: str) -> str:
    """Above the form."""
    return f"Booked for {when}. {due} Calling it off moves no due date."


def saved(whose: str, when: str, *, is_past: bool) -> str:
    """`Called off. Supervision of @Ann on *Tue 24 March* does not take place.`"""
    return f"Called off. Supervision {whose} on *{when}* {'did' if is_past else 'does'} not take place."


def stays_due(on: str, *, is_late: bool) -> str:
    """What is due stays due."""
    return f" It was due by {on} and stays due." if is_late else f" It stays due by {on}: calling it off moves no due date."


def following(session: SessionView | None, today: date) -> str:
    """Whether another is booked."""
    if session is None or session.planned_on is None:
        return " Nothing else is booked."
    return f" The next is booked for {day_and_time(session.planned_on, session.planned_at, today)}."


def another_at_once(source: str) -> str:
    """Where the policy plans the year ahead, and reschedules what is postponed (Manchester 2.1)."""
    return f" {source}, has another date planned at once."


def told(them: str, number: int) -> str:
    """Who hears of it."""
    return f" {them} {'is' if number == 1 else 'are'} told."


def of_one(item: ItemView, message: MessageView) -> str:
    """`@Tom has called off your supervision of Tue 31 March, 14:00. It stays due by Thu 2 April, and nothing is booked. …`"""
    supervisee, today = item.supervisee, message.on
    own = supervisee is not None and supervisee.id == message.recipient.id
    theirs = supervisee is not None and supervisee.id == item.person.id
    whose = (
        "your supervision" if own else "their supervision with you" if theirs else f"{possessive(who(supervisee))} supervision"
    )
    if theirs and item.supervisor and item.supervisor.id != message.recipient.id:
        whose = f"their supervision with {who(item.supervisor)}"
    on = day_and_time(item.booked_on or today, item.booked_at, today)
    return f"{who(item.person)} has called off {whose} of *{on}*.{_due(item, today)} {_WHY}"


def _due(item: ItemView, today: date) -> str:
    owed = item.obligation
    if owed is None:
        return ""
    if owed.due_on < today:
        return f" It was due by *{day(owed.due_on, today)}* and stays due. Nothing is booked now: book another day."
    return f" It stays due by *{day(owed.due_on, today)}*, and nothing is booked now: book another day."


def settled(item: ItemView, what: str, today: date) -> str:
    """The same once another is booked."""
    on = f" for {day(item.closed_on, today)}" if item.closed_on else ""
    return f"*Done:* booked again{on}. {what}"


def off(what: str) -> str:
    """What told of a session that was called off since."""
    return f"*Called off.* {what}"
