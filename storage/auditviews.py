"""What is read of samples, audits and what they found: no text of a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.views import SessionView
from storage.written import RecordView


@dataclass(frozen=True, slots=True)
class SampleView:
    """One file drawn for somebody to audit."""

    id: str
    auditor_id: str
    rule: str
    kind: str
    begins_on: date
    ends_on: date
    seed: str
    pool_size: int
    place: int
    of_id: str
    by_id: str
    rag: bool
    turn: int
    audit_id: str | None
    replaced_at: datetime | None
    drawn_at: datetime
    first_until: date | None = None
    """Files to be seen by this day came before those drawn at random; None where chance alone drew them."""

    @property
    def is_open(self) -> bool:
        """Neither audited nor replaced."""
        return self.audit_id is None and self.replaced_at is None


@dataclass(frozen=True, slots=True)
class AuditView:
    """An audit that was made."""

    id: str
    auditor_id: str
    of_id: str
    supervisor_id: str
    """Whom the feedback is for: who supervised them, or the supervisor whose own records they are."""
    kind: str
    finished_on: date | None
    feedback_on: date | None
    discussed_on: date | None


@dataclass(frozen=True, slots=True)
class FileView:
    """A sampled file, as far as its audit needs it."""

    sample: SampleView
    sessions: tuple[SessionView, ...]
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One question of the audit form, counted."""

    asks: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the audits of a time found, question by question: numbers, and nobody's name."""

    audits: int
    themes: tuple[Theme, ...]
    sees_all: bool
    """Whether the viewer may read every one of these audits: then no number says more than they may know."""
    actions: Mapping[str, int] = field(default_factory=dict)
    """Agreed, settled and late."""
    discussed_on: date | None = None
    """When all of them had been brought to the managers' meeting; None while some have not."""
