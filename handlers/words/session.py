"""What is said around the record of a session: in the ten-second form, above the policy's own, and once it is saved."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.words.phrases import count, day, listed, plain_day, several

TITLE = "Record a session"
HELD_ON = "Held on"
MINUTES = "Minutes"
CASES = "Cases discussed"
CASES_HINT = "Those due soonest come first. Each one chosen counts as discussed in supervision."
HOW = "How"
RECORD = "Record"
NEXT_ON = "Next session on"
NEXT_AT = "Next session at"
CHOOSE = "Choose"
WHOSE = "Whose session was it?"
NOBODY = (
    "You have no supervisees on record. If you held a session for somebody else's, name them: "
    "`/supervision log @name`. If somebody is missing, ask your administrator."
)
ON_ITS_OWN: Mapping[str, str] = {"personal": "In a supervision session", "informal": "On its own, between sessions"}
"""On its own it counts for the case, and neither takes the place of the next session nor moves its due date."""
SAVED = "Saved"
STOPS = "Reminders about it stop, and messages already sent are brought up to date."
WRITE = "Write the record"
STILL_TO_COME = "Choose a day that is still to come."
TIME_ALONE = "Choose the day too, or leave the time empty."
REMARKS: Mapping[str, str] = {
    "session_too_short": "the session was shorter than the policy asks for",
    "session_too_long": "the session was longer than the policy asks for",
    "direct_work_examples": "the examples of direct work are not all there",
    "front_door_count": "the number of Front Door cases is not what the policy asks for",
    "front_door_range": "the Front Door cases are not across the range",
    "another_supervisor": "somebody other than the supervisor held it, so say why in the record",
    "identifier_is_a_name": "a case is not named by its number",
}
"""By the code of a finding."""


def hint(headings: str) -> str:
    """Under the room for a record in the ten-second form."""
    return f"In brief: {headings}. References instead of names. Leave it empty to write it later."


def supervision_of(supervisee: str, held_on: date | None, today: date) -> str:
    """Above every step: `Supervision of @Ann, Tue 24 March.`"""
    return f"Supervision of {supervisee}, {day(held_on, today)}." if held_on else f"Supervision of {supervisee}."


def of_day(held_on: date | None, today: date) -> str:
    """` of Tue 24 March`, after what took place then."""
    return f" of {day(held_on, today)}" if held_on else ""


def held(supervisee: str, on: date, minutes: int | None, today: date) -> str:
    """`Saved. Supervision of @Ann, Tue 24 March, 90 minutes.`"""
    return f"Saved. Supervision of {supervisee}, {day(on, today)}{f', {minutes} minutes' if minutes else ''}."


def discussed(cases: Sequence[str]) -> str:
    """`2 cases discussed: M100001, M100014.`"""
    return f"{count(len(cases), 'case').capitalize()} discussed: {several(cases)}."


def to_be_written(by: date, today: date) -> str:
    """When the record is due."""
    return f"The record is to be written by {day(by, today)}."


def next_due(on: date, booked: str, today: date) -> str:
    """`Next: due by Tue 21 April, booked for …`"""
    return f"\nNext: due by {day(on, today)}{f', booked for {booked}' if booked else ''}."


def case_due(ref: str, due: date | None, today: date) -> str:
    """A case to choose: `M100001 · due Tue 24 March`."""
    return f"{ref} · due {day(due, today)}" if due else ref


def last_session(on: date, today: date) -> str:
    """Above what was agreed then."""
    return f"Last session: {day(on, today)}."


def away(absences: Sequence[tuple[date, date | None]], today: date) -> str:
    """Absences since then, by their days alone."""
    spans = [
        f"from {plain_day(first, today)}, back {plain_day(back, today)}" if back else f"since {plain_day(first, today)}"
        for first, back in absences
    ]
    return f"Away since then: {listed(spans)}."


def falling_due(refs: Sequence[str], by: date, today: date) -> str:
    """Above the choice of cases: those that cannot wait for the next session."""
    return f"To be discussed before the next session is due, {day(by, today)}: {several(refs)}."


def assessed(on: date, today: date) -> str:
    """Above the ratings of two pieces of work."""
    return f"Self-assessment of {day(on, today)}:"


def said_of_it(supervisee: str, lines: Sequence[str]) -> str:
    """What the supervisee said of the last session."""
    return f"{supervisee} on the last session: {' · '.join(lines)}"


def booked_already(when: str) -> str:
    """Beside a day that is not the one the next session is booked for."""
    return f"It is booked for {when}. Leave that day here; another day needs a reason, with Move on your Home tab."


def remarks(found: Sequence[tuple[str, str]]) -> str:
    """What the policy remarks, by code, each with its own words: nothing of it stands in the way."""
    said = [f"{REMARKS[code]} ({words})" if words else REMARKS[code] for code, words in found]
    return f"To note: {'; '.join(said)}."


def matter_put(supervisee: str) -> str:
    """A personal matter waits for the supervisee."""
    return f"{supervisee} is asked to agree to the personal matter."


def settled(done: int) -> str:
    """How many actions of last time were looked at."""
    return f"{count(done, 'action').capitalize()} of last time settled."
