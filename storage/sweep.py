"""What has come due since the last look, put into messages. Its cost follows what is due, not what exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.dialects import locked
from storage.index import rows
from storage.index.climbing import come_due, next_rung
from storage.models import AbsenceRow, ObligationRow, OutboxRow
from storage.notices import cover
from storage.notices.catching_up import still_worth_saying
from storage.notices.queue import Telling, queue
from storage.rederive import make_good

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork

BATCH = 200


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did."""

    looked_at: int
    """Obligations whose next notice had come due."""
    notices: int
    """New ones."""


def sweep(store: Store, workspace: str, now: datetime) -> SweepReport:
    """In transactions of a few hundred obligations: others get their turn, and a death loses one batch, to be done again.

    The first of a day derives everything again, should the night have been missed.
    """
    make_good(store, workspace, now)
    looked_at = notices = 0
    while True:
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


def _due(work: UnitOfWork) -> Sequence[ObligationRow]:
    row = ObligationRow
    query = select(row).where(row.workspace == work.workspace, row.next_at <= work.now).order_by(row.next_at).limit(BATCH)
    return work.session.scalars(locked(query)).all()


def _tell(work: UnitOfWork, due: Sequence[ObligationRow]) -> int:
    """Derive these again, so that nothing is said that a fact has overtaken, then queue what their ladders say."""
    seen_to = {row.id: row.swept_at for row in due}
    people = {row.person_id for row in due if row.case_ref is None}
    fresh = work.index.refresh(people=people, cases={row.case_ref for row in due if row.case_ref})
    tellings, after = [], []
    for row_id, swept_at in seen_to.items():
        obligation = fresh.owed.get(row_id)
        if obligation is None:
            continue
        said = still_worth_saying(come_due(fresh.view, obligation, swept_at), work.today)
        tellings += [Telling(n.kind, n.to, n.at, n.rung, obligation_id=row_id) for n in said]
        after.append({"row_id": row_id, "next_at": next_rung(fresh.view, obligation, work.now), "swept_at": work.now})
    rows.put(work, after)
    return queue(work, tellings)
