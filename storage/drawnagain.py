"""Samples that were drawn: how far they have come, and drawn again, to show that nobody chose them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from scheduling.sampling import FIRST, Drawn, quotas
from scheduling.view import View
from storage.models import AuditDrawRow, AuditSampleRow
from storage.pools import rated_by, sample_of, staff_view

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Checked:
    """A sample drawn again."""

    auditor_id: str
    rule: str
    begins_on: date
    seed: str
    is_same_pool: bool
    """False: the register, or an audit made before, has been corrected since, so that it cannot be drawn again."""
    is_same_sample: bool

    @property
    def says(self) -> str:
        """In a few words."""
        if not self.is_same_pool:
            return "the register or an earlier audit has been corrected since: it cannot be told"
        return "the same" if self.is_same_sample else "NOT the same"


@dataclass(frozen=True, slots=True)
class Kept:
    """One auditor's sample, and how far it has come."""

    auditor_id: str
    rule: str
    kind: str
    begins_on: date
    ends_on: date
    seed: str
    pool_size: int
    drawn: int
    audited: int
    replaced: int


def check(store: Store, workspace: str, now: datetime, on: date) -> list[Checked]:
    """Every sample whose period holds this day, drawn again from its seed and from the register as it was."""
    with store.read(workspace, now, unhurried=True) as work:
        row = AuditDrawRow
        mine = (row.workspace == work.workspace, row.begins_on <= on, row.ends_on >= on)
        kept = list(work.session.scalars(select(row).where(*mine).order_by(row.drawn_at, row.auditor_id, row.rule)))
        files = {each.id: _kept(work, each) for each in kept}
    found = []
    for at in sorted({each.drawn_at for each in kept}):
        with store.read(workspace, at, unhurried=True) as work:
            view, rated = staff_view(work), rated_by(work)
            found += [_again(work, view, rated, each, files[each.id]) for each in kept if each.drawn_at == at]
    return found


def drawn_in(work: UnitOfWork, on: date) -> list[Kept]:
    """Every sample whose period holds this day, and how much of it is audited or was replaced."""
    row, of = AuditSampleRow, AuditDrawRow
    mine = (of.workspace == work.workspace, of.begins_on <= on, of.ends_on >= on)
    number = (func.count(row.id), func.count(row.audit_id), func.count(row.replaced_at))
    query = select(of, *number).outerjoin(row, row.draw_id == of.id).where(*mine).group_by(of.id)
    return [
        Kept(
            each.auditor_id,
            each.rule,
            each.kind,
            each.begins_on,
            each.ends_on,
            each.seed,
            each.pool_size,
            drawn - replaced,
            audited,
            replaced,
        )
        for each, drawn, audited, replaced in work.session.execute(query.order_by(of.begins_on, of.auditor_id, of.rule))
    ]


def _again(work: UnitOfWork, view: View, rated: set[str], kept: AuditDrawRow, files: Sequence[Drawn]) -> Checked:
    auditor = view.person(kept.auditor_id)
    method = kept.method or FIRST
    quota = next((each for each in quotas(view, auditor, method) if each.terms.rule == kept.rule), None) if auditor else None
    again = sample_of(work, view, rated, quota, kept.seed, method) if quota else None
    is_same_pool = again is not None and again.pool_digest == kept.pool_digest
    is_same = again is not None and list(again.drawn) == list(files)
    return Checked(kept.auditor_id, kept.rule, kept.begins_on, kept.seed, is_same_pool, is_same_pool and is_same)


def _kept(work: UnitOfWork, kept: AuditDrawRow) -> list[Drawn]:
    """As it was drawn first, without what took the place of another later."""
    row = AuditSampleRow
    query = select(row).where(row.draw_id == kept.id, row.drawn_at == kept.drawn_at).order_by(row.place)
    return [Drawn(each.of_id, each.by_id, each.turn, each.rag) for each in work.session.scalars(query)]
