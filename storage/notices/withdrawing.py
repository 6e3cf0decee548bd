"""Notices that wait and are no longer to be told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, literal_column, select

from storage.asking import WORKSPACE, among
from storage.dialects import held
from storage.models import NoticeRow, OutboxRow
from storage.notices.kinds import EVERY

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

CHUNK = 500
_TOLD = select(
    NoticeRow.id,
    NoticeRow.obligation_id,
    NoticeRow.kind,
    NoticeRow.rung,
    NoticeRow.recipient_id,
    NoticeRow.instead_of_id,
    NoticeRow.at,
)
# Their posts are held, so that nobody claims one while it is decided whether it has anything to say.
_UNSENT = (
    held(_TOLD, OutboxRow)
    .join(OutboxRow, OutboxRow.message_id == NoticeRow.message_id)
    .where(NoticeRow.workspace == WORKSPACE, among(NoticeRow.obligation_id), NoticeRow.kind != "raised")
    .where(OutboxRow.op == literal_column("'post'"), OutboxRow.state == literal_column("'pending'"))
    .order_by(OutboxRow.id)
)


def withdraw(
    work: UnitOfWork, obligation_ids: Collection[str], holds: Callable[[str, tuple[str, int, str]], bool]
) -> dict[str, tuple[datetime, str]]:
    """Forget unsent notices that the ladder of their obligation no longer holds: `holds` is asked with kind, rung, recipient.

    What is of a kind that only a newer version knows is that one's to take back.
    Answers, by obligation, the moment and the kind of the earliest of them.
    """
    ids, stale, earliest = list(obligation_ids), [], dict[str, tuple[datetime, str]]()
    for start in range(0, len(ids), CHUNK):
        for row_id, obligation_id, kind, rung, to, instead_of, at in work.ask(_UNSENT, ids=ids[start : start + CHUNK]):
            if kind in EVERY and not holds(obligation_id, (kind, rung, instead_of or to)):
                stale.append(row_id)
                earliest[obligation_id] = min(earliest.get(obligation_id, (at, kind)), (at, kind))
    forget(work, stale)
    return earliest


def forget(work: UnitOfWork, notice_ids: Collection[str]) -> None:
    """As if they had never been queued."""
    ids = list(notice_ids)
    for start in range(0, len(ids), CHUNK):
        work.session.execute(delete(NoticeRow).where(NoticeRow.id.in_(ids[start : start + CHUNK])))
