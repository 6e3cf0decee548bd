"""Why a session was moved, as one of a few sorts: the words themselves may say more than a report should."""

import re
from typing import Final

REASONS: Final = ("court", "sickness", "leave", "emergency", "workload", "training", "family", "other")
OTHER: Final = "other"
_SAID: Final = (
    ("court", r"\b(court|hearing|tribunal|cafcass|witness)\b"),
    ("sickness", r"\b(sick|sickness|ill|illness|unwell|hospital|covid|flu|gp)\b"),
    ("leave", r"\b(leave|holiday|annual|toil|away|strike)\b"),
    ("training", r"\b(training|course|conference|asye|study)\b"),
    ("family", r"\b(childcare|carer|caring|bereave\w*|funeral|school|personal)\b"),
    ("emergency", r"\b(emergenc\w*|urgent|crisis|strategy|s47|section 47|duty|epo|police|protection|placement|visit)\b"),
    ("workload", r"\b(workload|busy|capacity|deadline\w*|clash\w*|diar\w*|meeting|panel|conflict\w*|double.?booked)\b"),
)  # fmt: skip
_SORTS: Final = tuple((sort, re.compile(pattern, re.IGNORECASE)) for sort, pattern in _SAID)


def reason_of(typed: str | None) -> str:
    """The first sort whose words stand in it; `other` where none does."""
    return next((sort for sort, said in _SORTS if said.search(typed or "")), OTHER)
