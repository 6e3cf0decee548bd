"""Samples of supervision files drawn at random for audit (Manchester 5.2, 5.3)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant


class AuditDrawRow(InWorkspace, Base):
    """One auditor's sample of one period by one rule: drawn once, whatever is drawn again."""

    __tablename__ = "audit_draws"

    id: Mapped[Id]
    auditor_id: Mapped[str]
    rule: Mapped[str]
    kind: Mapped[str]
    """What an audit of it counts as: `dip_sample`, `file_audit`, `peer` (the contract)."""
    begins_on: Mapped[date]
    """The first day of its period."""
    ends_on: Mapped[date]
    """The last."""
    seed: Mapped[str]
    """From which, and from the files there were, the same sample is drawn again."""
    pool_size: Mapped[int]
    """How many files it was drawn from."""
    pool_digest: Mapped[str]
    """Of those files: whether it is from the same ones that it is drawn again."""
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    method: Mapped[int | None]
    """By which it was drawn (`scheduling.sampling.methods`); None: the first, of which none was kept."""

    __table_args__ = (person("auditor_id"), UniqueConstraint("workspace", "auditor_id", "rule", "begins_on"))


class AuditSampleRow(InWorkspace, Base):
    """One file of a sample. One that cannot be audited stays, and another is drawn beside it."""

    __tablename__ = "audit_samples"

    id: Mapped[Id]
    draw_id: Mapped[str] = mapped_column(ForeignKey("audit_draws.id"))
    place: Mapped[int]
    """In the order they were drawn."""
    of_id: Mapped[str]
    """Whose supervision it is."""
    by_id: Mapped[str]
    """Who supervises them: whom the feedback is for."""
    rag: Mapped[bool]
    """Whether the self-assessments are to be looked at with it."""
    turn: Mapped[int]
    """Which time round for this auditor: a file comes a second time when all others have come a first."""
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    """With the others of the sample, or later, in the place of one of them."""
    audit_id: Mapped[str | None] = mapped_column(ForeignKey("audits.id"))
    """What was made of it."""
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)
    because: Mapped[str | None]
    """Why it could not be audited: a word of `storage.records.samples.REASONS`, never a text."""

    __table_args__ = (
        person("of_id"),
        person("by_id"),
        UniqueConstraint("draw_id", "place"),
        Index(None, "workspace", "of_id"),
        Index(None, "workspace", "by_id"),
        Index(None, "audit_id"),
    )
