"""The whole supervision file of one person, as it is read at an instant (Manchester, Appendix A)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.records.agreements import AgreementView
from storage.records.observations import Observed
from storage.views import DecisionView, GrantView, MatterView, Person, SessionView
from storage.written import ActionView, RecordRead


@dataclass(frozen=True, slots=True)
class SupervisionFile:
    """Everything of a file that the reader may read, oldest first."""

    person: Person
    supervisor: Person | None
    """Today's."""
    reader: Person
    """Who takes it out."""
    role: str
    """By what right (`storage.records.sight`)."""
    purpose: str
    """A word of `storage.records.purposes`; empty for the supervisee and their line."""
    grant: GrantView | None
    """The access it is handed over under, where it is for somebody else than the reader."""
    made_at: datetime
    sessions: tuple[SessionView, ...]
    """Held and booked, with every move."""
    notes: Mapping[str, str]
    """By session, where they were not written in a form."""
    agreement: AgreementView | None
    records: tuple[RecordRead, ...]
    observations: tuple[Observed, ...]
    """That took place, with a record among these or without: one that was imported has none."""
    matters: Mapping[str, tuple[MatterView, ...]]
    """By session, those agreed to be kept; none where the reader may not read them."""
    actions: tuple[ActionView, ...]
    """Still open."""
    decisions: tuple[DecisionView, ...]
    """Without what they say: that stands on the case system."""
    people: Mapping[str, Person]
    """Everybody named in it."""
    trail_seq: int
    trail_head: str
    """Where the audit trail ended when it was made."""
