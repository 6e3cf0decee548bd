"""What pressing a button under a reminder says where it opens no form."""

SETTLED = "This is no longer open, so there is nothing left to do for it.{on}"
SETTLED_ON = " It was settled on {on}."
BOOKED_ALREADY = "It is booked for {on}. Only the supervisor, or a manager above, can move it: ask them."
RAISED_TITLE = "Raised"
NOT_LATE = "Your supervision is not late, so there is nothing to raise.{due}"
OLD_BUTTON = "This button is from an older message and does nothing any more. Your Home tab shows how things stand."


def raised(supervisor: str) -> str:
    """The supervisor is told."""
    return (
        f"Raised. {supervisor} gets a message now, and it is on record, for you both, that you raised it today. "
        "If nobody answers, it goes to the next manager by itself."
    )
