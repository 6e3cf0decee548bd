"""Samples for audit drawn and stored, once for each auditor and period.

Everything follows from the register of staff, from what was drawn before, and from a seed that is kept and printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.inpost import begins_on
from scheduling.sampling import NOW, quotas
from storage.dialects import is_inserted
from storage.importing.turns import in_turn
from storage.models import AuditDrawRow, AuditSampleRow, new_id
from storage.pools import Sample, rated_by, sample_of, staff_view
from storage.stopping import Told, not_told

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork

A_TURN = 50
"""So many samples are stored in one transaction."""


def new_seed() -> str:
    """Nobody can know it before: whose supervision is looked at is nobody's to choose."""
    return token_hex(8)


def draw_samples(store: Store, workspace: str, now: datetime, seed: str = "", told: Told = not_told) -> int:
    """What is due to be drawn by now and is not yet; how many samples. Again: nothing more. Raises Busy, Unavailable, Stopped.

    Samples are drawn on the first working day of their period; whoever is found to owe one later, since the register
    was behind, has theirs the night after.
    """
    with store.read(workspace, now, unhurried=True) as work:
        if not work.policy.at(work.today).audits.sample:
            return 0
        due = [each for each in _made(work, seed or new_seed()) if begins_on(each.quota.period.first) <= work.today]
    number = 0
    for start in range(0, len(due), A_TURN):
        with in_turn(store, workspace, now, told) as work:
            kept = [each for each in due[start : start + A_TURN] if _keep(work, each)]
            if short := {each.quota.auditor.id for each in kept if each.is_short}:
                work.index.refresh(people=short)  # less is owed of them than the policy asks for
            work.commit()
        number += len(kept)
    return number


def _made(work: UnitOfWork, seed: str) -> Iterator[Sample]:
    """Every sample still to be drawn, whoever's."""
    view, rated, there = staff_view(work), rated_by(work), _drawn_already(work)
    for person_id in sorted(view.index.people):
        person = view.person(person_id)
        for quota in quotas(view, person, NOW) if person and view.is_here(person_id) else ():
            if (person_id, quota.terms.rule, quota.period.first) not in there:
                yield sample_of(work, view, rated, quota, seed, NOW)


def _drawn_already(work: UnitOfWork) -> set[tuple[str, str, date]]:
    row = AuditDrawRow
    query = select(row.auditor_id, row.rule, row.begins_on).where(row.workspace == work.workspace, row.ends_on >= work.today)
    return {(each.auditor_id, each.rule, each.begins_on) for each in work.session.execute(query)}


def _keep(work: UnitOfWork, sample: Sample) -> bool:
    """Unless another clock has drawn it meanwhile: the first one stands. Whether this one does."""
    quota = sample.quota
    draw_row = {
        "id": new_id(),
        "workspace": work.workspace,
        "auditor_id": quota.auditor.id,
        "rule": quota.terms.rule,
        "kind": quota.terms.kinds[0],
        "begins_on": quota.period.first,
        "ends_on": quota.period.last,
        "seed": sample.seed,
        "pool_size": sample.pool_size,
        "pool_digest": sample.pool_digest,
        "drawn_at": work.now,
        "method": NOW,
    }
    if not is_inserted(work.session, AuditDrawRow, draw_row):
        return False
    for place, each in enumerate(sample.drawn):
        work.session.add(
            AuditSampleRow(
                workspace=work.workspace,
                draw_id=draw_row["id"],
                place=place,
                of_id=each.of,
                by_id=each.by,
                rag=each.rag,
                turn=each.turn,
                drawn_at=work.now,
            )
        )
    work.session.flush()
    return True
