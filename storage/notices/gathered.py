"""What others asked of somebody after their morning message had gone: edited into it, and said with the next if still open.

An edit disturbs nobody, so it may not be seen; nothing is lost by it for longer than until the next working day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import MessageRow, NoticeRow
from storage.notices.items import with_items
from storage.notices.kinds import GATHERED, MORNING
from storage.notices.queue import requeue

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

LOOKED_BACK = timedelta(days=21)
"""No nights are missed for longer, or the Home tab has it."""
ON_ITS_WAY = timedelta(minutes=2)
"""What joined a message while it was being sent may not have been in it: it is said twice rather than not at all."""


def go_on(work: UnitOfWork) -> int:
    """Put what nobody was told of by a message into the next morning's; for the night. Answers how many."""
    row, message = NoticeRow, MessageRow
    query = (
        select(row, message.sent_at)
        .join(message, message.id == row.message_id)
        .where(row.workspace == work.workspace, row.kind.in_(GATHERED), row.at >= work.now - LOOKED_BACK)
        .where(message.kind == MORNING, message.sent_at.is_not(None), message.day_on >= work.today - LOOKED_BACK)
        .order_by(row.at, row.id)
    )
    unheard = [notice for notice, sent_at in work.session.execute(query) if sent_at and notice.at > sent_at - ON_ITS_WAY]
    return requeue(work, _still_open(work, unheard))


def _still_open(work: UnitOfWork, notices: Sequence[NoticeRow]) -> list[NoticeRow]:
    return [notice for notice, item in with_items(work, notices) if not item.is_done]
