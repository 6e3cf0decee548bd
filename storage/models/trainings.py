"""The register of supervisors' training."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText


class TrainingRow(InWorkspace, Base):
    """Somebody was trained to supervise, has objectives for it, or was found to need more."""

    __tablename__ = "trainings"

    id: Mapped[Id]
    person_id: Mapped[str]
    kind: Mapped[str]
    """A word of `storage.records.trainings.KINDS`."""
    title: Mapped[str | None] = mapped_column(SealedText)
    """What it was called, as somebody typed it."""
    needed_on: Mapped[date | None]
    """The day it was found to be needed."""
    done_on: Mapped[date | None]
    """The day it took place, or was agreed; None: not yet."""
    by_id: Mapped[str | None]
    """Who noted it; None: it came with a list of attendance."""
    confirmed_by_id: Mapped[str | None]
    """Who above them said that it is right; None: nobody has."""
    noted_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_on: Mapped[date | None]
    """It was noted wrongly: no list of attendance brings it again."""

    __table_args__ = (
        person("person_id"),
        person("by_id"),
        person("confirmed_by_id"),
        Index(None, "workspace", "person_id"),
        Index(None, "workspace", "by_id"),
        Index(None, "workspace", "confirmed_by_id"),
    )
