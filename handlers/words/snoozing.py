"""The words of putting a reminder off. What somebody writes as their reason stands in none of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.words.duties import duty_of
from handlers.words.phrases import day, deadline, sentence, times, who
from storage.quiet import SnoozeView
from storage.views import ItemView, Person

FORM = "snooze_form"
TITLE = "Put the reminder off"
SUBMIT = "Put it off"
DONE = "Put off"
UNTIL = "Remind me again on"
WHY = "Why"
WORDS = "In your words"
WORDS_HINT = "Kept sealed, and in no message. Whoever may see how this stands can read it under “Why am I seeing this?”."
REASONS: Mapping[str, str] = {
    "leave": "on leave",
    "court": "court",
    "emergency": "an emergency",
    "waiting": "waiting for somebody else",
    "in_hand": "it is in hand",
    "other": "another reason",
}
"""As they stand in a message to the next rung."""


def head(what: str, due: str, left: int) -> str:
    """Above the form."""
    last = " This is the last time: a reminder is put off twice." if left == 1 else ""
    return (
        f"{what} · due {due}. That stays as it is, and so does the day it passes on; only your reminder waits. "
        f"Whoever it passes to sees that you put it off, and why.{last}"
    )


def several(number: int) -> str:
    """What a button over several of a kind puts off."""
    return f"{number} of one kind"


def saved(until_on: date, today: date) -> str:
    """Once it is put off."""
    return f"Put off: you are reminded again on *{day(until_on, today)}*, unless it is settled before. Nothing else has moved."


def is_put_off(item: ItemView, reader: Person, on: date) -> SnoozeView | None:
    """The reader's own, where it lasts: the message shows it in place of the reminder."""
    own = [each for each in item.snoozes if each.by.id == reader.id and each.until_on > on]
    return own[-1] if own and not item.is_done else None


def put_off(item: ItemView, snooze: SnoozeView, reader: Person, today: date) -> str:
    """`*Put off until Thu 26 March:* on leave. Supervision with @Ann, due by Mon 2 March.`"""
    due = deadline(item.obligation.due, today) if item.obligation else ""
    what = f"{sentence(duty_of(item, reader))}, due by {due}." if item.obligation else ""
    return f"*Put off until {day(snooze.until_on, today)}:* {REASONS[snooze.kind]}. {what}"


def own_so_far(item: ItemView, reader: Person) -> str:
    """` You have put this off once: court.`; "" where they have not."""
    own = [each for each in item.snoozes if each.by.id == reader.id]
    return f" You have put this off {times(len(own))}: {_why(own)}." if own else ""


def for_next(items: Sequence[ItemView]) -> str:
    """`The reminder was put off twice by @Tom: on leave; court.`, a sentence a person; "" where nobody did."""
    by: dict[str, list[SnoozeView]] = {}
    for each in items[0].snoozes if items else ():
        by.setdefault(each.by.id, []).append(each)
    return " ".join(
        f"The reminder was put off {times(len(every))} by {who(every[0].by)}: {_why(every)}." for every in by.values()
    )


def in_full(snooze: SnoozeView, words: str, today: date) -> str:
    """A line of the facts, in a window."""
    said = f": {words}" if words else ""
    until = day(snooze.until_on, today)
    return f"Reminder put off by {who(snooze.by)} until {until}, {REASONS[snooze.kind]}{said}"


def _why(every: Sequence[SnoozeView]) -> str:
    return "; ".join(dict.fromkeys(REASONS[each.kind] for each in every))
