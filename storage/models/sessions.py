"""Supervision sessions, their agreements, observations and audits."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText


class SessionRow(InWorkspace, Base):
    """A session, planned or held."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    supervisee_id: Mapped[str]
    supervisor_id: Mapped[str]
    kind: Mapped[str] = mapped_column(default="personal")
    planned_on: Mapped[date | None]
    planned_at: Mapped[time | None]
    """Local time of day."""
    held_on: Mapped[date | None]
    minutes: Mapped[int | None]
    late: Mapped[str | None]
    """Who came late to it: `supervisee`, `supervisor`, `both` or `nobody`; None where it was not said (Kent 2)."""
    recorded_on: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(SealedText)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was last booked, moved or held, for whoever keeps a copy; None where that was not noted."""
    assessed_on: Mapped[date | None]
    """The day the supervisee's self-assessment for it was there (Manchester Appendix K)."""
    filed_on: Mapped[date | None]
    """The day somebody said that its record is where the policy keeps it."""
    passed_on: Mapped[date | None]
    """It was planned and not held: the day of the session that was held in its place."""
    called_off_on: Mapped[date | None]
    """It was booked and takes place no more: the day one of the two, or somebody above, said so."""
    content_erased_on: Mapped[date | None]
    """The day its notes and reasons were erased under the council's retention schedule."""

    __table_args__ = (
        person("supervisee_id"),
        person("supervisor_id"),
        Index(None, "workspace", "supervisee_id", "held_on"),
        Index(None, "workspace", "supervisor_id", "recorded_on"),
    )


class PostponementRow(InWorkspace, Base):
    """A booked session moved or, at the last, called off, with the reason somebody typed."""

    __tablename__ = "postponements"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    place: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date]
    """Of one called off, the day it was booked for."""
    reason: Mapped[str] = mapped_column(SealedText)
    moved_on: Mapped[date]
    moved_by_id: Mapped[str | None]
    """Who entered it; None where that was not kept."""
    asked_by_id: Mapped[str | None]
    """For whom it was moved: the supervisee or the supervisor."""
    is_off: Mapped[bool | None]
    """Whether it was called off; None as False."""

    __table_args__ = (person("moved_by_id"), person("asked_by_id"), Index(None, "session_id"))


class AgreementRow(InWorkspace, Base):
    """The supervision agreement of two people as it stands; `every_*` where they agreed on more often than the policy."""

    __tablename__ = "agreements"

    id: Mapped[Id]
    supervisee_id: Mapped[str]
    supervisor_id: Mapped[str]
    signed_by_supervisee_on: Mapped[date | None]
    signed_by_supervisor_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    named_manager_id: Mapped[str | None]
    every_count: Mapped[int | None]
    every_unit: Mapped[str | None]
    reason: Mapped[str | None]
    """The category of the reason, never a text."""
    from_on: Mapped[date | None]
    record_id: Mapped[str | None]
    record_version: Mapped[int | None]
    """The filled form that holds, and which version of it; none where it was signed on paper."""
    begun_on: Mapped[date | None]
    """The day it was first written, or signed by the first of the two; None where that was not noted."""

    __table_args__ = (
        person("supervisee_id"),
        person("supervisor_id"),
        person("named_manager_id"),
        Index(None, "workspace", "supervisee_id"),
    )


class EarlierAgreementRow(InWorkspace, Base):
    """What an agreement said, and when it had last been reviewed, until it was signed or reviewed anew.

    Days gone by are judged by it; whoever asks how an agreement stands asks `AgreementRow` alone.
    """

    __tablename__ = "earlier_agreements"

    id: Mapped[Id]
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id"))
    until_on: Mapped[date]
    """From this day on it stood otherwise."""
    signed_by_supervisee_on: Mapped[date | None]
    signed_by_supervisor_on: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    named_manager_id: Mapped[str | None]
    every_count: Mapped[int | None]
    every_unit: Mapped[str | None]
    reason: Mapped[str | None]
    from_on: Mapped[date | None]
    record_id: Mapped[str | None]
    record_version: Mapped[int | None]

    __table_args__ = (
        person("named_manager_id"),
        UniqueConstraint("agreement_id", "until_on"),
    )


class ObservationRow(InWorkspace, Base):
    """Practice, or a supervision, was observed."""

    __tablename__ = "observations"

    id: Mapped[Id]
    of_id: Mapped[str]
    by_id: Mapped[str]
    kind: Mapped[str]
    observed_on: Mapped[date]

    __table_args__ = (person("of_id"), person("by_id"), Index(None, "workspace", "of_id"))


class PlannedObservationRow(InWorkspace, Base):
    """An observation is planned for a day, by whom. What comes of it has the same id."""

    __tablename__ = "planned_observations"

    id: Mapped[Id]
    of_id: Mapped[str]
    by_id: Mapped[str]
    kind: Mapped[str]
    planned_on: Mapped[date]
    called_off_on: Mapped[date | None]

    __table_args__ = (
        person("of_id"),
        person("by_id"),
        Index(None, "workspace", "of_id"),
        Index(None, "workspace", "by_id"),
    )


class AuditRow(InWorkspace, Base):
    """Somebody's supervision records were audited."""

    __tablename__ = "audits"

    id: Mapped[Id]
    auditor_id: Mapped[str]
    of_id: Mapped[str]
    by_id: Mapped[str | None]
    """Who supervised them: whom the feedback is for. None of what was brought in by an import, or is of a supervisor's own."""
    kind: Mapped[str]
    rag: Mapped[bool | None]
    """Whether the self-assessments were looked at with it (Manchester Appendix K). None: not known."""
    audited_on: Mapped[date]
    finished_on: Mapped[date | None]
    feedback_on: Mapped[date | None]
    discussed_on: Mapped[date | None]
    """When its findings, among others', were brought to the managers' meeting (Manchester 5.3)."""

    __table_args__ = (
        person("auditor_id"),
        person("of_id"),
        person("by_id"),
        Index(None, "workspace", "auditor_id"),
        Index(None, "workspace", "of_id"),
    )
