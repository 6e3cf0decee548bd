"""Private calendar addresses, and those of one booking: of each the digest of its token, never the token."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant

LIVE = text("revoked_at IS NULL")


class FeedRow(InWorkspace, Base):
    """One address somebody was given, until it is revoked; nobody has two at once."""

    __tablename__ = "feeds"

    id: Mapped[Id]
    person_id: Mapped[str]
    selector: Mapped[str]
    """The half of the token by which this row is found; worth nothing without the other."""
    digest: Mapped[str]
    """Of the whole token: `storage.tokens`."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_read_on: Mapped[date | None]
    """The last day a calendar asked for it: whoever owns the address sees whether another may have it."""

    __table_args__ = (
        person("person_id"),
        UniqueConstraint("selector"),
        Index("uq_feeds_live", "workspace", "person_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )


class InviteRow(InWorkspace, Base):
    """The address of one booked session's own entry, for one of the two: until that is over, or it is ended."""

    __tablename__ = "invites"

    id: Mapped[Id]
    person_id: Mapped[str]
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    selector: Mapped[str]
    digest: Mapped[str]
    """Of the whole token, as a feed's."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        person("person_id"),
        UniqueConstraint("selector"),
        Index(None, "workspace", "person_id"),
        Index(None, "session_id"),
    )
