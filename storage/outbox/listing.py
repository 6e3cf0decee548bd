"""What an administrator sees of the outbox, and may do to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, literal_column, or_, select, update
from sqlalchemy.orm import Session

from storage.gauges import Serves, everything
from storage.models import MessageRow, OutboxRow, PersonRow
from storage.notices.edits import drop_waiting
from storage.outbox.claims import Claim
from storage.outbox.moves import OVERTAKEN, SOON, unless_overtaken
from storage.outbox.steps import again

STATES = ("pending", "leased", "sending", "uncertain", "failed", "sent", "cancelled")
OPEN = ("pending", "leased", "sending", "uncertain", "failed")
"""States that ask for something: counted by their indexes, however much has been sent."""
RETRIED = ("failed", "uncertain")
CANCELLED = ("pending", "failed")
STANDS = ("sent", "uncertain")
"""States of a post that is, or may be, there in Slack."""
DELETE_URGENCY = 1


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How much waits, for the metrics."""

    by_state: dict[str, int]
    """States with something in them; what was sent or cancelled is not counted."""
    oldest_pending_at: datetime | None
    """The earliest moment something should have gone."""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One thing to do in Slack, as an administrator sees it: no word of what it says."""

    id: int
    workspace: str
    op: str
    kind: str
    recipient_id: str
    recipient_name: str
    state: str
    reason: str
    attempts: int
    not_before: datetime
    due_at: datetime | None
    """When it was first to go, where it has been tried since."""
    changed_at: datetime
    message_id: str


def counts(session: Session, workspace: str | None, serves: Serves = everything) -> OutboxCounts:
    """How much waits, in one workspace or in all that somebody `serves`."""
    row = OutboxRow
    mine = [] if workspace is None else [row.workspace == workspace]
    by_state, oldest = {}, list[datetime]()
    for state in OPEN:
        # A state at a time, each a word in the statement: each has an index of its own, and the sent ones are never read.
        counted = select(row.workspace, func.count(), func.min(row.not_before)).where(_in(state), *mine)
        served = [found for found in session.execute(counted.group_by(row.workspace)).all() if serves(found[0])]
        if served:
            by_state[state] = sum(number for _, number, _ in served)
        if state == "pending":
            oldest += [since for _, _, since in served]
    return OutboxCounts(by_state, min(oldest, default=None))


def listing(
    session: Session, states: Collection[str], workspace: str | None, limit: int, ids: Collection[int] | None = None
) -> list[OutboxEntry]:
    """Newest change first; with `ids`, of these only."""
    row = OutboxRow
    of_person = and_(PersonRow.workspace == row.workspace, PersonRow.id == row.recipient_id)
    wanted = [name for name in OutboxEntry.__dataclass_fields__ if name not in ("kind", "recipient_name")]
    query = (
        select(*(getattr(row, name) for name in wanted), MessageRow.kind, PersonRow.name.label("recipient_name"))
        .join(MessageRow, MessageRow.id == row.message_id)
        .join(PersonRow, of_person)
        .where(row.state.in_([literal_column(f"'{state}'") for state in STATES if state in states]))
        .order_by(row.changed_at.desc(), row.id.desc())
        .limit(limit)
    )
    if workspace is not None:
        query = query.where(row.workspace == workspace)
    if ids is not None:
        query = query.where(row.id.in_(ids))
    return [OutboxEntry(**each._mapping) for each in session.execute(query)]


def waits_for(session: Session, workspace: str, reason: str, now: datetime, *, files: bool) -> bool:
    """Whether anything is tried again for this reason; what waits longer waits for a morning, and for nothing else."""
    row = OutboxRow
    for state in ("pending", "leased", "sending", "uncertain"):
        mine = row.workspace == workspace, row.reason == reason, (row.op == "attach") == files
        if session.scalar(select(row.id).where(_in(state), *mine, row.not_before <= now + SOON).limit(1)) is not None:
            return True
    return False


def retry(session: Session, ids: Sequence[int], now: datetime) -> int:
    """What failed or is in doubt is done again. Answers how many: what is in doubt may then come twice.

    An edit is given up where another of that message waits already.
    """
    return sum(_retried(session, each, now) for each in ids)


def _retried(session: Session, entry_id: int, now: datetime) -> int:
    row = OutboxRow
    mine = update(row).where(row.id == entry_id, row.state.in_(RETRIED)).returning(row.id)
    fenced = {"changed_at": now, "attempts": row.attempts + 1}

    def wait() -> int:
        pending = mine.values(**fenced, state="pending", reason="", not_before=now)
        return len(session.connection().execute(pending).all())

    def drop() -> int:
        session.connection().execute(mine.values(**fenced, state="cancelled", reason=OVERTAKEN))
        return 0

    return unless_overtaken(session, wait, drop)


def cancel(session: Session, ids: Sequence[int], now: datetime, reason: str) -> int:
    """What waits or failed is given up; what was posted is deleted in Slack. Answers how many.

    A post in doubt goes on being looked for: its deletion waits for that, and goes if it is found (`absent`).
    """
    row = OutboxRow
    files = and_(row.op == "attach", row.state == "uncertain")
    gone = update(row).where(row.id.in_(ids), or_(row.state.in_(CANCELLED), files)).returning(row.message_id, row.op)
    fenced = {"state": "cancelled", "reason": reason, "changed_at": now, "attempts": row.attempts + 1, "lease_until": None}
    ended = session.connection().execute(gone.values(**fenced)).all()
    drop_waiting(session, [message_id for message_id, op in ended if op == "post"], "the message was cancelled", now)
    return len(ended) + _delete(session, ids, now, reason)


def absent(session: Session, claim: Claim, now: datetime, retry_at: datetime) -> bool:
    """Looked for and not there: posted again from then on, unless it was given up while it was in doubt."""
    held = again(session, claim, ("uncertain",), retry_at, now)
    if held and claim.op == "post":
        _give_up(session, claim, now)
    return bool(held)


def keep(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Posts in doubt that were given up are to go after all: their deletion is called off."""
    row = OutboxRow
    doubtful = session.scalars(select(row.message_id).where(row.id.in_(ids), row.op == "post", row.state == "uncertain"))
    wishes = update(row).where(row.message_id.in_(doubtful.all()), row.op == "delete", row.state == "pending")
    session.connection().execute(wishes.values(state="cancelled", reason="to be sent after all", changed_at=now))


