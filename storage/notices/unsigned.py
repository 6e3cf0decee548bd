"""Filled forms that wait for a name: whoever's it is is asked at once, and reminded while it is missing.

No policy has a figure for it: a week, and once more after two with the supervisor told, are defaults of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, exists, func, select

from scheduling.calendar import at_nine, local_day
from storage.models import AbsenceRow, DisputeRow, NoticeRow, RecordRow, RecordVersionRow
from storage.notices.kinds import STILL_TO_SIGN, TO_SIGN
from storage.notices.queue import Telling, queue
from storage.records.lines import is_away
from storage.records.signers import signers
from storage.records.writers import FORMS
from storage.views import Person
from storage.written import RecordView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

REMINDED_AFTER = (7, 14)
"""Days since it was written, or since what was said not to be right was decided. At the last the supervisor is told too."""
LAST = len(REMINDED_AFTER) - 1
CHUNK = 500


def rung_of(version: int, reminder: int) -> int:
    """What names a reminder: a corrected record is reminded of anew."""
    return version * len(REMINDED_AFTER) + reminder


def version_of(rung: int) -> int:
    """The version a reminder is about."""
    return rung // len(REMINDED_AFTER)


def asked(work: UnitOfWork, record: RecordView) -> dict[str, Person | None]:
    """Whose name is missing, by capacity: whoever's file it is in, or the supervisor of today; None where there is nobody.

    What is between two people is asked of those two only.
    """
    alone = signers(work, record)
    if alone is not None:
        return {capacity: work.people.get(each) for each, capacity in alone.items() if capacity in record.missing}
    own = FORMS[record.form].own
    found: dict[str, Person | None] = {}
    for each in record.missing:
        found[each] = work.people.get(record.about_id) if each == own else work.people.supervisor_of(record.about_id)
    return found


def ask(work: UnitOfWork, record: RecordView, viewer: Person) -> None:
    """Whoever's name is missing is told at once that there is something to read and sign."""
    told = {each.id for each in asked(work, record).values() if each} - {viewer.id}
    queue(work, [Telling(TO_SIGN, to, work.now, rung=record.version, about_id=record.id) for to in sorted(told)])


def remind(work: UnitOfWork) -> int:
    """With this morning's messages; for the night. Answers how many reminders were new.

    Nobody is reminded who has left, or while they are away; nor of what is said not to be right until that is decided.
    """
    waiting = work.session.execute(_waiting(work)).all()
    number = 0
    for start in range(0, len(waiting), CHUNK):
        number += queue(work, _reminders(work, waiting[start : start + CHUNK]))
    return number


def _reminders(work: UnitOfWork, waiting: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Telling]:
    records = work.written.by_id([row.id for row in waiting])
    at = at_nine(work.today)
    for row in waiting:
        days = (work.today - local_day(max(filter(None, (row.written_at, row.settled_at))))).days
        if days < REMINDED_AFTER[0]:
            continue
        record, reminder = records[row.id], LAST if days >= REMINDED_AFTER[LAST] else 0
        names = [each for each in asked(work, record).values() if each and _can_sign(work, each)]
        told = {each.id for each in names}
        if told and reminder == LAST:
            supervisor = work.people.supervisor_of(record.about_id)
            told |= {supervisor.id} if supervisor else set()
        rung = rung_of(record.version, reminder)
        yield from (Telling(STILL_TO_SIGN, to, at, rung, about_id=record.id) for to in sorted(told))


def _can_sign(work: UnitOfWork, person: Person) -> bool:
    """They work here and are not away."""
    if person.left_on is not None and person.left_on <= work.today:
        return False
    away = AbsenceRow
    mine = (away.workspace == work.workspace, away.person_id == person.id, is_away(away, work.today))
    return work.session.scalar(select(away.id).where(*mine).limit(1)) is None


def _waiting(work: UnitOfWork) -> Select[str, datetime, datetime | None]:
    """Those not signed for a week or more, of which the last reminder has not been given; with when they began to wait."""
    row, version, notice, dispute = RecordRow, RecordVersionRow, NoticeRow, DisputeRow
    settled = select(func.max(dispute.settled_at)).where(dispute.workspace == row.workspace, dispute.record_id == row.id)
    last = row.version * len(REMINDED_AFTER) + LAST  # as `rung_of` has it
    said = exists().where(
        notice.workspace == row.workspace, notice.subject == row.id, notice.kind == STILL_TO_SIGN, notice.rung == last
    )
    return (
        select(row.id, version.written_at, settled.scalar_subquery().label("settled_at"))
        .join(version, (version.record_id == row.id) & (version.number == row.version))
        .where(row.workspace == work.workspace, row.state == "open", ~said)
        .where(version.written_at <= work.now - timedelta(days=REMINDED_AFTER[0] - 1))
        .order_by(version.written_at, row.id)
    )
