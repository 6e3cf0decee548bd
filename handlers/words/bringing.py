"""Cases brought to group supervision on a day to come."""

from collections.abc import Sequence
from datetime import date

from handlers.words.phrases import day, escape, listed, who
from storage.views import ItemView, Person

TITLE = "Bring it to a group"
FACILITATOR = "Who leads the group"
FACILITATOR_HINT = "Nobody chosen: the supervisor of whoever works the case."
ON = "On"
CHOOSE_DAY = "Choose the day."


def saved(ref: str, facilitator: Person | None, on: date, today: date) -> str:
    """After it was planned."""
    said = f"Saved. *{escape(ref)}* is brought to the group of {day(on, today)}, led by {who(facilitator)}."
    return f"{said} Whoever works it is reminded the working day before."


def ahead(items: Sequence[ItemView], reader: Person, today: date) -> str:
    """The working day before: who brings what, and with what."""
    first, refs = items[0], [f"*{escape(each.case_ref or '')}*" for each in items]
    own = first.supervisee is not None and first.supervisee.id == reader.id
    led = "" if first.person.id == reader.id else f" led by {who(first.person)}"
    brings = "you bring" if own else f"{who(first.supervisee)} brings"
    said = f"Group supervision{led} is on *{day(first.booked_on or today, today)}*: {brings} {listed(refs)}."
    return f"{said}\n*To prepare:* {'; '.join(escape(each) for each in first.prepare)}." if own and first.prepare else said
