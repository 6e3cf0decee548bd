"""A personal matter in the record of a session: written, put to the supervisee, kept or not."""

from collections.abc import Mapping

TITLE = "Personal matter"
HINT = "Of the supervisee, not of a child. Kept only if they agree, and read by you two only, not by managers above."
AGREE = "Do you agree?"
AGREE_HINT = "If not, the text is deleted. Only you two can read it."
ANSWER = "Answer"
KEEP: Mapping[str, str] = {"yes": "Keep it", "no": "Do not keep it"}
AGREED = "Saved. You have both agreed to keep it."
REFUSED = "Not kept. Its text has been deleted."
NOT_KEPT = "Not kept"
WAS_NOT_KEPT = "This was not kept, and its text has been deleted."
WAITS = "This waits for the supervisee to agree."
OF_THE_RECORD_NOT_KEPT = "A personal matter was not kept."
OF_THE_RECORD_WAITS = "waits for the supervisee to agree"


def put(supervisee: str) -> str:
    """It has been put to the supervisee."""
    return f"{supervisee} is asked to agree to the personal matter."


def asked(supervisor: str) -> str:
    """Above the text, for the supervisee."""
    return f"{supervisor} would like to keep this with the record."


def agreed(on: str) -> str:
    """Above the text, once it is kept."""
    return f"You both agreed to keep this on {on}."


def of_the_record_agreed(on: str) -> str:
    """In the record of the session, once it is kept."""
    return f"both agreed to keep it, {on}"


def of_the_record(stands: str) -> str:
    """In the record of the session: how it stands, above its text."""
    return f"{TITLE} ({stands})"
