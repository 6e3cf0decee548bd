"""Reminders that were put off, as messages and windows show them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.calendar import local_day
from storage.asking import WORKSPACE, among
from storage.models import SnoozeRow
from storage.quiet import SnoozeView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_OF = (
    select(SnoozeRow.obligation_id, SnoozeRow.by_id, SnoozeRow.snoozed_at, SnoozeRow.until_on, SnoozeRow.kind)
    .where(SnoozeRow.workspace == WORKSPACE, among(SnoozeRow.obligation_id))
    .order_by(SnoozeRow.snoozed_at, SnoozeRow.id)
)


def of(work: UnitOfWork, obligation_ids: Collection[str]) -> dict[str, tuple[SnoozeView, ...]]:
    """By obligation, in order; what was written is not read."""
    rows = work.ask(_OF, ids=list(obligation_ids)).all() if obligation_ids else []
    people = work.people.by_id({each.by_id for each in rows})
    found: dict[str, list[SnoozeView]] = {}
    for each in rows:
        view = SnoozeView(people[each.by_id], local_day(each.snoozed_at, work.zone), each.until_on, each.kind)
        found.setdefault(each.obligation_id, []).append(view)
    return {obligation_id: tuple(views) for obligation_id, views in found.items()}


def with_words(work: UnitOfWork, obligation_id: str) -> tuple[tuple[SnoozeView, str], ...]:
    """Of one, with what was written: for a window, to whoever may see what is owed."""
    row = SnoozeRow
    query = select(row.words).where(row.workspace == work.workspace, row.obligation_id == obligation_id)
    words = work.session.scalars(query.order_by(row.snoozed_at, row.id)).all()
    return tuple((view, each or "") for view, each in zip(of(work, [obligation_id]).get(obligation_id, ()), words, strict=True))
