"""The outbox: what is to be done in Slack, each thing claimed by one sender at a time.

    pending -> leased -> sending -> sent
    sending -> pending    a definite refusal: try again later
    sending -> failed     a final refusal
    sending -> uncertain  no answer: looked up before anything else
    uncertain -> sent | pending
    pending, leased -> cancelled   nothing is left to say

`attempts` is the fencing token: it grows with each claim, and every step names it, so a claimant whose
lease ran out changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from storage.dialects import locked
from storage.models import MessageRow, OutboxRow
from storage.notices.rendering import render

if TYPE_CHECKING:
    from storage.store import Store
    from storage.views import MessageView

LEASE = timedelta(minutes=1)
IN_FLIGHT = ("leased", "sending", "uncertain")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing to do, and the right to do it until the lease runs out."""

    id: int
    workspace: str
    op: str
    """`post` or `update`."""
    message_id: str
    recipient_id: str
    attempts: int
    """The fencing token."""


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How much waits, for the metrics."""

    by_state: dict[str, int]
    oldest_pending_at: datetime | None
    """The earliest moment something should have gone."""


_CLAIM = [getattr(OutboxRow, name) for name in Claim.__dataclass_fields__]


class Outbox:
    """Each method is one short transaction of its own."""

    def __init__(self, store: Store) -> None:
        """Made by the store."""
        self._store = store

    def claim(self, now: datetime, limit: int = 50, lease: timedelta = LEASE, workspace: str | None = None) -> list[Claim]:
        """Up to `limit` things to do now, oldest first: one at a time a recipient, edits only of what has been posted."""
        with self._store.writing() as session:
            first = {
                (row.workspace, row.recipient_id): row.id
                for row in reversed(session.execute(_ready(now, limit, workspace)).all())
            }
            ready = list(first.values())
            if not ready:
                return []
            leased = {"state": "leased", "attempts": OutboxRow.attempts + 1, "lease_until": now + lease, "changed_at": now}
            session.execute(update(OutboxRow).where(OutboxRow.id.in_(ready)).values(**leased))
            claims = [
                Claim(*row) for row in session.execute(select(*_CLAIM).where(OutboxRow.id.in_(ready)).order_by(OutboxRow.id))
            ]
            session.commit()
            return claims

    def message(self, claim: Claim, now: datetime) -> MessageView | None:
        """What to say now. None: nothing is left to say; the claim has been cancelled with its reason."""
        with self._store.read(claim.workspace, now) as work:
            view = render(work, claim.message_id, is_posted=claim.op == "update")
        if claim.op == "post" and not view.items:
            self.cancelled(claim, "nothing left to say", now)
            return None
        return view

    def read_message(self, workspace: str, message_id: str, now: datetime) -> MessageView:
        """A message as it would read now, to show it again after a button was pressed."""
        with self._store.read(workspace, now) as work:
            return render(work, message_id, is_posted=True)

    def sending(self, claims: Sequence[Claim], now: datetime, lease: timedelta = LEASE) -> list[Claim]:
        """About to call Slack, committed before the call, with a lease from now on. Answers the claims that still hold."""
        with self._store.writing() as session:
            step = {"state": "sending", "lease_until": now + lease}
            held = [claim for claim in claims if _moved(session, claim, ("leased",), now, **step)]
            session.commit()
            return held

    def sent(self, claim: Claim, channel: str, ts: str, now: datetime) -> bool:
        """Slack has it, or it was found there when looked up."""
        with self._store.writing() as session:
            held = _moved(session, claim, ("sending", "uncertain"), now, state="sent", lease_until=None, reason="")
            if held and claim.op == "post":
                where = MessageRow.id == claim.message_id
                session.execute(update(MessageRow).where(where).values(channel=channel, ts=ts, sent_at=now))
            session.commit()
            return held

    def refused(self, claim: Claim, retry_at: datetime, now: datetime) -> bool:
        """Slack definitely did not take it: again from `retry_at`, and nothing else to this recipient before."""
        with self._store.writing() as session:
            held = _again(session, claim, ("leased", "sending"), retry_at, now)
            theirs = and_(OutboxRow.workspace == claim.workspace, OutboxRow.recipient_id == claim.recipient_id)
            waiting = and_(theirs, OutboxRow.state == "pending", OutboxRow.not_before < retry_at)
            session.execute(update(OutboxRow).where(waiting).values(not_before=retry_at))
            session.commit()
            return held

    def postponed(self, claim: Claim, until: datetime, now: datetime) -> bool:
        """Not sent: again from `until`. What else waits for this recipient goes in between."""
        with self._store.writing() as session:
            held = _again(session, claim, ("leased", "sending"), until, now)
            session.commit()
            return held

    def uncertain(self, claim: Claim, now: datetime) -> bool:
        """No answer came. A post is looked up before anything else; an edit may simply be made again."""
        with self._store.writing() as session:
            held = _doubt(session, claim, now)
            session.commit()
            return held

    def doubtful(self, now: datetime, waited: timedelta, limit: int = 50) -> list[Claim]:
        """Posts without an answer for at least `waited`, to be looked up: then `sent` or `absent`."""
        since = and_(OutboxRow.state == "uncertain", OutboxRow.changed_at <= now - waited, OutboxRow.not_before <= now)
        with self._store.reading() as session:
            rows = session.execute(select(*_CLAIM).where(since).order_by(OutboxRow.changed_at).limit(limit))
            return [Claim(*row) for row in rows]

    def look_again(self, claim: Claim, retry_at: datetime, now: datetime) -> bool:
        """The look-up had no answer either: another from `retry_at`."""
        with self._store.writing() as session:
            held = _moved(session, claim, ("uncertain",), now, state="uncertain", not_before=retry_at)
            session.commit()
            return held

    def absent(self, claim: Claim, now: datetime, retry_at: datetime | None = None) -> bool:
        """Looked up and not there: post it again."""
        with self._store.writing() as session:
            held = _again(session, claim, ("uncertain",), retry_at or now, now)
            session.commit()
            return held

    def failed(self, claim: Claim, reason: str, now: datetime) -> bool:
        """Slack will never take it; `reason` is a code or a sentence of ours, never content."""
        return self._end(claim, "failed", reason, now)

    def cancelled(self, claim: Claim, reason: str, now: datetime) -> bool:
        """There is nothing left to say."""
        return self._end(claim, "cancelled", reason, now)

    def takeover(self, now: datetime) -> int:
        """Leases that ran out: what was only leased waits again, what was being sent is uncertain. Answers how many."""
        expired = and_(OutboxRow.state.in_(("leased", "sending")), OutboxRow.lease_until <= now)
        with self._store.writing() as session:
            rows = session.execute(locked(select(*_CLAIM, OutboxRow.state).where(expired))).all()
            for *values, state in rows:
                claim = Claim(*values)
                if state == "leased":
                    _again(session, claim, ("leased",), now, now)
                else:
                    _doubt(session, claim, now)
            session.commit()
            return len(rows)

    def counts(self) -> OutboxCounts:
        """How much waits, across workspaces."""
        with self._store.reading() as session:
            by_state = session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
            oldest = session.scalar(select(func.min(OutboxRow.not_before)).where(OutboxRow.state == "pending"))
            return OutboxCounts({row[0]: row[1] for row in by_state}, oldest)

    def _end(self, claim: Claim, state: str, reason: str, now: datetime) -> bool:
        with self._store.writing() as session:
            held = _moved(session, claim, IN_FLIGHT, now, state=state, lease_until=None, reason=reason)
            if held and claim.op == "post":
                # Edits of what will never be there.
                waiting = and_(OutboxRow.message_id == claim.message_id, OutboxRow.state == "pending")
                gone = {"state": "cancelled", "reason": f"the message was {state}", "changed_at": now}
                session.execute(update(OutboxRow).where(waiting).values(**gone))
            session.commit()
            return held


def _ready(now: datetime, limit: int, workspace: str | None) -> Select[int, str, str]:
    """What may be claimed. Two clocks on PostgreSQL may still take one recipient's at once: Slack then says 429 to one."""
    busy = aliased(OutboxRow)
    same = and_(busy.workspace == OutboxRow.workspace, busy.recipient_id == OutboxRow.recipient_id)
    in_flight = exists().where(same, busy.state.in_(IN_FLIGHT))
    posted = exists().where(MessageRow.id == OutboxRow.message_id, MessageRow.ts.is_not(None))
    statement = (
        select(OutboxRow.id, OutboxRow.workspace, OutboxRow.recipient_id)
        .where(OutboxRow.state == "pending", OutboxRow.not_before <= now, ~in_flight)
        .where(or_(OutboxRow.op == "post", posted))
        .order_by(OutboxRow.not_before, OutboxRow.id)
        .limit(limit)
    )
    if workspace is not None:
        statement = statement.where(OutboxRow.workspace == workspace)
    return locked(statement)


