"""The words around an observation, which passes from the worker to the observer and back."""

from datetime import date

from handlers.words.phrases import day, who
from storage.views import Person

TITLE_SAVED = "Saved"
THEIR_PART = "their own part"


def head(person: Person | None, what: str, *, is_own: bool) -> str:
    """Whose, and which part of it."""
    return f"An observation of your {what}: your own part." if is_own else f"An observation of {who(person)}'s {what}, by you."


def saved(other: str) -> str:
    """After one part was written."""
    return f"Saved, and signed by you. {other} has been asked to read it, to add what is theirs, and to sign."


def kept(observer: str) -> str:
    """After the worker has written theirs first."""
    return (
        f"Saved. {observer}, or whoever observes you, sees it with the form. You add the rest afterwards, and both of you sign."
    )


def added(to: str) -> str:
    """Why there is a new version: the other part was written."""
    return f"{to} added"


PARTS = {"supervisee": "the worker's part", "observer": "the observer's part"}
WHAT = {"practice_observation": "practice", "supervision_observation": "supervising"}


def to_discuss(kind: str, on: date, today: date) -> str:
    """In the record of the session after it (Wokingham 8, Manchester 3.1)."""
    what = "Practice" if kind == "practice" else "Supervising"
    return f"{what} was observed on {day(on, today)}: discuss it here, and record what comes of it."
