"""What the bot keeps for itself: requests seen, drafts, settings, heartbeats."""

from datetime import datetime

from sqlalchemy import JSON, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant
from storage.sealed import SealedText


class RequestRow(InWorkspace, Base):
    """A request that was stored: Slack may deliver it again."""

    __tablename__ = "requests"

    request_id: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(Instant, index=True)

    __table_args__ = (PrimaryKeyConstraint("workspace", "request_id"),)


class DraftRow(InWorkspace, Base):
    """What somebody typed when it could not be stored."""

    __tablename__ = "drafts"

    id: Mapped[Id]
    person_id: Mapped[str]
    kind: Mapped[str]
    content: Mapped[str] = mapped_column(SealedText)
    kept_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (person("person_id"), UniqueConstraint("workspace", "person_id", "kind"))


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
