"""The words around the form of a supervision agreement."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.words.phrases import day, listed, who
from storage.views import Person

TITLE = "Supervision agreement"
TITLE_SAVED = "Saved"
TITLE_REVIEWED = "Agreement reviewed"
DOES = "write, read or review the supervision agreement, which both sign; `on paper` notes the days of one signed elsewhere"
NOT_ABOVE = "Choose a manager above your supervisor: neither of the two is the one to go to."
NO_INTERVAL = "Once every how many weeks? Write a whole number from 1 to 52."
STILL_TO_COME = "This is looked at again on a day still to come. Choose another one."
OF_A_VARIATION: Mapping[str, str] = {
    "variation": "It is more often than the policy asks: choose why.",
    "reasoning": "It is more often than the policy asks: say why in a few words.",
    "variation_review_on": "Say when you will look again at whether it is still needed.",
}
"""What belongs to a variation, by the question that asks for it, where the policy's form does (Wokingham Standard 19)."""
SAME = "Reviewed: nothing changed"
CHANGE = "Change it"
READ = "Read"
READ_AND_SIGN = "Read and sign"
NOTHING_CHANGED = "reviewed by the two, and nothing changed"
SIGNED_BY_SUPERVISEE = "Signed by the supervisee on"
SIGNED_BY_SUPERVISOR = "Signed by the supervisor on"
NAMED_MANAGER = "Named manager"
NAMED_MANAGER_HINT = "Whom either of them goes to where they cannot agree."
REVIEWED_ON = "Reviewed by both on"
IS_SIGNED = "is signed by both"
TO_REVIEW = "To review"
TO_REVIEW_AGAIN = "To review again"


def head(person: Person | None, supervisor: Person | None) -> str:
    """Whose agreement it is."""
    return f"The supervision agreement of {who(person)} with {who(supervisor)}."


def of(person: Person | None) -> str:
    """The same where the supervisor is known."""
    return f"The supervision agreement of {who(person)}."


def on_paper() -> str:
    """Where one was signed before it was kept here."""
    return "Signed on paper already? `/supervision agreement @name on paper` notes the days."


def too_seldom(every: str, section: str) -> str:
    """Beside the interval: it may be agreed to meet more often than the policy asks, never less."""
    return f"The policy asks for supervision {every} ({section}). You can agree on more often, not on less."


def too_few(times: int, weeks: int) -> str:
    """Beside the times a year."""
    return f"Once every {weeks} weeks is at least {times} times a year. Write {times} or more."


def saved(others: Sequence[Person | None], *, signed_by_viewer: bool) -> str:
    """After it has been written: by one of the two, or by a manager above for them."""
    names = listed([who(each) for each in others])
    has = "has" if len(others) == 1 else "have"
    by = ", and signed by you" if signed_by_viewer else ""
    return f"Saved{by}. It holds once {names} {has} signed it too, who {has} been asked to."


def holds(person: Person | None) -> str:
    """After both have."""
    return f"Saved. The supervision agreement of {who(person)} is signed by both and holds from today."


def state(signed_on: date | None, reviewed_on: date | None, today: date) -> str:
    """What is in force."""
    if signed_on is None:
        return "Not signed by both yet: nothing of it holds."
    reviewed = f", last reviewed on {day(reviewed_on, today)}" if reviewed_on else ""
    return f"Signed by both on {day(signed_on, today)}{reviewed}."


def frequency(weeks: int) -> str:
    """What they agreed on, where it is more often than the policy."""
    return f"Agreed: once every {weeks} weeks." if weeks != 1 else "Agreed: once a week."


def manager(named: Person | None) -> str:
    """Whom either goes to."""
    return f"Named manager: {who(named)}."


def reviewed(other: Person | None) -> str:
    """After one of the two has said that nothing changed."""
    return f"Saved, and signed by you. It is reviewed once {who(other)} has signed it too, who is asked to."


def done(person: Person | None, what: str, todo: str, due_on: date | None, today: date) -> str:
    """After the days of a paper agreement were noted."""
    by = f" {todo} by {day(due_on, today)}." if due_on else ""
    return f"Saved. The supervision agreement of {who(person)} {what}.{by}"


def was_reviewed(on: date, today: date) -> str:
    """What became of it."""
    return f"was reviewed on {day(on, today)}"
