"""How an obligation ended, in one word."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from storage.index.stored import Identity

DONE = {
    "personal_supervision": "held",
    "casework_supervision": "held",
    "professional_support": "held",
    "case_discussion": "discussed",
    "first_case_discussion": "discussed",
    "management_oversight": "overseen",
    "record_session": "recorded",
    "record_discussion": "filed",
    "agreement_signature": "signed",
    "agreement_review": "reviewed",
    "practice_observation": "observed",
    "supervision_observation": "observed",
    "audit_sample": "audited",
    "group_supervision": "held",
    "asye_group": "attended",
    "asye_training": "attended",
    "good_conversation": "held",
    "probation_assessment": "assessed",
    "self_assessment": "assessed",
    "case_summary": "written",
    "planning_meeting": "held",
}
FILING = "record_discussion"
ON_THEIR_OWN = ("self_assessment", FILING)
"""Kinds that end with something else, a session held or a decision corrected, without having been done."""
DUE_CHANGED = "due_changed"
NO_LONGER_OWED = "no_longer_owed"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why everything is derived again."""

    done_on: date | None = None
    """The day somebody did what was owed (held, signed); None where the facts changed otherwise, as by an import."""
    of: str = ""
    """The kind of obligation that was done, where it is one of `ON_THEIR_OWN`."""


def closed_how(identity: Identity, cause: Cause, still_owed: Collection[Identity]) -> str:
    """`still_owed` are the identities of what is owed now."""
    if identity[0] in ON_THEIR_OWN and cause.of != identity[0]:
        return DUE_CHANGED if identity in still_owed else NO_LONGER_OWED
    if cause.done_on is not None:
        return DONE.get(identity[0], "done")
    return DUE_CHANGED if identity in still_owed else NO_LONGER_OWED
