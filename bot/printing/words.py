"""What stands on papers and in workbooks around what people wrote."""

from collections.abc import Mapping

AUTHOR = "Cornerstone"
NOTHING = "–"
SENSITIVE = "OFFICIAL-SENSITIVE · personal"
FILE_TITLE = "Supervision file"
CONTENTS = ("Section", "Contents", "Entries", "Date added to")
"""As the checklist of Manchester's Appendix A is headed."""
SECTIONS: Mapping[str, str] = {
    "details": "Front page: worker's details",
    "planner": "1. Supervision dates and forward planner",
    "agreement": "2. Supervision agreement",
    "records": "3. Supervision records",
    "observations": "4. Practice observation",
    "feedback": "5. Feedback",
    "other": "6. Any other business",
}
"""The order of Manchester's Appendix A."""
INSIDE: Mapping[str, str] = {
    "details": "who they are, and what the checklist of the file says was seen",
    "planner": "held, booked, postponed and why",
    "agreement": "the agreement and its reviews",
    "records": "supervision, case discussions and groups, each with who signed it and when",
    "observations": "of practice and of supervision",
    "feedback": "what they said of their supervision",
    "other": "self-assessments, conversations, probation, summaries; actions still open; decisions",
}
FORMS: Mapping[str, str] = {
    "first_session": "details",
    "agreement": "agreement",
    "session": "records",
    "case_discussion": "records",
    "group": "records",
    "joint_planning": "records",
    "practice_observation": "observations",
    "supervision_observation": "observations",
    "feedback": "feedback",
    "good_conversation": "other",
    "probation": "other",
    "self_assessment": "other",
    "case_summary": "other",
}
"""In which section each form stands."""
DETAILS = ("Name", "Post", "Team", "Staff id", "Started", "Left", "Supervisor today")
YEAR = (
    "Supervision sessions held",
    "Times a session was moved or called off",
    "Cases discussed in them",
    "Observations made",
    "Feedback on supervision",
    "Records everybody has signed",
    "Records in all",
    "Actions still open",
)
"""What the front page counts of the twelve months before."""
PLANNER = ("Planned", "Held", "Length", "Supervisor", "Cases", "Postponed, rescheduled for, and why")
ACTIONS = ("Set", "By when", "Whose", "Case", "Action still open")
DECISIONS = ("Case", "Logged", "By", "What", "Stands")
ACTIONS_HEAD = "Actions still open"
DECISIONS_HEAD = "Ad hoc decisions and oversight"
DECISIONS_NOTE = "What they say stands on the case system."
NOTES = "Notes of the session"
MATTER = "Personal matter, agreed to be kept"
NOBODY = "nobody"
NOT_KNOWN = "somebody who has left"
ROLES: Mapping[str, str] = {
    "supervisee": "whose file it is",
    "supervisor": "their supervisor",
    "line": "a manager above them",
    "granted": "to whom access was given",
}
SIGNED_BY = "Signed"
NOT_SIGNED = "Not signed by:"
NOBODY_SIGNED = "Nobody signed this version."
DISPUTED = "Said not to be right"
ALTERED = "What stands here is not what was signed. Run: cornerstone audit verify."
ERASED = "Its text was erased under the council's retention schedule. Who signed it, and when, stays."
NO_AGREEMENT = "None has been written here."
ELSEWHERE = "Its text was not written in Cornerstone: it is kept where it was signed."
SESSION_OF, INFORMAL_OF = "Supervision of", "Informal conversation of"
INFORMAL = "informal"
OBSERVED = ("Observed", "What", "By whom")
OBSERVED_ELSEWHERE = "Nothing was written of these in Cornerstone: what was seen is kept where it was written down."
NOT_HERE = "What is not in this file: DBS and registration numbers and emergency contacts, which Cornerstone does not hold."
NO_PERSONAL = "Personal matters, if there are any, are not part of this copy."
DRAFT, REPLACED, STANDS = "draft, not confirmed", "corrected since", "stands"
DECISION_KINDS: Mapping[str, str] = {"ad_hoc": "ad hoc decision", "oversight": "management oversight"}


def year(since: str, until: str) -> str:
    """Above what is counted for the annual appraisal."""
    return f"For the annual appraisal: {since} to {until}"


def made(when: str) -> str:
    """In the foot of each page."""
    return f"Made {when} by Cornerstone"


def page(number: int, of: int) -> str:
    """In the foot of each page."""
    return f"Page {number} of {of}"


def trail(seq: int, head: str) -> str:
    """Where the audit trail ended: whoever keeps the paper can hold the trail against it."""
    return f"Audit trail: {trail_end(seq, head)}"


def trail_end(seq: int, head: str) -> str:
    """The same under a heading that says of what."""
    return f"event {seq:,}, {head}" if head else "not begun"


def minutes(number: int | None) -> str:
    """How long it was."""
    return f"{number} min" if number else NOTHING


def moved(from_on: str, to_on: str, reason: str) -> str:
    """One postponement."""
    return f"{from_on} → {to_on}: {reason}" if to_on else f"{from_on}, called off: {reason}"


def taken_by(name: str, role: str, purpose: str) -> str:
    """Who took the file out, and for what."""
    return f"Taken out by {name}, {role}{', for ' + purpose if purpose else ''}."


def under(reader: str, purpose: str, given_by: str, on: str, until: str) -> str:
    """The access it is handed over under."""
    return f"To be handed to {reader} for {purpose}: access given by {given_by} on {on}, until {until}."


def signature(name: str, capacity: str, when: str) -> str:
    """`Tom Tully as the supervisor, 2 March 2026, 09:00 GMT`."""
    return f"{name} {capacity}, {when}" if capacity else f"{name}, {when}"


def of_version(number: int) -> str:
    """Behind what was said of one of several."""
    return f" (version {number})"


def written(name: str, when: str, version: int, of: int) -> str:
    """Under the heading of a record."""
    return f"Written by {name}, {when}" + (f" · version {version} of {of}" if of > 1 else "")


def corrected(because: str) -> str:
    """Why it took the place of the version before."""
    return f"Corrected because: {because}"


def superseded(title: str, number: int) -> str:
    """At the head of a version that no longer stands."""
    return f"SUPERSEDED · {title} · version {number}"


def superseded_by(number: int, name: str, when: str, because: str) -> str:
    """When, by whom and why another took its place."""
    return f"Superseded by version {number}, written by {name}, {when}: {because}"


def agreed(signed: str, reviewed: str, every: str) -> str:
    """How the agreement stands."""
    return f"Signed {signed}; last reviewed {reviewed}; {every}."
