"""What is said when the supervisee is asked what they think of a session (Wokingham 10)."""

from datetime import date

from handlers.words.phrases import day, plain_day

GIVE = "feedback_give"
SAVED = "Saved"
GIVE_LABEL = "Give feedback"
GIVEN_ALREADY = "You have given feedback on this session. It stands with its record."


def asked(supervisor: str, held_on: date | None, today: date) -> str:
    """`@Tom would like your feedback on the session of 24 March. It takes a minute, and it is up to you.`"""
    of = f"the session of {plain_day(held_on, today)}" if held_on else "your last session"
    return f"{supervisor} would like your feedback on {of}. It takes a minute, and it is up to you."


def on_home(held_on: date, today: date) -> str:
    """On the Home tab, as long as it has not been given."""
    return f"Your feedback on the session of {plain_day(held_on, today)} is asked for."


def head(supervisor: str, held_on: date | None, today: date) -> str:
    """Above the form."""
    return f"On the session with {supervisor}{f', {day(held_on, today)}' if held_on else ''}."


def given(supervisor: str) -> str:
    """Once it is saved."""
    return f"Saved. {supervisor} sees it when the next session is written up, and it stands with the record."
