"""Messages already sent are edited when what they tell of ends or changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from storage.dialects import insert_new
from storage.models import MessageRow, NoticeRow, OutboxRow

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


def touch(work: UnitOfWork, subjects: Collection[str]) -> None:
    """These obligations, decisions or absences have changed: the messages that mention them get an edit each."""
    every, row = list(subjects), NoticeRow
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        mentioned = select(row.message_id).where(row.workspace == work.workspace, row.subject.in_(some))
        edit(work, set(work.session.scalars(mentioned)))


def edit(work: UnitOfWork, message_ids: Collection[str]) -> None:
    """Queue one edit a message, unless one waits already; what is not sent yet needs none, as it is rendered when sent."""
    if not message_ids:
        return
    row = MessageRow
    posted = (
        select(row.id, row.recipient_id)
        .join(OutboxRow, OutboxRow.message_id == row.id)
        .where(row.workspace == work.workspace, row.id.in_(message_ids), row.day_on >= work.today - EDITED_FOR)
        .where(OutboxRow.op == "post", OutboxRow.state.in_(POSTED))
        .order_by(row.day_on, row.recipient_id)
    )
    fixed = {"workspace": work.workspace, "op": "update", "state": "pending", "attempts": 0, "reason": ""}
    times = {"not_before": work.now, "changed_at": work.now}
    found = work.session.execute(posted)
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
