"""Whom people supervise, and which cases they work: those a change about somebody reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import AllocationRow, RelationshipRow
from storage.records import casebook, lines

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def supervised_by(work: UnitOfWork, supervisor_ids: Iterable[str]) -> set[str]:
    """The supervisees of these today."""
    row = RelationshipRow
    theirs = select(row.supervisee_id).where(
        row.workspace == work.workspace, row.supervisor_id.in_(set(supervisor_ids)), lines.supervises(row, work.today)
    )
    return set(work.session.scalars(theirs))


def cases_of(work: UnitOfWork, worker_ids: Iterable[str]) -> set[str]:
    """The cases these work today."""
    row = AllocationRow
    theirs = select(row.case_ref).where(
        row.workspace == work.workspace, row.worker_id.in_(set(worker_ids)), casebook.in_force(work.today)
    )
    return set(work.session.scalars(theirs))
