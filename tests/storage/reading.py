"""What has been queued and sent, read plainly."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from storage.models import MessageRow, NoticeRow, OutboxRow
from storage.outbox import Claim, Outbox
from storage.store import Store
from storage.views import MessageView
from tests.storage.council import at


@dataclass(frozen=True)
class Sent:
    """One call a sender made."""

    op: str
    to: str
    kind: str
    lines: tuple[str, ...]


def lines(view: MessageView) -> tuple[str, ...]:
    """Each item: its notice, whom or what it is about, and how it ended."""
    shown = []
    for item in view.items:
        about = item.case_ref or item.person.id
        shown.append(f"{item.notice_kind} {about}" + (f" {item.closed_how}" if item.closed_how else ""))
    return tuple(shown)


def send(store: Store, now: str | datetime) -> list[Sent]:
    """Send everything that may go, as a sender would, every call answered; nobody rests between two messages."""
    moment = at(now) if isinstance(now, str) else now
    outbox = Outbox(store, rest=timedelta(0))
    calls: list[Sent] = []
    while claims := outbox.sending(outbox.claim(moment), moment):
        calls += [each for claim in claims if (each := _send(outbox, claim, moment))]
    return calls


def _send(outbox: Outbox, claim: Claim, now: datetime) -> Sent | None:
    view = outbox.message(claim, now)
    if view is None:
        return None
    assert outbox.sent(claim, f"D{claim.recipient_id}", f"{claim.message_id}", now)
    return Sent(claim.op, view.recipient.id, view.kind, lines(view))


def queued(store: Store) -> Counter[tuple[str, str]]:
    """Recipient and kind of every notice."""
    with store.reading() as session:
        return Counter((row.recipient_id, row.kind) for row in session.scalars(select(NoticeRow)))


def states(store: Store, op: str = "post") -> dict[str, str]:
    """The state of each post (or edit), by recipient and kind of message; of several alike, of the last."""
    with store.reading() as session:
        rows = session.execute(
            select(MessageRow.recipient_id, MessageRow.kind, OutboxRow.state)
            .join(OutboxRow, OutboxRow.message_id == MessageRow.id)
            .where(OutboxRow.op == op)
            .order_by(OutboxRow.id)
        )
        return {f"{to} {kind}": state for to, kind, state in rows}
