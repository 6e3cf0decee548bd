"""Cases by reference, who works them, and what was discussed. Nothing else about a child is stored."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, case, person
from storage.models.types import Instant
from storage.sealed import SealedText


class CaseRow(InWorkspace, Base):
    """One case; `ref` is the case system's reference."""

    __tablename__ = "cases"

    ref: Mapped[str]
    category: Mapped[str]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
    """The extract it came from; "" when typed."""
    joint_from: Mapped[date | None]
    """Since when two work it together."""
    planning_meeting_on: Mapped[date | None]
    """When the planning meeting of joint work took place (Plymouth 5.4.3)."""
    family: Mapped[str | None]
    """What it has in common with the cases of the same family: an id made here, which says nothing else."""

    __table_args__ = (PrimaryKeyConstraint("workspace", "ref"), Index(None, "workspace", "family"))


class CaseChildRow(InWorkspace, Base):
    """A child of the case, by reference."""

    __tablename__ = "case_children"

    case_ref: Mapped[str]
    child_ref: Mapped[str]

    __table_args__ = (PrimaryKeyConstraint("workspace", "case_ref", "child_ref"), case("case_ref"))


class CaseFlagRow(InWorkspace, Base):
    """A significant change somebody flagged on a case."""

    __tablename__ = "case_flags"

    id: Mapped[Id]
    case_ref: Mapped[str]
    by_id: Mapped[str]
    flagged_at: Mapped[datetime] = mapped_column(Instant)
    words: Mapped[str | None] = mapped_column(SealedText)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    """When somebody above said that it needs no discussion; a discussion answers it by itself."""
    answered_by_id: Mapped[str | None]
    answer: Mapped[str | None] = mapped_column(SealedText)
    climbed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it went to the manager above, nobody having answered it."""

    __table_args__ = (
        case("case_ref"),
        person("by_id"),
        person("answered_by_id"),
        Index(None, "workspace", "case_ref"),
    )


class CaseChangeRow(InWorkspace, Base):
    """From this day, one of a case's values is another."""

    __tablename__ = "case_changes"

    id: Mapped[Id]
    case_ref: Mapped[str]
    from_on: Mapped[date]
    field: Mapped[str]
    value: Mapped[object] = mapped_column(JSON)

    __table_args__ = (case("case_ref"), UniqueConstraint("workspace", "case_ref", "from_on", "field"))


class CaseIntervalRow(InWorkspace, Base):
    """From this day a case is discussed more often than the policy asks, or no longer."""

    __tablename__ = "case_intervals"

    id: Mapped[Id]
    case_ref: Mapped[str]
    from_on: Mapped[date]
    every_count: Mapped[int | None]
    every_unit: Mapped[str | None]
    """None: as the policy asks again."""
    how: Mapped[str] = mapped_column(default="")
    """Who asked for it: a word of `storage.records.intervals.HOW`."""
    because: Mapped[str | None] = mapped_column(SealedText)
    by_id: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (case("case_ref"), person("by_id"), Index(None, "workspace", "case_ref"))


class CaseForGroupRow(InWorkspace, Base):
    """A case somebody brings to group supervision on a day to come."""

    __tablename__ = "cases_for_groups"

    id: Mapped[Id]
    case_ref: Mapped[str]
    worker_id: Mapped[str]
    facilitator_id: Mapped[str]
    planned_on: Mapped[date]
    by_id: Mapped[str]

    __table_args__ = (
        case("case_ref"),
        person("worker_id"),
        person("facilitator_id"),
        person("by_id"),
        UniqueConstraint("workspace", "case_ref", "planned_on"),
        Index(None, "workspace", "planned_on"),
    )


class CasePointRow(InWorkspace, Base):
    """A decision or review point of a case, on the day it is to be overseen."""

    __tablename__ = "case_points"

    id: Mapped[Id]
    case_ref: Mapped[str]
    point_on: Mapped[date]
    by_id: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (case("case_ref"), person("by_id"), UniqueConstraint("workspace", "case_ref", "point_on"))


class AllocationRow(InWorkspace, Base):
    """Who works a case, in which role, from when."""

    __tablename__ = "allocations"

    id: Mapped[Id]
    case_ref: Mapped[str]
    worker_id: Mapped[str]
    role: Mapped[str] = mapped_column(default="key_worker")
    from_on: Mapped[date]
    from_at: Mapped[datetime | None] = mapped_column(Instant)
    """The moment, where it is known and the policy counts hours."""
    until_on: Mapped[date | None]

    __table_args__ = (
        case("case_ref"),
        person("worker_id"),
        Index(None, "workspace", "case_ref"),
        Index(None, "workspace", "worker_id"),
    )


class DiscussionRow(InWorkspace, Base):
    """A case discussed: in supervision, or as an ad hoc decision with its sealed text."""

    __tablename__ = "discussions"

    id: Mapped[Id]
    case_ref: Mapped[str]
    worker_id: Mapped[str]
    by_id: Mapped[str]
    kind: Mapped[str]
    discussed_on: Mapped[date]
    discussed_at: Mapped[datetime | None] = mapped_column(Instant)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    has_rationale: Mapped[bool] = mapped_column(default=False)
    decision: Mapped[str | None] = mapped_column(SealedText)
    rationale: Mapped[str | None] = mapped_column(SealedText)
    recorded_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    """The day it was on the council's own case system."""
    content_erased_on: Mapped[date | None]
    """The day its text was erased here, being on the case system (`storage/LIFECYCLE.md`)."""
    is_draft: Mapped[bool] = mapped_column(default=False)
    """Entered by the worker and not confirmed yet."""
    confirmed_on: Mapped[date | None]
    direction: Mapped[str | None]
    """Of an ad hoc decision: which of the policy's kinds it is. None in what was logged before they were told apart."""
    more: Mapped[str | None] = mapped_column(SealedText)
    """Of an ad hoc decision: what else was asked and answered, as JSON (`scheduling.forms.Filled`)."""
    replaces_id: Mapped[str | None]
    """The decision on the same case that this one corrects: that one stands beside it as it was."""
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When a draft was last written anew by whoever entered it. What counts is never written anew."""

    __table_args__ = (
        case("case_ref"),
        person("worker_id"),
        person("by_id"),
        Index(None, "workspace", "case_ref"),
        Index(None, "session_id"),
        # Of those there are few at any time, and a Home tab asks for them.
        Index(
            "ix_discussions_draft",
            "workspace",
            "worker_id",
            sqlite_where=text("is_draft IS 1"),
            postgresql_where=text("is_draft IS true"),
        ),
    )


class DecisionCheckRow(InWorkspace, Base):
    """What somebody above made of a worker's draft: confirmed, or sent back to be written again."""

    __tablename__ = "decision_checks"

    id: Mapped[Id]
    discussion_id: Mapped[str] = mapped_column(ForeignKey("discussions.id"))
    by_id: Mapped[str]
    outcome: Mapped[str]
    """`confirmed` or `returned`."""
    checked_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(SealedText)
    """Why it was sent back."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was written again and sent once more."""

    __table_args__ = (person("by_id"), Index(None, "discussion_id"))


class DiscussionWorkerRow(InWorkspace, Base):
    """Another worker of the case who was there."""

    __tablename__ = "discussion_workers"

    discussion_id: Mapped[str] = mapped_column(ForeignKey("discussions.id"))
    person_id: Mapped[str]

    __table_args__ = (PrimaryKeyConstraint("discussion_id", "person_id"), person("person_id"))
