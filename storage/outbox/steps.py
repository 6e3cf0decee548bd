"""The steps a claim takes, any number of them in one transaction, each fenced by its state and its `attempts`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from storage.models import MessageRow, OutboxRow
from storage.notices.edits import drop_waiting
from storage.notices.kinds import FILES_URGENCY
from storage.outbox.claims import IN_FLIGHT, Claim
from storage.outbox.moves import OVERTAKEN, moved, posted, rested, unless_overtaken

REST = timedelta(seconds=1)
"""Slack takes one message a second a channel."""
ON_THE_WAY = ("leased", "sending")


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it, or it was found there when looked up."""

    claim: Claim
    channel: str
    ts: str
    files: bool = False
    """Whether files belong into its thread: they wait from the same commit on."""


@dataclass(frozen=True, slots=True)
class Again:
    """Slack definitely did not take it: again from `at`, and nothing else to this recipient before."""

    claim: Claim
    at: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent: again from `at`. What else waits for this recipient goes in between."""

    claim: Claim
    at: datetime
    reason: str = ""
    """What it waits for, where somebody has to mend that."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """No answer came. A post is looked up before anything else; an edit or a deletion may simply be made again."""

    claim: Claim
    at: datetime
    """When an edit is made again."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Slack will never take it; `reason` is a code or a sentence of ours, never content."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """There is nothing left to say."""

    claim: Claim
    reason: str


Outcome = Sent | Again | Later | Unsure | Failed | Cancelled


def begin(session: Session, claims: Sequence[Claim], now: datetime, lease: timedelta) -> list[Claim]:
    """`leased` to `sending`, with a lease from now on. Answers the claims that still hold."""
    return moved(session, claims, ("leased",), now, state="sending", lease_until=now + lease)


def apply(session: Session, outcomes: Iterable[Outcome], now: datetime, rest: timedelta = REST) -> set[int]:
    """Every outcome whose claim still holds. Answers the ids of those."""
    by_kind: dict[type, list[Any]] = {}
    for outcome in outcomes:
        by_kind.setdefault(type(outcome), []).append(outcome)
    held: set[int] = set()
    for kind, step in _STEPS.items():
        if kind in by_kind:
            held |= {claim.id for claim in step(session, by_kind[kind], now)}
    posts = [each.claim for each in by_kind.get(Sent, ()) if each.claim.op == "post" and each.claim.id in held]
    if posts and rest:
        rested(session, posts, now + rest)
    return held


def _sent(session: Session, outcomes: list[Sent], now: datetime) -> list[Claim]:
    done = {"state": "sent", "lease_until": None, "reason": ""}
    held = moved(session, [each.claim for each in outcomes], ("sending", "uncertain"), now, **done)
    known = {each.claim.id: each for each in outcomes}
    posts = [known[claim.id] for claim in held if claim.op == "post"]
    if posts:
        posted(session, [(each.claim, each.channel, each.ts) for each in posts], now)
        _attach(session, [each.claim for each in posts if each.files], now)
    for claim in held:
        if claim.op == "delete":
            _forget_post(session, claim, now)
    return held


def _attach(session: Session, posts: Sequence[Claim], now: datetime) -> None:
    fixed = {"op": "attach", "state": "pending", "urgency": FILES_URGENCY, "attempts": 0, "reason": ""}
    times = {"not_before": now, "changed_at": now}
    rows = [{"workspace": p.workspace, "message_id": p.message_id, "recipient_id": p.recipient_id} for p in posts]
    if rows:
        session.connection().execute(insert(OutboxRow), [fixed | times | row for row in rows])


def _again(session: Session, outcomes: list[Again], now: datetime) -> list[Claim]:
    held = []
    for each in outcomes:
        held += again(session, each.claim, ON_THE_WAY, each.at, now)
        if each.claim.op != "attach":
            rested(session, [each.claim], each.at)
    return held


def _later(session: Session, outcomes: list[Later], now: datetime) -> list[Claim]:
    return [claim for each in outcomes for claim in again(session, each.claim, ON_THE_WAY, each.at, now, each.reason)]


def _unsure(session: Session, outcomes: list[Unsure], now: datetime) -> list[Claim]:
    return [claim for each in outcomes for claim in doubt(session, each.claim, each.at, now)]


def _failed(session: Session, outcomes: list[Failed], now: datetime) -> list[Claim]:
    return [claim for each in outcomes for claim in _ended(session, each.claim, "failed", each.reason, now)]


def _cancelled(session: Session, outcomes: list[Cancelled], now: datetime) -> list[Claim]:
    return [claim for each in outcomes for claim in _ended(session, each.claim, "cancelled", each.reason, now)]


_STEPS: dict[type, Any] = {
    Sent: _sent,
    Again: _again,
    Later: _later,
    Unsure: _unsure,
    Failed: _failed,
    Cancelled: _cancelled,
}


def again(session: Session, claim: Claim, states: Sequence[str], at: datetime, now: datetime, reason: str = "") -> list[Claim]:
    """Back to pending; an edit that another edit has overtaken is dropped."""

    def wait() -> list[Claim]:
        return moved(session, [claim], states, now, state="pending", lease_until=None, not_before=at, reason=reason)

    def drop() -> list[Claim]:
        return moved(session, [claim], states, now, state="cancelled", lease_until=None, reason=OVERTAKEN)

    return unless_overtaken(session, wait, drop) if claim.op == "update" else wait()


def doubt(session: Session, claim: Claim, at: datetime, now: datetime) -> list[Claim]:
    """A post in doubt is looked up, and files; what may be done twice is done again from `at`."""
    if claim.op not in ("post", "attach"):
        return again(session, claim, ("sending",), at, now)
    return moved(session, [claim], ("sending",), now, state="uncertain", lease_until=None, not_before=now)


def _ended(session: Session, claim: Claim, state: str, reason: str, now: datetime) -> list[Claim]:
    held = moved(session, [claim], IN_FLIGHT, now, state=state, lease_until=None, reason=reason)
    if held and claim.op == "post":
        drop_waiting(session, [claim.message_id], f"the message was {state}", now)
    return held


def _forget_post(session: Session, claim: Claim, now: datetime) -> None:
    """It stands in Slack no more: nothing is edited there again."""
    row = OutboxRow
    post = update(row).where(row.message_id == claim.message_id, row.op == "post", row.state == "sent")
    session.connection().execute(post.values(state="cancelled", reason="deleted in Slack", changed_at=now))
    session.connection().execute(update(MessageRow).where(MessageRow.id == claim.message_id).values(ts=None))
    drop_waiting(session, [claim.message_id], "the message was deleted", now)
