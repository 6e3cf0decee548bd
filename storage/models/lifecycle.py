"""What must not be erased, whose name has been, and who was given what is kept of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText

IN_FORCE = text("released_at IS NULL")


class HoldRow(InWorkspace, Base):
    """A legal hold: while it is in force nothing of this person, or of this case, is erased by anything."""

    __tablename__ = "holds"

    id: Mapped[Id]
    person_id: Mapped[str | None]
    case_ref: Mapped[str | None]
    """No key: the hold is still on record when, long after it was released, the case's dates go."""
    reason: Mapped[str] = mapped_column(SealedText)
    placed_at: Mapped[datetime] = mapped_column(Instant)
    placed_by_id: Mapped[str]
    released_at: Mapped[datetime | None] = mapped_column(Instant)
    released_by_id: Mapped[str | None]
    release_reason: Mapped[str | None] = mapped_column(SealedText)

    __table_args__ = (
        person("person_id"),
        person("placed_by_id"),
        person("released_by_id"),
        CheckConstraint("(person_id IS NULL) <> (case_ref IS NULL)", name="of_one"),
        Index("ix_holds_in_force", "workspace", sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
    )


class ErasureRow(InWorkspace, Base):
    """Somebody who left and whose name, addresses and post were erased; `person_id` is what they are called since."""

    __tablename__ = "erasures"

    id: Mapped[Id]
    number: Mapped[int]
    person_id: Mapped[str]
    erased_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[str | None]
    """None: `cornerstone retention run` by the schedule, or nobody named."""
    reason: Mapped[str] = mapped_column(SealedText)
    was_early: Mapped[bool]
    """Before the council's schedule had run out, for the reason given."""

    __table_args__ = (person("person_id"), person("by_id"), UniqueConstraint("workspace", "number"))


class SubjectExportRow(InWorkspace, Base):
    """Everything kept about somebody was written out for them (UK GDPR 15)."""

    __tablename__ = "subject_exports"

    id: Mapped[Id]
    person_id: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[str]
    reason: Mapped[str] = mapped_column(SealedText)

    __table_args__ = (person("person_id"), person("by_id"))
