"""Reminders that were put off."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText


class SnoozeRow(InWorkspace, Base):
    """Somebody put off their reminder of one thing owed, which is due when it was due."""

    __tablename__ = "snoozes"

    id: Mapped[Id]
    obligation_id: Mapped[str] = mapped_column(ForeignKey("obligations.id"))
    by_id: Mapped[str]
    number: Mapped[int]
    """The first time or the second."""
    until_on: Mapped[date]
    """The day the reminder comes back."""
    kind: Mapped[str]
    """A word of `storage.records.snoozes.KINDS`: it may stand in a message."""
    words: Mapped[str | None] = mapped_column(SealedText)
    """What was written besides: in no message."""
    snoozed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        person("by_id"),
        UniqueConstraint("obligation_id", "by_id", "number"),
        Index(None, "workspace", "by_id"),
    )
