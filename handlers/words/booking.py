"""Booking a session and moving one: the forms, and what is said once it is done."""

from handlers.words.phrases import day_and_time, sentence, who
from storage.views import ItemView, MessageView

TITLE = "Book a session"
BOOK = "Book"
MOVE_TITLE = "Move a session"
MOVE = "Move"
DAY = "Day"
NEW_DAY = "New day"
TIME = "Time"
REASON = "Reason"
WHOSE = "For whom it is moved"
WHOSE_HINT = "Both see how often sessions are moved or called off, and for whom. It may be left out."
REASON_EXAMPLE = "court"
OFFERED = ("court", "sickness", "annual leave", "emergency visit", "strategy meeting", "training", "workload")
REASON_HINT = f"In a word or two, without names: {', '.join(OFFERED)}. It is kept with the session."
BOOKED = "Booked"
MOVED = "Moved"
KEPT_WITH_IT = " The reason is kept with it."
STAYS_ABOVE = " It stays with the managers above until the session is recorded."
IN_YOUR_CALENDAR = " It is in your calendar."
YOUR = "your"
YOURS = "Your supervision"


def booked_for(when: str, due: str) -> str:
    """Above the form that moves it."""
    return f"Booked for {when}. {due}"


def saved(did: str, whose: str, when: str, more: str) -> str:
    """`Booked. Supervision of @Ann on *Tue 24 March, 14:00*.`"""
    return f"{did}. Supervision {whose} on *{when}*.{more}"


def with_them(supervisor: str) -> str:
    """Whose supervision: one's own."""
    return f"with {supervisor}"


def of_them(supervisee: str) -> str:
    """Whose supervision: somebody else's."""
    return f"of {supervisee}"


def stays_due(on: str) -> str:
    """It is booked for a day after it is due."""
    return f" It stays due by {on}: booking does not move the due date."


def is_due(on: str) -> str:
    """It is booked in time."""
    return f" It is due by {on}."


def passes(on: str, manager: str) -> str:
    """What comes of it if it is held on the day it is booked for."""
    return f" From {on} the policy passes it to {manager} line manager."


def are_told(both: str) -> str:
    """Somebody above has booked over the heads of two people."""
    return f" {both} are told."


def theirs(supervisee: str) -> str:
    """Whose it is, at the beginning of a sentence."""
    return f"Supervision of {supervisee}"


def nothing_due(whose: str) -> str:
    """Above the form, where nothing is owed."""
    return f"{whose}: nothing is due yet."


def due(whose: str, on: str, *, is_late: bool) -> str:
    """Above the form, by when it is owed."""
    return f"{whose} {'was' if is_late else 'is'} due by {on}."


def told(item: ItemView, message: MessageView) -> str:
    """To the other of the two: `Your supervision with @Tom is booked for Thu 2 April, 14:00. …`"""
    own = item.supervisee is not None and item.supervisee.id == message.recipient.id
    whose = f"your supervision with {who(item.supervisor)}" if own else f"the supervision of {who(item.supervisee)}"
    when = day_and_time(item.booked_on or message.on, item.booked_at, message.on)
    return f"{sentence(whose)} is booked for *{when}*. If that does not suit, say so to each other and move it."