def _moved(session: Session, claim: Claim, states: Sequence[str], now: datetime, **values: Any) -> bool:
    """Take a step, unless somebody else has taken the claim over."""
    still_ours = and_(OutboxRow.id == claim.id, OutboxRow.attempts == claim.attempts, OutboxRow.state.in_(states))
    statement = update(OutboxRow).where(still_ours).values(changed_at=now, **values).returning(OutboxRow.id)
    return session.execute(statement).first() is not None


def _again(session: Session, claim: Claim, states: Sequence[str], retry_at: datetime, now: datetime) -> bool:
    """Back to pending; an edit that another edit has overtaken is dropped, since that one says it all."""
    newer = and_(OutboxRow.message_id == claim.message_id, OutboxRow.op == "update", OutboxRow.state == "pending")
    if claim.op == "update" and session.scalar(select(exists().where(newer))):
        return _moved(session, claim, states, now, state="cancelled", lease_until=None, reason="a newer edit waits")
    return _moved(session, claim, states, now, state="pending", lease_until=None, not_before=retry_at)


def _doubt(session: Session, claim: Claim, now: datetime) -> bool:
    if claim.op == "update":
        return _again(session, claim, ("sending",), now, now)
    return _moved(session, claim, ("sending",), now, state="uncertain", lease_until=None)
