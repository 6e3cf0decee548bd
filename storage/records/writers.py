"""Who fills which form, and whose name belongs under it: written out for every form there is."""

from collections.abc import Mapping
from dataclasses import dataclass

LINE, SUPERVISEE = "line", "supervisee"


@dataclass(frozen=True, slots=True)
class FormKind:
    """One form, as far as storage has to know it."""

    writers: tuple[str, ...]
    """`line`: the supervisor, whoever covers, or a manager above. `supervisee`: whose file it is in."""
    capacity: str = "supervisor"
    """What the line signs as."""


FORMS: Mapping[str, FormKind] = {
    "session": FormKind((LINE,)),
    "case_discussion": FormKind((LINE,)),
    "agreement": FormKind((LINE, SUPERVISEE)),
    "practice_observation": FormKind((LINE, SUPERVISEE), "observer"),
    "supervision_observation": FormKind((LINE, SUPERVISEE), "observer"),
    "group": FormKind((LINE,), "facilitator"),
    "good_conversation": FormKind((LINE,)),
    "probation": FormKind((LINE,)),
    "self_assessment": FormKind((SUPERVISEE,)),
    "case_summary": FormKind((LINE, SUPERVISEE)),
    "first_session": FormKind((LINE,)),
    "joint_planning": FormKind((LINE,)),
    "feedback": FormKind((SUPERVISEE,)),
}
