"""What the bot keeps for itself: requests seen, drafts, settings, heartbeats."""

from datetime import datetime

from sqlalchemy import JSON, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText

STANDING = text("ended_at IS NULL")


class RequestRow(InWorkspace, Base):
    """A request that was stored: Slack may deliver it again."""

    __tablename__ = "requests"

    request_id: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(Instant, index=True)

    __table_args__ = (PrimaryKeyConstraint("workspace", "request_id"),)


class DraftRow(InWorkspace, Base):
    """What somebody typed and has not stored: a form left half way, a command that could not be."""

    __tablename__ = "drafts"

    id: Mapped[Id]
    person_id: Mapped[str]
    kind: Mapped[str]
    content: Mapped[str] = mapped_column(SealedText)
    kept_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (person("person_id"), UniqueConstraint("workspace", "person_id", "kind"))


class KeptWordsRow(InWorkspace, Base):
    """Words that looked like a name or an identifier, and were kept in a record with this reason."""

    __tablename__ = "kept_words"

    id: Mapped[Id]
    person_id: Mapped[str]
    """Who wrote them and gave the reason."""
    kept_where: Mapped[str]
    """The form or command they were typed in."""
    about: Mapped[str] = mapped_column(default="")
    """The id of the record they stand in."""
    kinds: Mapped[str]
    """What they looked like, with commas between; never the words."""
    reason: Mapped[str] = mapped_column(SealedText)
    kept_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (person("person_id"), Index(None, "workspace", "about"))


class SettingRow(InWorkspace, Base):
    """A named value of the workspace."""

    __tablename__ = "settings"

    name: Mapped[str]
    value: Mapped[object] = mapped_column(JSON)

    __table_args__ = (PrimaryKeyConstraint("workspace", "name"),)


class HeartbeatRow(Base):
    """The last time a process was seen alive."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(Instant)


class AlarmRow(InWorkspace, Base):
    """Trouble with Cornerstone itself, from when it began to when it was mended: the administrators are told once."""

    __tablename__ = "alarms"

    id: Mapped[Id]
    name: Mapped[str]
    """What kind of trouble: a key of the table of remedies."""
    about: Mapped[str] = mapped_column(default="")
    """Whom or what it concerns: a person's id, a process; empty for the whole workspace."""
    detail: Mapped[str] = mapped_column(default="")
    """A code of Slack's or a count; never content."""
    began_at: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the administrators were told; None: not yet."""
    telling_until: Mapped[datetime | None] = mapped_column(Instant)
    """Somebody is telling them just now, until then at the latest."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_alarms_standing", "workspace", "name", "about", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
    )
