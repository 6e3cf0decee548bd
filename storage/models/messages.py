"""Notices, the Slack messages that carry them, and the outbox that sends those."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant

MORNING = text("kind = 'morning'")
PENDING_UPDATE = text("op = 'update' AND state = 'pending'")
PENDING = text("state = 'pending'")
IN_FLIGHT = text("state IN ('leased', 'sending', 'uncertain')")
FAILED = text("state = 'failed'")
THE_POST = text("op = 'post'")


def _partly(name: str, where: TextClause, *columns: str, unique: bool = False) -> Index:
    """An index of some rows only, on either database."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class MessageRow(InWorkspace, Base):
    """One Slack message: what it holds is rendered when it is sent, so only ids and dates are kept."""

    __tablename__ = "messages"

    id: Mapped[Id]
    recipient_id: Mapped[str]
    kind: Mapped[str]
    day_on: Mapped[date]
    """The recipient's local day."""
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    sent_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        person("recipient_id"),
        Index("ix_messages_workspace_recipient_id_day_on", "workspace", "recipient_id", "day_on"),
        _partly("uq_messages_morning", MORNING, "workspace", "recipient_id", "day_on", unique=True),
    )


class NoticeRow(InWorkspace, Base):
    """One telling, which happens once: `subject` with kind, rung and recipient names it for good."""

    __tablename__ = "notices"

    id: Mapped[Id]
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    subject: Mapped[str]
    """What it is about: the id of the obligation (whose due date is part of its identity), decision or absence."""
    obligation_id: Mapped[str | None] = mapped_column(ForeignKey("obligations.id"))
    discussion_id: Mapped[str | None] = mapped_column(ForeignKey("discussions.id"))
    absence_id: Mapped[str | None] = mapped_column(ForeignKey("absences.id"))
    kind: Mapped[str]
    rung: Mapped[int]
    recipient_id: Mapped[str]
    instead_of_id: Mapped[str | None]
    """Whom it was meant for, where Slack could not reach them and it went to somebody above."""
    at: Mapped[datetime] = mapped_column(Instant)
    """The moment the ladder names; the message may go later."""

    __table_args__ = (
        UniqueConstraint("workspace", "subject", "kind", "rung", "recipient_id"),
        person("recipient_id"),
        Index(None, "message_id"),
        Index(None, "obligation_id"),
    )


class OutboxRow(InWorkspace, Base):
    """Something to do in Slack: post a message, edit it or delete it. See `storage.outbox` for its states."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    recipient_id: Mapped[str]
    op: Mapped[str]
    state: Mapped[str]
    urgency: Mapped[int] = mapped_column(SmallInteger, default=2, server_default=text("2"))
    """0 cannot wait, 1 an escalation, 2 routine, 3 an edit: the lower goes first (`storage.notices.kinds`)."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Grows with each claim: an older claimant's word no longer counts."""
    not_before: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was first to go, while it is being tried; None: at `not_before`, which every retry puts off."""
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        person("recipient_id"),
        # Each holds only what is still to be done, so its cost follows what is due and not what was ever sent.
        _partly("ix_outbox_ready", PENDING, "workspace", "urgency", "not_before", "id"),
        _partly("ix_outbox_in_flight", IN_FLIGHT, "workspace", "recipient_id"),
        _partly("ix_outbox_failed", FAILED, "workspace", "changed_at"),
        _partly("uq_outbox_post", THE_POST, "message_id", unique=True),
        _partly("uq_outbox_pending_update", PENDING_UPDATE, "message_id", unique=True),
    )
