"""The index of what is owed: the engine's answer, kept beside the facts it follows from."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant

OPEN = text("closed_at IS NULL")


class ObligationRow(InWorkspace, Base):
    """One obligation, open or closed."""

    __tablename__ = "obligations"

    id: Mapped[Id]
    key: Mapped[str]
    """The engine's key, joined: what makes it the same obligation when everything is derived again."""
    rule: Mapped[str]
    kind: Mapped[str]
    person_id: Mapped[str]
    case_ref: Mapped[str | None]
    about: Mapped[str]
    due: Mapped[str]
    """ISO: a date, or an instant where the policy counts hours."""
    due_on: Mapped[date]
    suspended: Mapped[bool]
    escalates_on: Mapped[date | None]
    source: Mapped[str]
    why: Mapped[str]
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its next notice goes; the sweep asks for nothing else."""
    swept_at: Mapped[datetime | None] = mapped_column(Instant)
    """Notices of its ladder up to here have been seen to."""
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_on: Mapped[date | None]
    closed_how: Mapped[str] = mapped_column(default="")
    raised_on: Mapped[date | None]
    """The day the supervisee raised it."""

    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        person("person_id"),
        Index(None, "workspace", "next_at"),
        Index("ix_obligations_open_person", "workspace", "person_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_obligations_open_case", "workspace", "case_ref", sqlite_where=OPEN, postgresql_where=OPEN),
    )


class ResponsibleRow(InWorkspace, Base):
    """Who is responsible for an obligation, in the engine's order."""

    __tablename__ = "responsible"

    obligation_id: Mapped[str] = mapped_column(ForeignKey("obligations.id", ondelete="CASCADE"))
    person_id: Mapped[str]
    place: Mapped[int]

    __table_args__ = (
        PrimaryKeyConstraint("obligation_id", "person_id"),
        person("person_id"),
        Index(None, "workspace", "person_id"),
    )


class RaisedRow(InWorkspace, Base):
    """What is late was raised by the supervisee: with the supervisor (step 0), then with each manager it went on to."""

    __tablename__ = "raisings"

    id: Mapped[Id]
    obligation_id: Mapped[str] = mapped_column(ForeignKey("obligations.id", ondelete="CASCADE"))
    step: Mapped[int]
    how: Mapped[str]
    """`raised`, `escalated` by the supervisee, or `climbed` by itself, as nobody had answered."""
    by_id: Mapped[str]
    to_id: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    """When somebody said that they have it in hand."""
    seen_by_id: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("obligation_id", "step"),
        *(person(name) for name in ("by_id", "to_id", "seen_by_id")),
        Index(None, "workspace", "by_id"),
        Index(None, "workspace", "to_id"),
    )
