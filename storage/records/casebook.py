"""Cases as they stand today: category, who works them, and who may therefore see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select

from storage.asking import TODAY, WORKSPACE, among
from storage.dialects import plainly
from storage.index.changes import value_of
from storage.models import AllocationRow, CaseChangeRow, CaseRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

LEADING = ("key_worker", "lead")
"""Roles that answer for a case; the others help."""
_CHANGE = and_(
    CaseChangeRow.workspace == CaseRow.workspace, CaseChangeRow.case_ref == CaseRow.ref, CaseChangeRow.from_on <= TODAY
)
_CASES = (
    select(CaseRow.ref, CaseRow.category, CaseRow.opened_on, CaseRow.closed_on, CaseChangeRow.field, CaseChangeRow.value)
    .outerjoin(CaseChangeRow, _CHANGE)
    .where(CaseRow.workspace == WORKSPACE, among(CaseRow.ref))
    .order_by(plainly(CaseRow.ref), CaseChangeRow.from_on)
)
_WORKERS = (
    select(AllocationRow.case_ref, AllocationRow.worker_id, AllocationRow.role, AllocationRow.until_on)
    .where(AllocationRow.workspace == WORKSPACE, among(AllocationRow.case_ref), AllocationRow.from_on <= TODAY)
    .order_by(AllocationRow.from_on.desc(), plainly(AllocationRow.worker_id))
)


@dataclass(frozen=True, slots=True)
class Held:
    """A case and its workers today; the last ones, where nobody works it."""

    ref: str
    category: str
    opened_on: date
    closed_on: date | None
    workers: tuple[str, ...]
    """Whoever answers for it first."""
    is_allocated: bool

    @property
    def worker_id(self) -> str | None:
        """Who answers for it today."""
        return self.workers[0] if self.workers and self.is_allocated else None


def in_force(today: Any = TODAY, row: type[AllocationRow] = AllocationRow) -> ColumnElement[bool]:
    """The allocation holds today."""
    return and_(row.from_on <= today, or_(row.until_on.is_(None), row.until_on > today))


def held(work: UnitOfWork, refs: Collection[str]) -> dict[str, Held]:
    """By reference, in two statements."""
    if not refs:
        return {}
    workers = _workers(work, refs)
    values: dict[str, dict[str, Any]] = {}
    for ref, category, opened_on, closed_on, field, value in work.ask(_CASES, ids=list(refs)):
        now = values.setdefault(ref, {"category": category, "opened_on": opened_on, "closed_on": closed_on})
        if field in now:
            now[field] = value_of(field, value)
    return {ref: Held(ref, **now, **workers.get(ref, _NOBODY)) for ref, now in values.items()}


_NOBODY: dict[str, Any] = {"workers": (), "is_allocated": False}


def _workers(work: UnitOfWork, refs: Collection[str]) -> dict[str, dict[str, Any]]:
    every: dict[str, list[Any]] = {}
    for allocation in work.ask(_WORKERS, ids=list(refs)):
        every.setdefault(allocation.case_ref, []).append(allocation)
    found: dict[str, dict[str, Any]] = {}
    for ref, allocations in every.items():
        current = [each for each in allocations if each.until_on is None or each.until_on > work.today]
        latest = max((each.until_on for each in allocations if each.until_on), default=None)
        shown = current or [each for each in allocations if each.until_on == latest]
        shown.sort(key=lambda each: each.role not in LEADING)
        found[ref] = {"workers": tuple(each.worker_id for each in shown), "is_allocated": bool(current)}
    return found
