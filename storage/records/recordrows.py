"""Filled forms as they are stored, with who signed which version and what was disputed; for whoever may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select

from scheduling.forms import Filled, from_json
from storage import errors
from storage.asking import WORKSPACE, among
from storage.models import DisputeRow, RecordRow, RecordVersionRow, SignatureRow
from storage.records.base import Records
from storage.records.writers import SUPERVISEE
from storage.records.writtenviews import dispute_view, record_view
from storage.written import DisputeView, RecordView, SignatureView, VersionView

_SIGNATURES = (
    select(SignatureRow.record_id, SignatureRow.version, SignatureRow.person_id, SignatureRow.capacity, SignatureRow.signed_at)
    .where(SignatureRow.workspace == WORKSPACE, among(SignatureRow.record_id))
    .order_by(SignatureRow.signed_at, SignatureRow.id)
)


class RecordRows(Records):
    """Asks nobody whether they may: `RecordRights` does."""

    def _must_get(self, record_id: str) -> RecordRow:
        rows = self._rows(RecordRow.id == record_id, most=1)
        if not rows:
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool], most: int) -> list[RecordRow]:
        row = RecordRow
        query = select(row).where(row.workspace == WORKSPACE, *where)
        newest = query.order_by(row.made_at.desc(), row.id).limit(most)
        return list(self._work.session.scalars(newest, {"workspace": self._work.workspace}))

    def _view(self, row: RecordRow) -> RecordView:
        return self._views([row])[0]

    def _views(self, rows: Sequence[RecordRow]) -> list[RecordView]:
        signed = self._signatures(rows)
        return [record_view(row, signed.get(row.id, ()), self._asked(row)) for row in rows]

    def _signatures(self, rows: Iterable[RecordRow]) -> dict[str, tuple[SignatureView, ...]]:
        found = dict[str, tuple[SignatureView, ...]]()
        ids = [each.id for each in rows]
        for each in self._work.ask(_SIGNATURES, ids=ids) if ids else ():
            view = SignatureView(each.version, each.person_id, each.capacity, each.signed_at)
            found[each.record_id] = (*found.get(each.record_id, ()), view)
        return found

    def _disputes(self, row: RecordRow) -> tuple[DisputeView, ...]:
        each = DisputeRow
        mine = (each.workspace == self._work.workspace, each.record_id == row.id)
        return tuple(map(dispute_view, self._work.session.scalars(select(each).where(*mine).order_by(each.raised_at, each.id))))

    def _altered(self, row: RecordRow, versions: Iterable[VersionView]) -> frozenset[int]:
        each = SignatureRow
        query = select(each.version, each.digest).where(each.workspace == self._work.workspace, each.record_id == row.id)
        signed = {(number, digest) for number, digest in self._work.session.execute(query)}
        digests = {view.number: view.filled.digest() for view in versions if view.filled}
        return frozenset(number for number, digest in signed if digests.get(number, digest) != digest)

    def _asked(self, row: RecordRow) -> tuple[str, ...]:
        """Of a case the record is the case's: signed by whoever writes it."""
        asked = self._work.policy.form(row.form).signed_by
        return tuple(each for each in asked if each != SUPERVISEE) if row.layer == "case" else asked

    def _latest(self, row: RecordRow) -> Filled:
        version = RecordVersionRow
        found = self._work.session.scalars(
            select(version.content).where(version.record_id == row.id, version.number == row.version)
        ).one()
        return from_json(found) if found else Filled(())
