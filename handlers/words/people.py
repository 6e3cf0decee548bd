"""Finding out who somebody is: a name that is nobody's, or several people's; an account nobody knows."""

from datetime import date

from handlers.words.phrases import escape, plain_day
from storage.views import Person

STRANGER_YOURSELF = (
    "Cornerstone does not know you yet, so nothing was saved. Ask your administrator to add you to people.csv "
    "with the e-mail address you use in Slack, then try again."
)
SOMEBODY = "this person"
"""Beside a field of a form, where a mention would be shown as it is written."""
OWN = "My own"
WHOSE = "Whose supervision?{more}"
ANYBODY_ELSE = " Name anybody else: pick them with @."


def stranger(them: str) -> str:
    """Somebody else who is not on the council's list."""
    return (
        f"Cornerstone does not know {them} yet. Ask your administrator to add them to people.csv "
        "with the e-mail address they use in Slack, then try again."
    )


def several(name: str) -> str:
    """More than one person goes by it."""
    return f"There is more than one person called *{name}*. Which one?"


def left(person: Person, today: date) -> str:
    """They are known, and do not work here any more."""
    return f"{escape(person.name)} left on {plain_day(person.left_on or today, today)}."


def nobody(name: str) -> str:
    """No one goes by it."""
    return f"I do not know anybody called *{name}* here. Pick them with @, or write the full name."
