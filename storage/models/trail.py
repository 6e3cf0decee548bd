"""The audit trail. Not to be confused with `AuditRow`, the audit of somebody's supervision records.

The database refuses to change or delete a row of `trail`, and to set a head back: the triggers are in migration 0004. A later
migration that makes one of these tables anew (Alembic's batch mode on SQLite does) has to make its triggers anew.
"""

from datetime import datetime

from sqlalchemy import BigInteger, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedOwn


class TrailRow(InWorkspace, Base):
    """One event; `storage.trail.words` says what `act`, `kind` and `role` may be. No content."""

    __tablename__ = "trail"

    workspace: Mapped[str] = mapped_column(sort_order=-1)
    seq: Mapped[int] = mapped_column(BigInteger)
    """1, 2, 3 … in each workspace, none left out."""
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str]
    """Somebody's token, or a word for the system."""
    role: Mapped[str]
    purpose: Mapped[str]
    """Of a grant; else empty."""
    act: Mapped[str]
    kind: Mapped[str]
    object: Mapped[str]
    """A record's id, a case reference, a person's token."""
    about: Mapped[str | None]
    """The token of the person whose record it is."""
    hash: Mapped[str]
    mark: Mapped[str]
    """Both of `storage.trail.chain`."""

    # Without SQLite's own row number, by which REPLACE could put one event over another unseen by any trigger.
    __table_args__ = (PrimaryKeyConstraint("workspace", "seq"), {"sqlite_with_rowid": False})


class TrailHeadRow(InWorkspace, Base):
    """Where a workspace's trail ends."""

    __tablename__ = "trail_heads"

    workspace: Mapped[str] = mapped_column(sort_order=-1)
    seq: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str] = mapped_column(SealedOwn)

    __table_args__ = (PrimaryKeyConstraint("workspace"), {"sqlite_with_rowid": False})


class TrailNameRow(InWorkspace, Base):
    """Whom a token of the trail stands for, until they are forgotten."""

    __tablename__ = "trail_names"

    token: Mapped[str]
    person_id: Mapped[str]
    salt: Mapped[str]
    """`storage.trail.chain.token` makes the token of it."""

    __table_args__ = (
        PrimaryKeyConstraint("workspace", "token"),
        UniqueConstraint("workspace", "person_id"),
        person("person_id"),
    )