def _give_up(session: Session, claim: Claim, now: datetime) -> None:
    """Where its deletion waits, it need not be: nor need the post be sent."""
    row = OutboxRow
    wishes = select(row.reason).where(row.message_id == claim.message_id, row.op == "delete", row.state == "pending")
    wish = session.scalar(wishes.limit(1))
    if wish is None:
        return
    post = update(row).where(row.id == claim.id, row.state == "pending")
    session.connection().execute(post.values(state="cancelled", reason=wish, changed_at=now))
    drop_waiting(session, [claim.message_id], "the message was cancelled", now)


def _delete(session: Session, ids: Sequence[int], now: datetime, reason: str) -> int:
    """Posts that stand in Slack, or may: their deletion is queued like everything else, and waits until they are there."""
    row = OutboxRow
    standing = select(row.workspace, row.message_id, row.recipient_id).where(
        row.id.in_(ids), row.op == "post", row.state.in_(STANDS)
    )
    under_way = select(row.message_id).where(row.op == "delete", row.state.in_(OPEN))
    # Held, so that a look-up that ends just now is waited for, and what it found out is seen.
    found = session.execute(standing.where(row.message_id.not_in(under_way)).with_for_update()).all()
    fixed = {"op": "delete", "state": "pending", "urgency": DELETE_URGENCY, "attempts": 0, "reason": reason}
    times = {"not_before": now, "changed_at": now}
    rows = [fixed | times | {"workspace": w, "message_id": m, "recipient_id": to} for w, m, to in found]
    if rows:
        session.connection().execute(insert(row), rows)
    return len(rows)


def _in(state: str) -> ColumnElement[bool]:
    """In words the index of its rows is recognised by."""
    flying = ("leased", "sending", "uncertain")
    is_so: ColumnElement[bool] = OutboxRow.state == literal_column(f"'{state}'")
    if state not in flying:
        return is_so
    return and_(OutboxRow.state.in_([literal_column(f"'{each}'") for each in flying]), is_so)
