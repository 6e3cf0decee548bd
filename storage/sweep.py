"""What has come due since the last look, put into messages. Its cost follows what is due, not what exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, func, literal_column, select, true

from storage.dialects import locked
from storage.index import rows, stored
from storage.index.climbing import next_rung
from storage.models import AbsenceRow, ObligationRow, OutboxRow, PersonRow, SettingRow
from storage.nights import DERIVED_ON, is_missed
from storage.notices import cover
from storage.notices.carrying import BATCH as CARRIED_BATCH
from storage.notices.carrying import carry_over, is_overdue
from storage.notices.hours import mornings
from storage.notices.telling import tell, unsaid
from storage.rederive import make_good
from storage.stopping import Told, not_told, stop_if

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork

BATCH = 200
_EVERY = true()
_PENDING = OutboxRow.state == literal_column("'pending'")


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did."""

    looked_at: int
    """Obligations whose next notice had come due."""
    notices: int
    """New ones."""


def due_workspaces(store: Store, now: datetime) -> list[str]:
    """Those with something for a sweep to do, each found by a step through an index and not by reading what waits there."""
    row = ObligationRow
    with store.reading() as session:
        due = {
            *session.scalars(_stepping(row.workspace, row.next_at <= now)),
            *session.scalars(_stepping(AbsenceRow.workspace, AbsenceRow.next_at <= now)),
            *session.scalars(_stepping(OutboxRow.workspace, is_overdue(now), among=_PENDING)),
        }
        missed = {name for name, on in session.execute(_derived_on()) if is_missed(on, now, store.zone)}
        return sorted(due | missed)


def sweep(store: Store, workspace: str, now: datetime, told: Told = not_told) -> SweepReport:
    """In transactions of a few hundred obligations: others get their turn, and a death loses one batch, to be done again.

    The first of a day derives everything again, should the night have been missed. What was to go before and did not is
    re-dated first, so that what is told today joins it. Raises Busy, Unavailable; Stopped between two batches.
    """
    make_good(store, workspace, now, told)
    _carry_over(store, workspace, now, told)
    looked_at = notices = 0
    while True:
        stop_if(told)
        with store.work(workspace, now) as work:
            due = _due(work)
            notices += _tell(work, due) if due else cover.tell(work)
            work.commit()
        looked_at += len(due)
        if not due:
            return SweepReport(looked_at, notices)


def next_wake(store: Store, workspace: str) -> datetime | None:
    """The earliest moment there is something to tell or to send."""
    with store.reading() as session:
        waiting = (
            select(func.min(ObligationRow.next_at)).where(ObligationRow.workspace == workspace),
            select(func.min(AbsenceRow.next_at)).where(AbsenceRow.workspace == workspace),
            select(func.min(OutboxRow.not_before)).where(OutboxRow.workspace == workspace, OutboxRow.state == "pending"),
        )
        return min(filter(None, (session.scalar(query) for query in waiting)), default=None)


def _stepping(workspace: Any, where: Any = None, among: Any = _EVERY) -> Select[str]:
    """Its distinct values among the rows that match: from one to the next greater, whatever lies between.

    `among` are the rows of a partial index to step through.
    """
    every = select(func.min(workspace).label("name")).where(among).cte("steps", recursive=True)
    after = select(func.min(workspace)).where(among, workspace > every.c.name).scalar_subquery()
    every = every.union_all(select(after).where(every.c.name.is_not(None)))
    named = select(every.c.name).where(every.c.name.is_not(None))
    return named if where is None else named.where(exists().where(workspace == every.c.name, where))


def _derived_on() -> Select[Any]:
    """Each workspace, and the day everything in it was last derived."""
    every = _stepping(PersonRow.workspace).subquery()
    name = SettingRow.name == DERIVED_ON
    return select(every.c.name, SettingRow.value).outerjoin(SettingRow, (SettingRow.workspace == every.c.name) & name)


def _carry_over(store: Store, workspace: str, now: datetime, told: Told) -> None:
    """Nothing is asked of the writer where nothing has waited past its day."""
    with store.reading() as session:
        if session.scalar(select(OutboxRow.id).where(OutboxRow.workspace == workspace, is_overdue(now)).limit(1)) is None:
            return
    carried = CARRIED_BATCH
    while carried == CARRIED_BATCH:
        stop_if(told)
        with store.work(workspace, now) as work:
            carried = carry_over(work)
            work.commit()


def _due(work: UnitOfWork) -> Sequence[ObligationRow]:
    row = ObligationRow
    query = select(row).where(row.workspace == work.workspace, row.next_at <= work.now).order_by(row.next_at).limit(BATCH)
    return work.session.scalars(locked(query)).all()


def _tell(work: UnitOfWork, due: Sequence[ObligationRow]) -> int:
    """Derive these again, so that nothing is said that a fact has overtaken, then queue what their ladders have to say."""
    ids, people = [row.id for row in due], {row.person_id for row in due if row.case_ref is None}
    fresh = work.index.refresh(people=people, cases={row.case_ref for row in due if row.case_ref})
    moments = stored.moments(work, ids)
    owed = {row_id: (fresh.owed[row_id], moments[row_id].swept_at) for row_id in ids if row_id in fresh.owed}
    said, hours = list(unsaid(work, fresh.view, owed)), mornings(work)
    rows.put(
        work,
        [
            {"row_id": row_id, "next_at": next_rung(fresh.view, each, work.now, hours), "swept_at": work.now}
            for row_id, (each, _) in owed.items()
        ],
    )
    # What is no longer owed has been closed, which ended its wakes; one that was left would be due for ever.
    rows.put(work, [{"row_id": row_id, "next_at": None} for row_id in ids if row_id not in owed])
    return tell(work, said)
