"""Who else may read a record and why, who may take figures out, and the personal matters that are kept more closely."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText


class GrantRow(InWorkspace, Base):
    """Access to one supervisee's records for a purpose and a time (Wokingham 9, Manchester 2.4)."""

    __tablename__ = "grants"

    id: Mapped[Id]
    about_id: Mapped[str]
    """The supervisee."""
    reader_id: Mapped[str | None]
    outside: Mapped[str | None] = mapped_column(SealedText)
    """Who reads, where they do not work here: an inspector, a court. What they are given is handed over, not opened."""
    category: Mapped[str]
    purpose: Mapped[str]
    reason: Mapped[str] = mapped_column(SealedText)
    covers_personal: Mapped[bool]
    granted_by_id: Mapped[str]
    granted_at: Mapped[datetime] = mapped_column(Instant)
    until_on: Mapped[date]
    """The first day it no longer holds."""
    untold: Mapped[str]
    """Why the supervisee is not told at once: `time` or `legal`; empty where they are."""
    untold_because: Mapped[str | None] = mapped_column(SealedText)
    allowed_by_id: Mapped[str | None]
    """Who allowed that they are not told at once."""
    tell_on: Mapped[date | None]
    """When they are told then; None: not until somebody says so."""
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        person("about_id"),
        person("reader_id"),
        person("granted_by_id"),
        person("allowed_by_id"),
        Index(None, "workspace", "reader_id"),
        Index(None, "workspace", "about_id"),
    )


class ApiTokenRow(InWorkspace, Base):
    """Somebody's token for the council's own figures (`/api/v1`), until its day comes or it is revoked."""

    __tablename__ = "api_tokens"

    id: Mapped[Id]
    person_id: Mapped[str]
    """Who asks with it, as whom they see."""
    selector: Mapped[str]
    """The half of the token by which this row is found; worth nothing without the other."""
    digest: Mapped[str]
    """Of the whole token: `storage.tokens`."""
    reach: Mapped[str]
    """`line`: rows about them and those below; `quality`: everybody's."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[str]
    """Who answers for it."""
    until_on: Mapped[date]
    """The first day it no longer works."""
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_read_on: Mapped[date | None]

    __table_args__ = (
        person("person_id"),
        person("made_by_id"),
        UniqueConstraint("selector"),
        Index(None, "workspace", "person_id"),
    )


class PersonalMatterRow(InWorkspace, Base):
    """A personal matter in the record of a session: kept once both have agreed that it is (Plymouth 5.8.1)."""

    __tablename__ = "personal_matters"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    supervisee_id: Mapped[str]
    written_by_id: Mapped[str]
    """The supervisor, who agrees by writing it."""
    written_at: Mapped[datetime] = mapped_column(Instant)
    content: Mapped[str | None] = mapped_column(SealedText)
    """None once it is not to be kept."""
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the supervisee agreed."""
    refused_at: Mapped[datetime | None] = mapped_column(Instant)
    """When they did not, or had not answered in time."""

    __table_args__ = (
        person("supervisee_id"),
        person("written_by_id"),
        Index(None, "workspace", "supervisee_id"),
        Index(None, "session_id"),
    )
