"""Which rows may be claimed now: urgent before routine, older before newer, one at a time a recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal_column, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from storage.asking import WORKSPACE
from storage.dialects import locked
from storage.models import Instant, MessageRow, OutboxRow

LEASE = timedelta(minutes=1)
IN_FLIGHT = ("leased", "sending", "uncertain")
URGENCIES = (0, 1, 2, 3)
"""See `storage.notices.kinds.urgency_of`."""
_NOW: Any = bindparam("now", type_=Instant())
# Words in the statement, not parameters: only so does a database see that its index of pending rows will do.
_PENDING: Any = literal_column("'pending'")
_FLYING: list[Any] = [literal_column(f"'{state}'") for state in IN_FLIGHT]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to do, and the right to do it until the lease runs out."""

    id: int
    workspace: str
    op: str
    """`post`, `update` or `delete`."""
    message_id: str
    recipient_id: str
    attempts: int
    """The fencing token."""


CLAIM = [getattr(OutboxRow, name) for name in Claim.__dataclass_fields__]


def _ready() -> Select[int]:
    """Of one workspace and one urgency: due, first of its recipient, nothing else of theirs in flight."""
    row, busy, earlier = OutboxRow, aliased(OutboxRow), aliased(OutboxRow)
    in_flight = exists().where(busy.workspace == WORKSPACE, busy.recipient_id == row.recipient_id, busy.state.in_(_FLYING))
    overtaken = exists().where(
        earlier.workspace == WORKSPACE,
        earlier.recipient_id == row.recipient_id,
        earlier.state == _PENDING,
        earlier.not_before <= _NOW,
        tuple_(earlier.urgency, earlier.not_before, earlier.id) < tuple_(row.urgency, row.not_before, row.id),
    )
    posted = exists().where(MessageRow.id == row.message_id, MessageRow.ts.is_not(None))
    return (
        select(row.id)
        .where(row.workspace == WORKSPACE, row.state == _PENDING, row.urgency == bindparam("urgency"))
        .where(row.not_before <= _NOW, ~in_flight, ~overtaken, or_(row.op == literal_column("'post'"), posted))
        .order_by(row.not_before, row.id)
        .limit(bindparam("most"))
    )


_READY = locked(_ready())
_FRESH = select(*CLAIM).where(OutboxRow.id.in_(bindparam("ids", expanding=True)))


def claim(session: Session, workspace: str, now: datetime, limit: int, lease: timedelta) -> list[Claim]:
    """Lease up to `limit` rows of one workspace. None while another process claims there: its claim is not visible yet."""
    if not _is_alone(session, workspace):
        return []
    ready: list[int] = []
    for urgency in URGENCIES:
        known = {"workspace": workspace, "now": now, "urgency": urgency, "most": limit - len(ready)}
        ready += session.scalars(_READY, known)
        if len(ready) >= limit:
            break
    if not ready:
        return []
    leased = {"state": "leased", "attempts": OutboxRow.attempts + 1, "lease_until": now + lease, "changed_at": now}
    session.connection().execute(update(OutboxRow).where(OutboxRow.id.in_(ready)).values(**leased))
    found = {row.id: Claim(*row) for row in session.connection().execute(_FRESH, {"ids": ready})}
    return [found[row_id] for row_id in ready]


def lanes(session: Session) -> list[str]:
    """The workspaces with anything to do: each found by a step through the index, not by reading what waits."""
    row = OutboxRow
    first = select(func.min(row.workspace).label("name")).where(row.state == _PENDING).cte("lanes", recursive=True)
    after = select(func.min(row.workspace)).where(row.state == _PENDING, row.workspace > first.c.name).scalar_subquery()
    every = first.union_all(select(after).where(first.c.name.is_not(None)))
    waiting = session.scalars(select(every.c.name).where(every.c.name.is_not(None)))
    flying = session.scalars(select(row.workspace).where(row.state.in_(_FLYING)).distinct())
    return sorted({*waiting, *flying})


def expired(now: datetime, workspace: str | None) -> Select[Any]:
    """Leases that ran out, with their states."""
    over = select(*CLAIM, OutboxRow.state).where(
        OutboxRow.state.in_(_FLYING), OutboxRow.state != literal_column("'uncertain'"), OutboxRow.lease_until <= now
    )
    return over if workspace is None else over.where(OutboxRow.workspace == workspace)


def doubtful(session: Session, now: datetime, waited: timedelta, limit: int, workspace: str | None) -> Sequence[Claim]:
    """What has been without an answer for `waited`, longest first."""
    row = OutboxRow
    unsure = row.state.in_(_FLYING), row.state == literal_column("'uncertain'")
    query = select(*CLAIM).where(*unsure, row.changed_at <= now - waited, row.not_before <= now)
    if workspace is not None:
        query = query.where(row.workspace == workspace)
    return [Claim(*each) for each in session.execute(query.order_by(row.changed_at).limit(limit))]


def _is_alone(session: Session, workspace: str) -> bool:
    """Whether nobody else claims in this workspace just now; SQLite's one writer is alone already."""
    if session.connection().dialect.name != "postgresql":
        return True
    name = func.hashtextextended(f"outbox {workspace}", 0)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(name))))
