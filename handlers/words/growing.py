"""What is said of Good Conversations, probation, self-assessments and case summaries."""

from collections.abc import Mapping
from datetime import date

from handlers.words.phrases import day, escape, possessive, who
from storage.views import Person

CONVERSATIONS: Mapping[str, str] = {"plan": "To plan", "review": "To review"}
"""By the value each is stored as."""
SAME_PIECE = "This is the first piece once more. The policy asks for two pieces of work: choose another."
NOT_BOOKED = (
    "A self-assessment is for a session that is booked, and none is. Book one with `/supervision book`, then open this again."
)
READ = "Read"
CONVERSATION = "Good Conversation"
PROBATION = "probation assessment"
SELF_ASSESSMENT = "self-assessment"
SAVED = "Saved"
ASSESSED = "Self-assessments to see before the session"


def conversation_with(person: Person | None) -> str:
    """Above every step."""
    return f"Good Conversation with {who(person)}."


def probation_of(person: Person | None) -> str:
    """Above every step."""
    return f"Probation of {who(person)}."


def assessment_for(planned_on: date | None, today: date) -> str:
    """Above every step."""
    booked = f" for your supervision on {day(planned_on, today)}" if planned_on else ""
    return f"Self-assessment{booked}. Your supervisor sees it with you."


def summary_of(ref: str, worker: Person | None) -> str:
    """Above every step."""
    return f"Summary of *{escape(ref)}*, case of {who(worker)}."


def conversation_saved(person: Person, on: date, today: date) -> str:
    """What is said once it is recorded."""
    return f"Saved. The Good Conversation with {who(person)} on {day(on, today)} is recorded, and signed by you."


def probation_saved(person: Person, on: date, today: date) -> str:
    """What is said once it is recorded."""
    return f"Saved. The assessment of {possessive(who(person))} probation on {day(on, today)} is recorded, and signed by you."


def assessment_saved(supervisor: Person | None, planned_on: date, today: date) -> str:
    """What is said once it is recorded."""
    sees = f" {who(supervisor)} can see it now." if supervisor else ""
    return f"Saved. Your self-assessment for {day(planned_on, today)} is there, and signed by you.{sees}"


def summary_saved(ref: str) -> str:
    """What is said once it is recorded."""
    return f"Saved. The summary of *{escape(ref)}* is recorded."


def ready(person: Person | None, planned_on: date | None, today: date) -> str:
    """A self-assessment on the supervisor's Home tab: whose and for when, never what it says."""
    booked = f" · for {day(planned_on, today)}" if planned_on else ""
    return f"{who(person)}{booked}"


def not_asked_for(what: str, person: Person | None) -> str:
    """The policy is silent, or asks it of others."""
    return f"The policy in force asks for no {what} of {who(person)}, so there is none to record."
