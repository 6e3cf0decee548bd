"""Records put where the policy keeps them: said gently, filed by a button."""

from collections.abc import Sequence

from handlers.words.phrases import escape, listed, plain_day, who
from storage.views import ItemView, MessageView, Person

FILED = "session_filed"
COPY = "case_note_copy"
TITLE = "Filed"
MOST_BUTTONS = 4
NO_DAY = "The policy gives no day for it: once it is there, press its button and this goes away."


def filed_in(place: str) -> str:
    """The button."""
    return f"It is in {place}" if len(place) < 30 else "It is there"


def asked(items: Sequence[ItemView], message: MessageView) -> str:
    """`The record of your session with @Ann of 24 March is to be uploaded to SharePoint, in the supervisee's folder. …`"""
    return " ".join([_said(items, message), NO_DAY])


def _said(items: Sequence[ItemView], message: MessageView) -> str:
    said: dict[str, list[ItemView]] = {}
    for each in sorted(items, key=lambda item: item.case_ref or ""):
        said.setdefault(each.to_file, []).append(each)
    return " ".join(_one(theirs, message) for theirs in said.values())


def _one(items: Sequence[ItemView], message: MessageView) -> str:
    first = items[0]
    on = f" of {plain_day(first.last_held_on, message.on)}" if first.last_held_on else ""
    refs = [each.case_ref for each in items if each.case_ref]
    if refs:
        named = listed([f"*{escape(ref)}*" for ref in refs])
        what, are = ("record", "is") if len(refs) == 1 else ("records", "are")
        return f"The {what} of {named}{on} {are} to be {escape(first.to_file)}."
    return f"The record of the session with {who(first.supervisee)}{on} is to be {escape(first.to_file)}."


def what(item: ItemView, today: str) -> str:
    """The same in a few words, once it is done."""
    if item.case_ref:
        return f"The record of *{escape(item.case_ref)}*{today}."
    return f"The record of the session with {who(item.supervisee)}{today}."


def after_saving(says: str) -> str:
    """Under what is said once a record was saved."""
    return f"The record is to be {escape(says)}."


def filed(place: str, supervisee: Person | None) -> str:
    """After the button."""
    where = f"in {escape(place)}" if place else "where it belongs"
    return f"Noted: the record of the session with {who(supervisee)} is {where} as of today."
