"""The words around the form of a supervision agreement."""

from handlers.words.phrases import who
from storage.views import Person

TITLE_SAVED = "Saved"
DOES = "write the supervision agreement, which both sign; `on paper` notes the days of one signed elsewhere"


def head(person: Person | None, supervisor: Person | None) -> str:
    """Whose agreement it is."""
    return f"The supervision agreement of {who(person)} with {who(supervisor)}."


def too_seldom(every: str) -> str:
    """Beside the interval: it may be agreed to meet more often than the policy asks, never less."""
    return f"The policy asks for supervision {every}. You can agree on more often, not on less."


def saved(person: Person | None) -> str:
    """After one of the two has written it."""
    return f"Saved, and signed by you. It holds once {who(person)} has signed it too, who has been asked to."


def holds(person: Person | None) -> str:
    """After both have."""
    return f"Saved. The supervision agreement of {who(person)} is signed by both and holds from today."


def as_it_is(weeks: int) -> str:
    """What is in force."""
    return f"Agreed now: once every {weeks} weeks."
