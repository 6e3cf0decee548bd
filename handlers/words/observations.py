"""The words around an observation, which passes from the worker to the observer and back."""

from datetime import date

from handlers.words.phrases import day, who
from storage.views import Person

TITLE_SAVED = "Saved"
THEIR_PART = "their own part"
PLAN = "Plan it for a day"
TO_PLAN = "observe_plan"
OPEN = "observe_open"
OPEN_LABEL = "Open the form"
OFF = "observe_off"
OFF_LABEL = "Call it off"
PLAN_TITLE = "Plan an observation"
PLAN_FORM = "observe_plan_form"
OBSERVER = "Who observes"
PLAN_SUBMIT = "Plan it"
NO_OBSERVER = "Choose who observes."
OBSERVER_HINT = (
    "Their supervisor, or another colleague, such as a practice educator. Whoever is named writes the observer's part, and "
    "sees nothing else of the supervision file."
)
PLANNED_ON = "Day planned"
PLANNED = "Observations planned"
PLANNED_TITLE = "Planned"
OFF_TITLE = "Called off"
YOU, YOUR = "you", "your"
OF = {"practice": "practice", "supervision": "supervising"}
"""What is observed, by the kind it is stored as."""


def head(person: Person | None, what: str, *, is_own: bool) -> str:
    """Whose, and which part of it."""
    return f"An observation of your {what}: your own part." if is_own else f"An observation of {who(person)}'s {what}, by you."


def saved(other: str) -> str:
    """After one part was written."""
    return f"Saved, and signed by you. {other} is asked to read it, to add what is theirs, and to sign."


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


def plan_head(person: Person | None, kind: str) -> str:
    """Above the form that plans one."""
    return f"An observation of {who(person)}'s {OF[kind]}."


def planned_line(of: str, by: str, kind: str, on: date, today: date) -> str:
    """On the Home tab of both, and of the supervisor."""
    return f"*{day(on, today)}* · {of} {OF[kind]}, observed by {by}"


def planned(person: Person | None, observer: str, kind: str, on: date, today: date) -> str:
    """Once it is planned."""
    return (
        f"Planned. {observer} observes {who(person)}'s {OF[kind]} on *{day(on, today)}*. Both see it on their Home tab, "
        "each with their part of the form. If the day changes, plan it again with the same observer."
    )


def called_off(person: Person | None, kind: str, on: date, today: date) -> str:
    """Once it is called off."""
    return f"Called off: the observation of {who(person)}'s {OF[kind]} planned for {day(on, today)}."
