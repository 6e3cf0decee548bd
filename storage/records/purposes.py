"""Who else may be given access to a supervision record, and for what: a closed list (Wokingham 9, Manchester 2.4)."""

from collections.abc import Mapping

READERS: Mapping[str, tuple[str, ...]] = {
    "senior_manager": ("case_progression", "quality_assurance"),
    "performance": ("audit", "quality_assurance"),
    "court": ("family_proceedings",),
    "inspector": ("inspection",),
    "investigator": ("disciplinary", "legal"),
}
"""By the kind of reader, the purposes the policies name for it: senior managers for case progression and quality assurance,
performance staff for audit and quality assurance, the court where decisions have been made in supervision, inspectors, and
investigating officers (Wokingham 9); disciplinary or legal proceedings (Manchester 2.4)."""
PERSONAL: frozenset[str] = frozenset({"family_proceedings", "disciplinary", "legal"})
"""Purposes that may reach personal matters too, which data protection law guards (Wokingham 9, Manchester 2.4)."""
DELAYS: tuple[str, ...] = ("time", "legal")
"""The constraints under which a supervisee is not told at once (Wokingham 9)."""
SENIOR: frozenset[str] = frozenset({"service_manager", "head_of_locality", "strategic_lead", "senior_manager"})
"""Levels of those who may grant, beside whoever stands above the supervisor."""
