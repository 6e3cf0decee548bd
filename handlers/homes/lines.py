"""Lines of the Home tab: what is owed, in one line each."""

from collections.abc import Sequence
from datetime import date, timedelta

from slack_sdk.models.blocks import Block

from handlers.words import kit
from handlers.words.duties import title
from handlers.words.phrases import count, day, day_and_time, deadline, escape, who
from scheduling.answers import State
from storage.views import ObligationView, Person

SOON = timedelta(weeks=8)
A_SECTION = 10
"""Lines in one paragraph."""


def standing(owed: ObligationView, today: date) -> str:
    """`due by Tue 24 March` or `late: was due Mon 2 March, 12 days ago`; suspended and escalated say so."""
    if owed.state is State.SUSPENDED:
        return "waiting: away until further notice"
    if owed.state is State.ESCALATED:
        return f"*escalated*: was due {day(owed.due_on, today)}, {count(owed.days_late, 'day')} ago"
    if owed.days_late:
        return f"*late*: was due {day(owed.due_on, today)}, {count(owed.days_late, 'day')} ago"
    if owed.due_on == today:
        return f"*due today*{f' by {deadline(owed.due, today)}' if owed.due != owed.due_on else ''}"
    return f"due by {deadline(owed.due, today)}"


def booked(owed: ObligationView, today: date) -> str:
    """` · booked for Tue 24 March, 14:00`, or nothing booked."""
    on = owed.booked_on
    return f" · booked for {day_and_time(on, owed.booked_at, today)}" if on else " · nothing booked"


def line(owed: ObligationView, viewer: Person, today: date) -> str:
    """`Case discussion · M100001 · @Ann · due by Tue 24 March`."""
    parts = [title(owed)]
    if owed.case_ref:
        parts.append(f"*{escape(owed.case_ref)}*")
    if owed.person.id != viewer.id:
        parts.append(who(owed.person))
    parts.append(standing(owed, today))
    return " · ".join(parts)


def soon_and_later(owed: Sequence[ObligationView], viewer: Person, today: date, most: int) -> list[Block]:
    """A line each for what is late or near; one line for what is far off."""
    ordered = sorted(owed, key=lambda one: (one.due_on, one.case_ref or "", title(one), one.person.name))
    soon = [one for one in ordered if one.due_on <= today + SOON]
    later = [one for one in ordered if one.due_on > today + SOON]
    blocks = listing([line(one, viewer, today) for one in soon], most)
    if later:
        others = f", and {len(later) - 1} after it" if len(later) > 1 else ""
        blocks.append(kit.context(f"Later: {line(later[0], viewer, today)}{others}."))
    return blocks


def listing(lines: Sequence[str], most: int) -> list[Block]:
    """Paragraphs of ten lines; `and N more` at the end."""
    shown = [f"• {one}" for one in lines[:most]]
    blocks = [kit.section("\n".join(shown[at : at + A_SECTION])) for at in range(0, len(shown), A_SECTION)]
    if len(lines) > most:
        blocks.append(kit.context(f"And {len(lines) - most} more."))
    return blocks
