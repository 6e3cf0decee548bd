"""Messages that could not go on their day: what they still have to say goes with the next, and says so as of that day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, func, literal_column, select, update

from scheduling.calendar import at_nine, days_after, local_day
from scheduling.rhythm import Rhythm
from storage.dialects import held
from storage.models import MessageRow, NoticeRow, ObligationRow, OutboxRow
from storage.notices.edits import drop_waiting, edit
from storage.notices.hours import rhythms, sends_at
from storage.notices.kinds import AT_ONCE, EDIT_URGENCY, MORNING
from storage.notices.silent import CARRIED, EMPTY, is_silent, morning_after

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.unit import UnitOfWork

BATCH = 100


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A post nobody has claimed."""

    row_id: int
    message_id: str
    recipient_id: str
    kind: str
    day_on: date
    not_before: datetime


def overdue_before(now: datetime) -> datetime:
    """What should have gone before this may have missed its day: in working hours that is this morning."""
    opens_at = Rhythm().routine_at(now, now)
    return at_nine(local_day(now)) if opens_at <= now else now


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Posts that may have waited past their day, or past the hours of their recipient."""
    row = OutboxRow
    pending = (row.state == literal_column("'pending'")) & (row.op == literal_column("'post'"))
    return pending & (row.urgency < EDIT_URGENCY) & (row.not_before < overdue_before(now))


def carry_over(work: UnitOfWork) -> int:
    """Re-date some of what has waited past its day. Answers how many messages: some may be one with another now."""
    return _carry(work, _found(work, is_overdue(work.now)))


def retime(work: UnitOfWork, person_id: str, *, sooner: bool = False) -> None:
    """They live in another zone now: what waits for them goes on its day in their hours there.

    `sooner`: they work on other days, or are back on another: it goes on the first day it may.
    """
    pending = OutboxRow.state == literal_column("'pending'")
    theirs = pending & (OutboxRow.op == literal_column("'post'")) & (OutboxRow.recipient_id == person_id)
    waiting = [each for each in _found(work, theirs) if each.kind not in AT_ONCE]
    _carry(work, waiting, moves=True, sooner=sooner)


def ahead_in(session: Session, now: datetime) -> list[str]:
    """The workspaces in which a post waits by a clock that was ahead: it was changed at a moment that has not come yet."""
    row = OutboxRow
    return list(session.scalars(select(row.workspace).where(_is_ahead(now)).distinct().order_by(row.workspace)))


def set_right(work: UnitOfWork) -> tuple[int, bool]:
    """Some of these go on the first day they may from the one they were meant for. Answers how many, and whether that is all.

    A month ahead for a minute of the evening, a clock puts this morning's messages off by a month.
    """
    waiting = _found(work, _is_ahead(work.now))
    number = _carry(work, [each for each in waiting if each.kind not in AT_ONCE], moves=True, sooner=True)
    seen = OutboxRow.id.in_([each.row_id for each in waiting]), OutboxRow.changed_at > work.now
    work.session.execute(update(OutboxRow).where(*seen).values(changed_at=work.now))
    return number, len(waiting) < BATCH


def _is_ahead(now: datetime) -> ColumnElement[bool]:
    row = OutboxRow
    pending = (row.state == literal_column("'pending'")) & (row.op == literal_column("'post'"))
    return pending & (row.changed_at > now)


def _found(work: UnitOfWork, which: ColumnElement[bool]) -> Sequence[_Waiting]:
    row = OutboxRow
    query = (
        select(row.id, row.message_id, row.recipient_id, MessageRow.kind, MessageRow.day_on, row.not_before)
        .join(MessageRow, MessageRow.id == row.message_id)
        .where(row.workspace == work.workspace, which)
        .order_by(row.not_before, row.id)
        .limit(BATCH)
    )
    return [_Waiting(*each) for each in work.session.execute(held(query, row))]


def _carry(work: UnitOfWork, waiting: Sequence[_Waiting], *, moves: bool = False, sooner: bool = False) -> int:
    """Put each on the day it goes now, where that is another. `moves`: its hour may have become another too."""
    rhythm = rhythms(work, work.people.by_id({each.recipient_id for each in waiting}))
    named = _named(work, waiting) if sooner else {each.message_id: at_nine(each.day_on) for each in waiting} if moves else {}
    together: dict[tuple[datetime, date, date], list[_Waiting]] = {}
    silent = _silent(work, waiting)
    for each in waiting:
        theirs = rhythm[each.recipient_id]
        meant = named.get(each.message_id, work.now)
        when = sends_at(each.kind, meant, work.now, theirs)
        while each.kind == MORNING and (each.recipient_id, theirs.today(when)) in silent:
            when = meant = morning_after(theirs.today(when), work.now, theirs)
        day_on = theirs.today(when)
        true_on = theirs.today(sends_at(each.kind, meant, work.now, theirs.usual))
        if day_on != each.day_on or (moves and when != each.not_before):
            together.setdefault((when, day_on, true_on), []).append(each)
    return sum(_put_on(work, every, *days) for days, every in together.items())


def _named(work: UnitOfWork, waiting: Sequence[_Waiting]) -> dict[str, datetime]:
    """For when the first of what each message tells was meant."""
    row = NoticeRow
    query = select(row.message_id, func.min(row.at)).where(row.message_id.in_([each.message_id for each in waiting]))
    return dict(work.session.execute(query.group_by(row.message_id)).all())


def _silent(work: UnitOfWork, waiting: Sequence[_Waiting]) -> set[tuple[str, date]]:
    """The mornings of these people, lately and to come, whose message tells nobody any more: nothing is put into it."""
    row, post, people = MessageRow, OutboxRow, {each.recipient_id for each in waiting if each.kind == MORNING}
    query = (
        select(row.recipient_id, row.day_on, post.state, post.reason)
        .join(post, and_(post.message_id == row.id, post.op == literal_column("'post'")))
        .where(row.workspace == work.workspace, row.kind == MORNING, row.recipient_id.in_(people))
        .where(row.day_on >= days_after(work.today, -1), post.state.in_(("failed", "cancelled")))
    )
    found = work.session.execute(query) if people else ()
    return {(to, on) for to, on, state, reason in found if is_silent(state, reason)}


def _put_on(work: UnitOfWork, waiting: Sequence[_Waiting], when: datetime, day_on: date, true_on: date) -> int:
    """Each on that day: a morning message into the one of that day, where that person has one."""
    there, joins, stays = _mornings(work, waiting, day_on), [], list[_Waiting]()
    for each in waiting:
        into = there.setdefault(each.recipient_id, each.message_id) if each.kind == MORNING else each.message_id
        if into == each.message_id:
            stays.append(each)
        else:
            joins.append((each, into))
    taken = _take(work, stays, not_before=when, due_at=None)
    work.session.execute(update(MessageRow).where(MessageRow.id.in_(taken)).values(day_on=day_on))
    gone = _take(work, [each for each, _ in joins], state="cancelled", reason=CARRIED)
    # An edit queued while such a post was on its way would wait for a message that is never there.
    drop_waiting(work.session, gone, CARRIED, work.now)
    _drop_untrue(work, taken | gone, true_on)
    for each, into in joins:
        if each.message_id in gone:
            work.session.execute(update(NoticeRow).where(NoticeRow.message_id == each.message_id).values(message_id=into))
            _speak_again(work, into)
    return len(taken) + len(gone)


def _take(work: UnitOfWork, waiting: Sequence[_Waiting], **step: Any) -> set[str]:
    """Take the step with those nobody has claimed meanwhile. Answers their messages."""
    row = OutboxRow
    still = update(row).where(row.id.in_([each.row_id for each in waiting]), row.state == "pending").returning(row.message_id)
    return set(work.session.connection().execute(still.values(changed_at=work.now, **step)).scalars())


def _mornings(work: UnitOfWork, waiting: Sequence[_Waiting], day_on: date) -> dict[str, str]:
    """The morning messages these people have that day already, by person."""
    row, people = MessageRow, {each.recipient_id for each in waiting if each.kind == MORNING}
    query = select(row.recipient_id, row.id).where(
        row.workspace == work.workspace, row.kind == MORNING, row.day_on == day_on, row.recipient_id.in_(people)
    )
    return {row.recipient_id: row.id for row in work.session.execute(query)}


def _speak_again(work: UnitOfWork, message_id: str) -> None:
    """What joins a message that had nothing to say is said; what joins one that was posted is edited into it."""
    ended = OutboxRow.message_id == message_id, OutboxRow.op == "post", OutboxRow.state == "cancelled"
    empty = OutboxRow.reason.in_(EMPTY)
    work.session.execute(update(OutboxRow).where(*ended, empty).values(state="pending", reason="", changed_at=work.now))
    edit(work, [message_id])


def _drop_untrue(work: UnitOfWork, message_ids: Collection[str], on: date) -> None:
    """A reminder whose day has passed, and the last day in time after it, are said no more."""
    row = NoticeRow
    past = select(row.id, row.kind, row.at, ObligationRow.due_on).join(ObligationRow, ObligationRow.id == row.obligation_id)
    query = past.where(row.message_id.in_(message_ids), row.kind.in_(("upcoming", "last_day")))
    gone = [
        notice_id
        for notice_id, kind, at, due_on in work.session.execute(query)
        if (kind == "upcoming" and due_on < on) or (kind == "last_day" and local_day(at) != on)
    ]
    if gone:
        work.session.execute(delete(row).where(row.id.in_(gone)))
