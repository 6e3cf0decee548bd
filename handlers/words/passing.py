"""From when the policy passes a late thing on, and to whom: the same sentence wherever it is said."""

from datetime import date

from handlers.words.lead import owed
from handlers.words.phrases import day, day_and_time, possessive, who
from storage.views import ItemView, Person


def passes_on(item: ItemView, reader: Person, today: date) -> str:
    """` From Tue 17 March the policy passes it to your line manager.`; "" where it does not, or has."""
    escalates_on = owed(item).escalates_on
    if escalates_on is None or escalates_on <= today:
        return ""
    start = "tomorrow" if (escalates_on - today).days == 1 else day(escalates_on, today)
    return f" From {start} {_what_then(item, reader)}."


def _what_then(item: ItemView, reader: Person) -> str:
    if item.line_manager is None:
        return "the policy counts it as escalated"
    if item.line_manager.id == reader.id:
        return "the policy passes it to you"
    is_theirs = item.supervisor is not None and item.supervisor.id == reader.id
    manager = "your" if is_theirs else possessive(who(item.supervisor))
    return f"the policy passes it to {manager} line manager"


def was_to_come(item: ItemView, today: date) -> str:
    """` By the policy it was to come to you on Tue 17 March.`; "" where it comes on its day."""
    if item.named_on is None or item.named_on >= today:
        return ""
    return f" By the policy it was to come to you on *{day(item.named_on, today)}*."


def is_booked(item: ItemView, today: date) -> str:
    """` It is booked for Tue 24 March, 14:00.`, `was` once that day has passed; "" where nothing is."""
    if not item.booked_on:
        return ""
    what, is_past = "A session" if item.case_ref else "It", item.booked_on < today
    return f" {what} {'was' if is_past else 'is'} booked for {day_and_time(item.booked_on, owed(item).booked_at, today)}."


def is_ahead(item: ItemView, today: date) -> bool:
    """A session is booked and its day has not passed: nothing is to be settled before."""
    return item.booked_on is not None and item.booked_on >= today
