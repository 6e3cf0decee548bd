"""Filled forms that wait for a name: whoever's it is is asked at once, and reminded while it is missing.

No policy has a figure for it: a week, and once more after two with the supervisor told, are defaults of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, bindparam, exists, func, select

from scheduling.calendar import at_nine, local_day
from storage.asking import WORKSPACE
from storage.models import AbsenceRow, DisputeRow, Instant, NoticeRow, RecordRow, RecordVersionRow
from storage.notices.kinds import STILL_TO_SIGN, TO_SIGN
from storage.notices.queue import Telling, queue
from storage.records.diary import is_here
from storage.records.lines import is_away
from storage.records.signers import signers_of
from storage.records.tocorrect import TO_CORRECT
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
    return asked_of(work, [record])[record.id]


def asked_of(work: UnitOfWork, records: Collection[RecordView]) -> dict[str, dict[str, Person | None]]:
    """The same of several, by record, in five statements."""
    supervisors = work.people.supervisors_of({each.about_id for each in records})
    alone = signers_of(work, records)
    ids = {record.id: _by_capacity(record, supervisors, alone.get(record.id)) for record in records}
    people = work.people.by_id({each for found in ids.values() for each in found.values() if each})
    return {
        record_id: {capacity: people.get(each or "") for capacity, each in found.items()} for record_id, found in ids.items()
    }


def _by_capacity(record: RecordView, supervisors: Mapping[str, str], alone: Mapping[str, str] | None) -> dict[str, str | None]:
    if alone is not None:
        return {capacity: each for each, capacity in alone.items() if capacity in record.missing}
    own = FORMS[record.form].own
    return {each: record.about_id if each == own else supervisors.get(record.about_id) for each in record.missing}


def ask(work: UnitOfWork, record: RecordView, viewer: Person) -> None:
    """Whoever's name is missing is told at once that there is something to read and sign."""
    told = {each.id for each in asked(work, record).values() if each and is_here(each, work.today)} - {viewer.id}
    queue(work, [Telling(TO_SIGN, to, work.now, rung=record.version, about_id=record.id) for to in sorted(told)])


def remind(work: UnitOfWork) -> int:
    """With this morning's messages; for the night. Answers how many reminders were new.

    Nobody is reminded who has left, or while they are away; nor of what is said not to be right until that is decided. What
    was decided to be corrected waits for whoever is to correct it, and for nobody's name.
    """
    waiting = work.ask(_WAITING, before=work.now - timedelta(days=REMINDED_AFTER[0] - 1)).all()
    number = 0
    for start in range(0, len(waiting), CHUNK):
        number += queue(work, _reminders(work, waiting[start : start + CHUNK]))
    return number


def _reminders(work: UnitOfWork, waiting: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Telling]:
    records = work.written.by_id([row.id for row in waiting])
    names = asked_of(work, records.values())
    correctors = work.disputes.correctors([row.id for row in waiting])
    supervisors = work.people.supervisors_of({each.about_id for each in records.values()})
    away = _away(work)
    at = at_nine(work.today)
    for row in waiting:
        days = (work.today - local_day(max(filter(None, (row.written_at, row.settled_at))))).days
        if days < REMINDED_AFTER[0]:
            continue
        record, reminder = records[row.id], LAST if days >= REMINDED_AFTER[LAST] else 0
        wanted = [correctors[row.id]] if row.id in correctors else names[row.id].values()
        told = {each.id for each in wanted if each and is_here(each, work.today) and each.id not in away}
        if told and reminder == LAST:
            told |= {supervisors[record.about_id]} if record.about_id in supervisors else set()
        rung = rung_of(record.version, reminder)
        yield from (Telling(STILL_TO_SIGN, to, at, rung, about_id=record.id) for to in sorted(told))


def _away(work: UnitOfWork) -> set[str]:
    away = AbsenceRow
    query = select(away.person_id).where(away.workspace == work.workspace, is_away(away, work.today))
    return set(work.session.scalars(query))


def _waiting() -> Select[str, datetime, datetime | None]:
    """Those that wait for a week or more, of which the last reminder has not been given; with when they began to wait."""
    row, version, notice, dispute = RecordRow, RecordVersionRow, NoticeRow, DisputeRow
    settled = select(func.max(dispute.settled_at)).where(dispute.workspace == row.workspace, dispute.record_id == row.id)
    last = row.version * len(REMINDED_AFTER) + LAST  # as `rung_of` has it
    said = exists().where(
        notice.workspace == row.workspace, notice.subject == row.id, notice.kind == STILL_TO_SIGN, notice.rung == last
    )
    return (
        select(row.id, version.written_at, settled.scalar_subquery().label("settled_at"))
        .join(version, (version.record_id == row.id) & (version.number == row.version))
        .where(row.workspace == WORKSPACE, row.content_erased_on.is_(None), ~said)
        .where((row.state == "open") | ((row.state == "signed") & row.id.in_(TO_CORRECT)))
        .where(version.written_at <= bindparam("before", type_=Instant()))
        .order_by(version.written_at, row.id)
    )


_WAITING = _waiting()
