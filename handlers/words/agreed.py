"""What is said of actions agreed in supervision. What an action says stands in a window, never in a message."""

from collections.abc import Sequence
from datetime import date

from handlers.words.phrases import ago, count, day, listed, plain_day

OPEN = "actions_open"
DONE = "action_done"
NOT_DONE = "action_not_done"
FORM = "action_form"
SEE = "See your actions"
TITLE = "Your actions"
DONE_LABEL = "Done"
NOT_DONE_LABEL = "Not done, because…"
NONE_OPEN = "Nothing is open: every action agreed with you is settled."
WHY = "Why it was not done"
WHY_TITLE = "Not done"
WHY_HINT = "In a few words. References, never a name. It is looked at in the next session."
SUBMIT = "Save"
SETTLED = "Saved, with the reason. It is looked at in the next session."
NO_DAY = "no day was set"
MOST = "Those due first are shown; settle some, and the others come up."


def due(due_on: date | None, today: date) -> str:
    """`due Tue 24 March`, `*late*: was due Mon 2 March, 12 days ago`."""
    if due_on is None:
        return NO_DAY
    if due_on < today:
        return f"*late*: was due {day(due_on, today)}, {ago((today - due_on).days)}"
    return "*due today*" if due_on == today else f"due {day(due_on, today)}"


def agreed_on(on: date, whose: str, today: date) -> str:
    """Under an action: when it was agreed, and in whose supervision where that is another's."""
    return f"agreed {plain_day(on, today)}{f', in the supervision of {whose}' if whose else ''}"


def from_supervision(items: Sequence[tuple[date | None, date | None]], today: date) -> str:
    """`1 action from supervision of 24 March is due tomorrow.`; a line for each session and day."""
    lines = []
    for held_on, due_on in dict.fromkeys(items):
        number = items.count((held_on, due_on))
        of = f" of {plain_day(held_on, today)}" if held_on else ""
        lines.append(f"{count(number, 'action').capitalize()} from supervision{of} {_stands(due_on, today, number)}.")
    return "\n".join(lines)


def _stands(due_on: date | None, today: date, number: int) -> str:
    is_, was = ("is", "was") if number == 1 else ("are", "were")
    if due_on is None:
        return f"{is_} open"
    days = (due_on - today).days
    if days < 0:
        return f"{was} due {'yesterday' if days == -1 else f'on *{day(due_on, today)}*'} and {is_} still open"
    return f"{is_} due {('*today*', '*tomorrow*')[days]}" if days < 2 else f"{is_} due by *{day(due_on, today)}*"


def on_home(days: Sequence[date | None], today: date) -> str:
    """`*3 actions* agreed in supervision are yours: 1 is late, the next is due Tue 24 March.`"""
    late = sum(1 for each in days if each and each < today)
    ahead = [each for each in days if each and each >= today]
    parts = [f"{late} {'is' if late == 1 else 'are'} late"] if late else []
    parts += [f"the next is due {day(min(ahead), today)}"] if ahead else []
    verb = "is" if len(days) == 1 else "are"
    more = f": {listed(parts)}" if parts else ""
    return f"*{count(len(days), 'action').capitalize()}* agreed in supervision {verb} yours{more}."
