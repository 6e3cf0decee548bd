"""Which rows may be claimed now: urgent before routine, older before newer, one at a time a recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import NULLTYPE

from storage.dialects import locked
from storage.models import Instant, MessageRow, OutboxRow
from storage.notices.kinds import FILES_URGENCY

LEASE = timedelta(minutes=1)
IN_FLIGHT = ("leased", "sending", "uncertain")
WINDOW = 2
"""Times as many as are wanted: who has something else in flight, or more than one thing waiting, is passed over."""
EVERYTHING = 2**31 - 1
URGENCIES = (0, 1, 2, 3)
"""See `storage.notices.kinds.urgency_of`."""
ATTACH: Any = literal_column("'attach'")
_LANE: Any = bindparam("lane", type_=String())
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
    """`post`, `update`, `delete`, or `attach`: files for its thread."""
    message_id: str
    recipient_id: str
    attempts: int
    """The fencing token."""


CLAIM = [getattr(OutboxRow, name) for name in Claim.__dataclass_fields__]


def _candidates() -> CTE:
    """What is due in a workspace, in the order it goes; as many as `seen`."""
    row, seen = OutboxRow, bindparam("seen", type_=Integer())
    wanted = row.id, row.urgency, row.not_before, row.recipient_id, row.op, row.message_id
    due = row.workspace == _LANE, row.state == _PENDING, row.not_before <= _NOW
    # An urgency at a time, each in the order of the index: so none is sorted, and no more are read than are wanted.
    by_urgency = [
        select(*wanted).where(*due, row.urgency == literal_column(str(urgency))).order_by(row.not_before, row.id).limit(seen)
        for urgency in URGENCIES
    ]
    every = union_all(*(select(each.subquery()) for each in by_urgency)).subquery()
    return select(every).order_by(every.c.urgency, every.c.not_before, every.c.id).limit(seen).cte("candidates")


def _can_be_done(due: CTE) -> CTE:
    """Posts, and what is done to a message that stands in Slack: an edit that waits for its own post holds up no other."""
    # Asked of one row at a time: as a join, PostgreSQL may read every message there ever was before it takes the first.
    ts = select(MessageRow.ts).where(MessageRow.id == due.c.message_id).scalar_subquery()
    return select(due).where(or_(due.c.op == literal_column("'post'"), ts.is_not(None))).cte("possible")


def _leased() -> Any:
    """Found and leased in one statement."""
    due, busy, row = _can_be_done(_candidates()), aliased(OutboxRow), OutboxRow
    place = func.row_number().over(partition_by=due.c.recipient_id, order_by=(due.c.urgency, due.c.not_before, due.c.id))
    first = select(due, place.label("place")).cte("first")
    in_flight = select(busy.recipient_id).where(busy.workspace == _LANE, busy.state.in_(_FLYING), busy.op != ATTACH)
    ready = (
        select(first.c.id)
        .where(first.c.place == literal_column("1"), first.c.recipient_id.not_in(in_flight))
        .order_by(first.c.urgency, first.c.not_before, first.c.id)
        .limit(bindparam("most", type_=Integer()))
        .cte("ready")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    free = locked(select(row.id).where(row.id.in_(select(ready.c.id)), row.state == _PENDING)).subquery()
    fresh: dict[str, Any] = {"attempts": row.attempts + 1, "lease_until": bindparam("until"), "changed_at": _NOW}
    fresh["due_at"] = func.coalesce(row.due_at, row.not_before)
    taken = update(row).where(row.id.in_(select(free.c.id))).values(state="leased", **fresh)
    return taken.returning(row.urgency, type_coerce(row.not_before, NULLTYPE), *CLAIM)  # only to put them in order


_LEASED = _leased()


def claim(session: Session, workspace: str, now: datetime, limit: int, lease: timedelta) -> list[Claim]:
    """Lease up to `limit` rows of one workspace. None while another process claims there: its claim is not visible yet."""
    if not _is_alone(session, workspace):
        return []
    known = {"lane": workspace, "now": now, "until": now + lease}
    found: list[tuple[Any, ...]] = []
    # What is first in the queue is nearly always enough; where it all goes to a few people, everybody is looked at.
    for seen in (WINDOW * limit, EVERYTHING):
        wanted = known | {"most": limit - len(found), "seen": seen}
        found += sorted(map(tuple, session.connection().execute(_LEASED, wanted)))
        if len(found) >= limit:
            break
    return [Claim(*each[2:]) for each in found]


def claim_files(session: Session, workspace: str, now: datetime, lease: timedelta) -> Claim | None:
    """Lease what has waited longest of the files for threads."""
    row = OutboxRow
    due = row.workspace == workspace, row.state == _PENDING, row.urgency == literal_column(str(FILES_URGENCY))
    first = select(row.id).where(*due, row.not_before <= now).order_by(row.not_before, row.id).limit(1)
    found = session.scalar(locked(first))
    if found is None:
        return None
    fresh: dict[str, Any] = {"attempts": row.attempts + 1, "lease_until": now + lease, "changed_at": now}
    taken = update(row).where(row.id == found).values(state="leased", **fresh).returning(*CLAIM)
    return Claim(*session.connection().execute(taken).one())


def with_files(session: Session, now: datetime) -> list[str]:
    """The workspaces with files that are due, or in flight."""
    row = OutboxRow
    files = row.urgency == literal_column(str(FILES_URGENCY))
    due = row.state == _PENDING, row.not_before <= now, files
    flying = session.scalars(select(row.workspace).where(row.state.in_(_FLYING), row.op == ATTACH).distinct())
    waiting = (each for each in lanes(session) if session.scalar(select(row.id).where(row.workspace == each, *due).limit(1)))
    return sorted({*waiting, *flying})


def lanes(session: Session) -> list[str]:
    """The workspaces with anything to do: each found by a step through the index, not by reading what waits."""
    return sorted({*session.scalars(_WAITING_LANES), *session.scalars(_FLYING_LANES)})


def _waiting_lanes() -> Select[str]:
    row = OutboxRow
    first = select(func.min(row.workspace).label("name")).where(row.state == _PENDING).cte("lanes", recursive=True)
    after = select(func.min(row.workspace)).where(row.state == _PENDING, row.workspace > first.c.name).scalar_subquery()
    every = first.union_all(select(after).where(first.c.name.is_not(None)))
    return select(every.c.name).where(every.c.name.is_not(None))


_WAITING_LANES = _waiting_lanes()
_FLYING_LANES = select(OutboxRow.workspace).where(OutboxRow.state.in_(_FLYING)).distinct()


def in_hand(workspace: str | None, *, files: bool = False) -> Select[Any]:
    """What is leased or being sent, with its state and the end of its lease; of messages, or of `files` for threads."""
    row = OutboxRow
    theirs = row.state.in_(_FLYING), row.state != literal_column("'uncertain'"), _of(files=files)
    found = select(*CLAIM, row.state, row.lease_until).where(*theirs)
    return found if workspace is None else found.where(row.workspace == workspace)


def _of(*, files: bool) -> ColumnElement[bool]:
    found: ColumnElement[bool] = OutboxRow.op == ATTACH
    return found if files else ~found


def doubtful(
    session: Session, now: datetime, waited: timedelta, limit: int, workspace: str | None, *, files: bool = False
) -> Sequence[Claim]:
    """What has been without an answer for `waited`, longest first."""
    row = OutboxRow
    unsure = row.state.in_(_FLYING), row.state == literal_column("'uncertain'"), _of(files=files)
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
