"""A message as it reads at this instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import String, bindparam, select

from storage.asking import WORKSPACE
from storage.errors import NotFound
from storage.models import MessageRow, NoticeRow
from storage.notices.items import items
from storage.notices.kinds import EVERY, ROUTINE, SESSION_AHEAD
from storage.views import ItemView, MessageView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_ID = bindparam("message", type_=String())
_MESSAGE = select(MessageRow).where(MessageRow.workspace == WORKSPACE, MessageRow.id == _ID)
_NOTICES = select(NoticeRow).where(NoticeRow.workspace == WORKSPACE, NoticeRow.message_id == _ID)


def render(work: UnitOfWork, message_id: str, *, is_posted: bool) -> MessageView:
    """With every item where it has been posted, so that an edit shows what is done; else with what is still true.

    What is of a kind that only a newer version knows is not ours to drop. Raises LookupError where nothing else is to say, or
    an edit would take it away; a post goes with what we know, `is_part` of it.
    """
    closed = envelope(work, message_id)
    notices = sorted(work.session.scalars(_NOTICES, {"workspace": work.workspace, "message": message_id}), key=_rank)
    known = [notice for notice in notices if notice.kind in EVERY]
    # Of two notices about one thing the later says it all.
    latest = {notice.subject: notice for notice in known}
    shown = items(work, list(latest.values()))
    to_say = [item for item in shown if is_posted or _is_to_say(item, closed.on)]
    is_part = len(known) < len(notices)
    if is_part and (is_posted or not to_say):
        raise LookupError("a kind of notice that this version does not know")
    return replace(closed, items=tuple(sorted(to_say, key=_urgency)), is_part=is_part)


def envelope(work: UnitOfWork, message_id: str) -> MessageView:
    """Whose it is, of which day and where it stands, without a line of it."""
    row = work.session.scalar(_MESSAGE, {"workspace": work.workspace, "message": message_id})
    if row is None:
        raise NotFound
    return MessageView(
        id=row.id,
        workspace=row.workspace,
        recipient=work.people.must_get(row.recipient_id),
        kind=row.kind,
        on=row.day_on,
        items=(),
        channel=row.channel,
        ts=row.ts,
    )


def _is_to_say(item: ItemView, on: date) -> bool:
    """Not what is done; nor, to somebody who was away, of a session ahead that is behind."""
    is_behind = item.notice_kind == SESSION_AHEAD and item.booked_on is not None and item.booked_on < on
    return not item.is_done and not is_behind


def _rank(notice: NoticeRow) -> tuple[datetime, int, int]:
    """In order of time, and of one moment in order of the ladder."""
    return (notice.at, ROUTINE.index(notice.kind) if notice.kind in ROUTINE else len(ROUTINE), notice.rung)


def _urgency(item: ItemView) -> tuple[bool, str, bool, str]:
    """What is still to be done comes first, and of that what was due first: people before cases."""
    due = item.obligation.due_on.isoformat() if item.obligation else ""
    return (item.is_done, due, item.case_ref is not None, item.case_ref or item.person.name)
