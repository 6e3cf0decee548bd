"""Messages already sent are edited when what they tell of ends or changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, delete, select, update

from storage.asking import IDS, WORKSPACE
from storage.dialects import insert_new
from storage.models import MessageRow, NoticeRow, OutboxRow
from storage.notices.kinds import EDIT_URGENCY

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

EDITED_FOR = timedelta(days=60)
"""Older messages are left as they are."""
CHUNK = 500
WAITED_FOR = timedelta(days=7)
NO_ACCOUNT = "no Slack account"
"""The reason a sender gives when the recipient has none."""
POSTED = ("leased", "sending", "uncertain", "sent")
"""States of a post in which its text may be settled already."""
_MENTIONING = select(NoticeRow.message_id).where(NoticeRow.workspace == WORKSPACE, NoticeRow.subject.in_(IDS))
_POSTED = (
    select(MessageRow.id, MessageRow.recipient_id)
    .join(OutboxRow, OutboxRow.message_id == MessageRow.id)
    .where(MessageRow.workspace == WORKSPACE, MessageRow.id.in_(IDS), MessageRow.day_on >= bindparam("since", type_=Date()))
    .where(OutboxRow.op == "post", OutboxRow.state.in_(POSTED))
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
    found = work.ask(_POSTED, ids=list(message_ids), since=work.today - EDITED_FOR)
    insert_new(work.session, OutboxRow, [fixed | times | {"message_id": m, "recipient_id": to} for m, to in found])


def revive_unreached(work: UnitOfWork, person_id: str) -> None:
    """Somebody without a Slack account has one now: what could not be sent in the last days goes out."""
    recent = select(MessageRow.id).where(
        MessageRow.workspace == work.workspace,
        MessageRow.recipient_id == person_id,
        MessageRow.day_on >= work.today - WAITED_FOR,
    )
    unreached = OutboxRow.op == "post", OutboxRow.state == "failed", OutboxRow.reason == NO_ACCOUNT
    again = update(OutboxRow).where(OutboxRow.message_id.in_(recent), *unreached)
    work.session.execute(again.values(state="pending", reason="", changed_at=work.now))


def withdraw(work: UnitOfWork, obligation_id: str, still: Collection[tuple[str, int, str]]) -> None:
    """Forget unsent notices of an obligation that its ladder no longer holds; `still` is (kind, rung, recipient)."""
    waiting = select(OutboxRow.message_id).where(OutboxRow.op == "post", OutboxRow.state == "pending")
    row = NoticeRow
    unsent = select(row.id, row.kind, row.rung, row.recipient_id).where(
        row.workspace == work.workspace, row.obligation_id == obligation_id, row.kind != "raised", row.message_id.in_(waiting)
    )
    stale = [
        notice.id for notice in work.session.execute(unsent) if (notice.kind, notice.rung, notice.recipient_id) not in still
    ]
    if stale:
        work.session.execute(delete(row).where(row.id.in_(stale)))
