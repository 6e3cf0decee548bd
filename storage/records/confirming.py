"""Who is asked to confirm a draft: the supervisor or, while they are away, who does it in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from storage.asking import WORKSPACE, among
from storage.models import AbsenceRow, RelationshipRow
from storage.records.deputies import deputy
from storage.records.lines import PERSON, is_away, supervises

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_AWAY = select(AbsenceRow.person_id).where(AbsenceRow.workspace == WORKSPACE, among(AbsenceRow.person_id), is_away(AbsenceRow))
_COVERED = (
    select(RelationshipRow.supervisee_id)
    .join(
        AbsenceRow,
        and_(AbsenceRow.workspace == RelationshipRow.workspace, AbsenceRow.person_id == RelationshipRow.supervisor_id),
    )
    .where(RelationshipRow.workspace == WORKSPACE, supervises(RelationshipRow))
    .where(AbsenceRow.cover_id == PERSON, is_away(AbsenceRow))
)


def asked(work: UnitOfWork, supervisors: Mapping[str, str]) -> dict[str, str]:
    """By worker, who is asked, of `supervisors` by worker. One statement, and a few more for each who is away."""
    away = {person_id for (person_id,) in work.ask(_AWAY, ids=list(set(supervisors.values())))} if supervisors else set()
    return {who: _instead(work, who, by) if by in away else by for who, by in supervisors.items()}


def covered(work: UnitOfWork, person_id: str) -> set[str]:
    """The supervisees of those this person covers for today."""
    return {supervisee_id for (supervisee_id,) in work.ask(_COVERED, person=person_id)}


def _instead(work: UnitOfWork, worker_id: str, supervisor_id: str) -> str:
    """Nobody who could not confirm it: not everyone who covers for who covers stands in the line above the worker."""
    above, apart = work.sight.above(worker_id), {worker_id}
    while found := deputy(work, supervisor_id, apart):
        if found in above:
            return found
        apart.add(found)
    return supervisor_id
