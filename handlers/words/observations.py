"""The words around an observation, which passes from the worker to the observer and back."""

from handlers.words.phrases import who
from storage.views import Person

TITLE_SAVED = "Saved"
THEIR_PART = "their own part"


def head(person: Person | None, what: str, *, is_own: bool) -> str:
    """Whose, and which part of it."""
    return f"An observation of your {what}: your own part." if is_own else f"An observation of {who(person)}'s {what}, by you."


def saved(other: str) -> str:
    """After one part was written."""
    return f"Saved, and signed by you. {other} has been asked to read it, to add what is theirs, and to sign."


def added(to: str) -> str:
    """Why there is a new version: the other part was written."""
    return f"{to} added"


PARTS = {"supervisee": "the worker's part", "observer": "the observer's part"}
WHAT = {"practice_observation": "practice", "supervision_observation": "supervising"}
