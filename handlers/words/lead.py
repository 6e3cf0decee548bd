"""The fact a notice opens with: what is due and when, for one obligation or for several cases of one person."""

from collections.abc import Sequence
from datetime import date

from handlers.words.duties import CASE_DISCUSSIONS, OVERSIGHT, duty_of
from handlers.words.phrases import count, deadline, escape, plain_day, possessive, sentence, who
from storage.views import ItemView, ObligationView, Person

GROUPED = (*CASE_DISCUSSIONS, *OVERSIGHT)
"""Kinds of which several about one person are told in one paragraph."""

SHOWN = 12


def is_due(items: Sequence[ItemView], reader: Person, today: date) -> str:
    """`Supervision with @Tom is due by *Tue 24 March*.`"""
    if len(items) > 1:
        return f"{_cases(items, reader)} due {_purpose(items[0], reader)}{_refs(items, today, 'by')}."
    return f"{sentence(duty_of(items[0], reader))} is due {_near(items[0], today)}."


def was_due(items: Sequence[ItemView], reader: Person, today: date, then: str = "") -> str:
    """`Supervision with @Ann was due yesterday.` with `then` before the full stop."""
    if len(items) > 1:
        return f"{_cases(items, reader, 'were')} due {_purpose(items[0], reader)}{_refs(items, today, 'on', then)}."
    return f"{sentence(duty_of(items[0], reader))} was due {_when_due(items[0], today)}{then}."


def since_due(items: Sequence[ItemView], reader: Person, today: date) -> str:
    """`supervision with @Ann was due (2 March)`, to follow "since"."""
    if len(items) > 1:
        said = f"{_cases(items, reader, 'were')} due {_purpose(items[0], reader)}"
        return f"{said[:1].lower()}{said[1:]}{_refs(items, today, 'on')}"
    return f"{duty_of(items[0], reader)} was due ({plain_day(owed(items[0]).due_on, today)})"


def owed(item: ItemView) -> ObligationView:
    """The obligation of a notice that has one."""
    assert item.obligation is not None
    return item.obligation


def _cases(items: Sequence[ItemView], reader: Person, verb: str = "are") -> str:
    subject = items[0].person
    theirs = "your" if subject.id == reader.id else possessive(who(subject))
    return f"{sentence(count(len(items), 'x').split()[0])} of {theirs} cases {verb}"


def _purpose(item: ItemView, reader: Person) -> str:
    if owed(item).kind in OVERSIGHT:
        return "for management oversight"
    if owed(item).person.id == reader.id:
        return f"to be discussed with {who(item.supervisor)}"
    return "to be discussed" + ("" if item.supervisor and item.supervisor.id == reader.id else f" with {who(item.supervisor)}")


def _refs(items: Sequence[ItemView], today: date, word: str, then: str = "") -> str:
    """The day once where it is the same for all: ` by *Thu 12 March*: *M100001*, *M100014*`."""
    refs = [f"*{escape(owed(item).case_ref or '')}*" for item in items[:SHOWN]]
    more = f" and {len(items) - SHOWN} more on your Home tab" if len(items) > SHOWN else ""
    if len({owed(item).due for item in items}) == 1:
        return f" {word} *{_due(items[0], today)}*{then}: {', '.join(refs)}{more}"
    dated = [f"{ref} {word} {_due(item, today)}" for ref, item in zip(refs, items, strict=False)]
    return f"{then}: {', '.join(dated)}{more}"


def _due(item: ItemView, today: date) -> str:
    return deadline(owed(item).due, today)


def _near(item: ItemView, today: date) -> str:
    """`by *Tue 24 March*`; on the day itself and the day before it says so."""
    days = (owed(item).due_on - today).days
    named = {0: "today, ", 1: "tomorrow, "}.get(days, "")
    return f"*{named}{_due(item, today)}*" if named else f"by *{_due(item, today)}*"


def _when_due(item: ItemView, today: date) -> str:
    return "yesterday" if (today - owed(item).due_on).days == 1 else f"on *{_due(item, today)}*"
