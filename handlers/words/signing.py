"""The words around reading, signing and disputing a filled form."""

from collections.abc import Mapping

OUTCOMES: Mapping[str, str] = {
    "stands": "it stands as it is.",
    "to_correct": "it is to be corrected.",
    "withdrawn": "it was taken back; the record stands.",
}
"""What becomes of a record somebody says is not right."""
STATES: Mapping[str, str] = {
    "open": "*not signed by all yet*",
    "signed": "signed",
    "disputed": "*said not to be right*",
}
"""How far a record is signed."""
FORMS = "Filled forms"
CHOICES: Mapping[str, str] = {"to_correct": "It is to be corrected", "stands": "It stands as it is"}
CAPACITIES: Mapping[str, str] = {
    "supervisee": "as the supervisee",
    "supervisor": "as the supervisor",
    "observer": "as the observer",
    "auditor": "as the auditor",
    "facilitator": "as the facilitator",
}
DOES = "what waits for your name: read it, confirm it, or say what is not right"
CONFIRM = "I confirm it is right"
NOT_RIGHT = "It is not right"
CORRECT = "Correct"
ADD = "Add my part"
BEFORE = "As it was before"
COPY = "My copy"
LEFT_OUT = "[left out: it may identify somebody]"
DECIDE = "Decide"
TAKE_BACK = "Take it back"
READ = "Read"
READ_FORM = "record_read"
READ_IT = "Read it"
WINDOW = "Supervision file"
WHY_NOT_RIGHT = "What is not right?"
WHY_NOT_RIGHT_HINT = "The manager your agreement names reads it. It stays with the record, and nothing of it is in any message."
OUTCOME = "What becomes of it?"
OUTCOME_WHY = "Why?"
OUTCOME_HINT = "Both of them read it, and it stays with the record."
BECAUSE = "Why is it corrected?"
BECAUSE_HINT = "The version before stays beside this one. Whoever signs it is asked again."
SIGNED_TITLE = "Signed"
SENT = "Sent"
DECIDED = "Decided"
TAKEN_BACK = "Taken back"
SEND = "Send"
SAVED = "Saved"
CORRECTED_BECAUSE = "Corrected because"
SAID_NOT_RIGHT = "What is not right"
WHY = "Why"
NOTHING_TO_SIGN = "Nothing waits for your name. What your supervisor records comes to you here and in a message."
TO_SIGN = "To read and sign"
DISPUTES = "For you to decide"
TO_CORRECT = "For you to correct"
SIGNED = "Signed. Your name and the time are under it, and this version never changes."
ALTERED = "*What stands here is not what was signed.* Tell your administrator: `cornerstone audit verify`."
ERASED = "Its text was erased under the council's retention schedule. Who signed it, and when, stays."
OPEN_DISPUTE = "*Not decided yet.*"


def version(number: int, of: int) -> str:
    """Which of several versions; nothing where there is one."""
    return f"Version {number} of {of}" if of > 1 else ""


def raised(version: int, by: str) -> str:
    """Who said of which version that it is not right, and when."""
    return f"Version {version} · {by}"


def decided(by: str, when: str, outcome: str) -> str:
    """By whom, when, and what."""
    return f"Decided by {by}, {when}: {OUTCOMES[outcome]}"


def disputed(to: str) -> str:
    """After saying that a record is not right."""
    return f"Saved. {to} is asked to decide. You are both told what comes of it, and can still sign it meanwhile."


def nobody_named() -> str:
    """Nobody is named in the agreement, and nobody is above the supervisor."""
    return "Nobody is named in the agreement and nobody is above the supervisor: tell your administrator, so that somebody is."


def settled(outcome: str) -> str:
    """After deciding."""
    return f"Saved: {OUTCOMES[outcome]} Both of them are told."


def missing(capacities: str) -> str:
    """Whose name is not under it yet."""
    return f"Not signed yet {capacities}."


def cannot_be_signed(them: str, on: str) -> str:
    """Of a name that can no longer come."""
    return f"It cannot be signed as the supervisee any more: {them} left on {on}."


def passed_on(first: str, to: str, when: str) -> str:
    """A dispute nobody decided in time."""
    return f"With {first} first; not decided in ten working days, so it went on to {to}, {when}."


def corrected(number: int) -> str:
    """After a new version was written."""
    return f"Saved as version {number}. The one before stays beside it, and whoever signs it is asked again."
