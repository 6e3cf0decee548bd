"""Who fills which form, and whose name belongs under it: written out for every form there is."""

from collections.abc import Mapping
from dataclasses import dataclass

LINE, SUPERVISEE, PRESENT, OBSERVER, AUDITOR = "line", "supervisee", "present", "observer", "auditor"


@dataclass(frozen=True, slots=True)
class FormKind:
    """One form, as far as storage has to know it."""

    writers: tuple[str, ...]
    """`line`: the supervisor, whoever covers, or a manager above. `supervisee`: whose file it is in. `present`: whoever took
    part in the group it is the record of; they read it too. `observer`: whoever it was planned that they observe, likewise.
    `auditor`: whoever made the audit it is of."""
    capacity: str = "supervisor"
    """What the line signs as; "" where its name does not belong under it."""
    of_the_case: bool = False
    """Everybody who works on the case, and the lines above them, may read it."""
    own: str = SUPERVISEE
    """What whoever's file it is in signs as."""


FORMS: Mapping[str, FormKind] = {
    "session": FormKind((LINE,)),
    "case_discussion": FormKind((LINE,)),
    "agreement": FormKind((LINE, SUPERVISEE)),
    "practice_observation": FormKind((LINE, SUPERVISEE, OBSERVER), "observer"),
    "supervision_observation": FormKind((LINE, SUPERVISEE, OBSERVER), "observer"),
    "group": FormKind((SUPERVISEE, LINE, PRESENT), "", own="facilitator"),
    "good_conversation": FormKind((LINE,)),
    "probation": FormKind((LINE,)),
    "self_assessment": FormKind((SUPERVISEE,)),
    "case_summary": FormKind((LINE, SUPERVISEE)),
    "first_session": FormKind((LINE,)),
    "joint_planning": FormKind((LINE,), of_the_case=True),
    "feedback": FormKind((SUPERVISEE,)),
    "supervision_audit": FormKind((AUDITOR,), "auditor", own="supervisor"),
    "audit_feedback": FormKind((AUDITOR,), "auditor", own="supervisor"),
}
