"""The words around the checklist of a first session."""

from handlers.words.phrases import who
from storage.views import Person

TITLE = "Saved"
OPEN = "checklist_open"
TO_FILL = "Checklists to fill"
FILL = "Fill it"
LOOKED_AT = "the file was looked at again"
DOES = "what is on the supervision file: for a first session, and whenever it is looked at again"
OBSERVE = (
    "record an observation, or your own part of one; `observe @name supervision` for one of their supervising, "
    "`plan` after it to name the day and the observer"
)


def head(person: Person | None) -> str:
    """Whose file."""
    return f"The supervision file of {who(person)}."


def saved(person: Person | None) -> str:
    """After it was saved."""
    return f"Saved in the supervision file of {who(person)}. Fill it again when something is added."


def not_filled(them: str) -> str:
    """Of somebody new to their supervisor."""
    return f"The checklist of {them}'s supervision file is not filled yet."
