"""Messages already sent are edited when what they tell of ends or changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, literal_column, or_, select, update

from storage.asking import WORKSPACE, among
from storage.dialects import held, insert_new
from storage.models import MessageRow, NoticeRow, OutboxRow
from storage.notices.kinds import EDIT_URGENCY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.unit import UnitOfWork

EDITED_FOR = timedelta(days=60)
"""Older messages are left as they are."""
CHUNK = 500
WAITED_FOR = timedelta(days=7)
NO_ACCOUNT = "no Slack account"
"""The reason a sender gives when the recipient has none."""
POSTED = ("leased", "sending", "uncertain", "sent")
"""States of a post in which its text may be settled already."""
# Words in the statement, not parameters: only so does a database see that its indexes of some rows will do.
_PENDING: Any = literal_column("'pending'")
_POST: Any = literal_column("'post'")
_WAITING_POSTS, _WAITING_EDITS = [
    held(select(OutboxRow.message_id), OutboxRow)
    .where(among(OutboxRow.message_id), OutboxRow.op == literal_column(f"'{op}'"), OutboxRow.state == _PENDING)
    .order_by(OutboxRow.id)
    for op in ("post", "update")
]
_RECENT_POSTS = (
    held(select(OutboxRow.id), OutboxRow)
    .join(MessageRow, MessageRow.id == OutboxRow.message_id)
    .where(MessageRow.workspace == WORKSPACE, MessageRow.recipient_id == bindparam("person"))
    .where(MessageRow.day_on >= bindparam("since", type_=Date()), OutboxRow.op == _POST)
    .order_by(OutboxRow.id)
)
_MENTIONING = select(NoticeRow.message_id).where(NoticeRow.workspace == WORKSPACE, among(NoticeRow.subject))
_POSTED = (
    select(MessageRow.id, MessageRow.recipient_id)
    .join(OutboxRow, OutboxRow.message_id == MessageRow.id)
    .where(MessageRow.workspace == WORKSPACE, among(MessageRow.id), MessageRow.day_on >= bindparam("since", type_=Date()))
    .where(OutboxRow.op == _POST, OutboxRow.state.in_((*POSTED, "pending")))
    # Where it was posted is forgotten with whoever was erased: it stays as it is.
    .where(or_(OutboxRow.state != literal_column("'sent'"), MessageRow.ts.is_not(None)))
    .order_by(MessageRow.day_on, MessageRow.recipient_id)
)


def touch(work: UnitOfWork, subjects: Collection[str]) -> None:
    """These obligations, decisions or absences have changed: the messages that mention them get an edit each."""
    every = list(subjects)
    for start in range(0, len(every), CHUNK):
        edit(work, {row.message_id for row in work.ask(_MENTIONING, ids=every[start : start + CHUNK])})


def edit(work: UnitOfWork, message_ids: Collection[str]) -> None:
    """Queue one edit a message, unless one waits already; what is not sent yet needs none, as it is rendered when sent."""
    if not message_ids:
        return
    fixed = {"workspace": work.workspace, "op": "update", "state": "pending", "attempts": 0, "reason": ""}
    times = {"not_before": work.now, "changed_at": work.now, "urgency": EDIT_URGENCY}
    ids = list(message_ids)
    # Whoever claims one of these would render it as things stand without us. We hold what nobody has claimed, until our
    # change is there to be seen, and wait for whoever is claiming: then what is pending and not ours needs an edit too.
    posts = {row.message_id for row in work.ask(_WAITING_POSTS, ids=ids)}
    ids = [each for each in ids if each not in posts]
    if not ids:
        return
    work.ask(_WAITING_EDITS, ids=ids)
    found = work.ask(_POSTED, ids=ids, since=work.today - EDITED_FOR).all()
    insert_new(work.session, OutboxRow, [fixed | times | {"message_id": m, "recipient_id": to} for m, to in found])


def drop_waiting(session: Session, message_ids: Collection[str], reason: str, now: datetime) -> None:
    """Cancel what waits to be done to messages that will never be there."""
    row = OutboxRow
    waiting = update(row).where(row.message_id.in_(message_ids), row.state == "pending", row.op != "post")
    session.connection().execute(waiting.values(state="cancelled", reason=reason, changed_at=now))


def revive_unreached(work: UnitOfWork, person_id: str) -> None:
    """Somebody without a Slack account has one now: what could not be sent in the last days goes out."""
    # Held whatever their state, so that a sender who is giving one up just now is waited for.
    recent = [row.id for row in work.ask(_RECENT_POSTS, person=person_id, since=work.today - WAITED_FOR)]
    again = update(OutboxRow).where(OutboxRow.id.in_(recent), OutboxRow.state == "failed", OutboxRow.reason == NO_ACCOUNT)
    work.session.execute(again.values(state="pending", reason="", changed_at=work.now))
