"""The dates of a year, proposed by one of two people and confirmed by the other."""

from datetime import date, datetime, time

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant


class PlanRow(InWorkspace, Base):
    """A proposal; its sessions are booked once it is confirmed."""

    __tablename__ = "plans"

    id: Mapped[Id]
    supervisee_id: Mapped[str]
    supervisor_id: Mapped[str]
    proposed_by_id: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    days: Mapped[object] = mapped_column(JSON)
    """Its dates in order, as ISO writes them."""
    at: Mapped[time | None]
    """Local time of day, the same for all."""
    answer: Mapped[str] = mapped_column(default="")
    """`confirmed`; `replaced` where another was proposed in its place; empty while it waits."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[str | None]

    __table_args__ = (
        person("supervisee_id"),
        person("supervisor_id"),
        person("proposed_by_id"),
        person("answered_by_id"),
        Index(None, "workspace", "supervisee_id"),
    )


def days_of(row: PlanRow) -> tuple[date, ...]:
    """Its dates."""
    return tuple(date.fromisoformat(str(each)) for each in row.days) if isinstance(row.days, list) else ()
