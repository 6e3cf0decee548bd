"""Who may read, write and sign a filled form, and by what right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import errors
from storage.models import RecordRow
from storage.records.recordrows import RecordRows
from storage.records.sight import AUDITOR as AUDITED
from storage.records.sight import GRANTED, WORKER, Way
from storage.records.sight import LINE as IN_LINE
from storage.records.sight import OBSERVER as OBSERVED
from storage.records.sight import PRESENT as TOOK_PART
from storage.records.signers import signers
from storage.records.writers import AUDITOR, FORMS, LINE, OBSERVER, PRESENT, SUPERVISEE

if TYPE_CHECKING:
    from storage.views import Person

AUDIT = "audit"


class RecordRights(RecordRows):
    """The line, a grant, having taken part, observed or sampled, a dispute to be decided."""

    def may_write(self, record_id: str, *, viewer: Person) -> bool:
        """Whether the viewer may correct it."""
        row = self._must_get(record_id)
        kind = FORMS[row.form]
        if viewer.id == row.about_id:
            return SUPERVISEE in kind.writers
        if viewer.id == row.by_id and self._took_part(row.form, viewer, row.of_id):
            return True
        if self._observes(row.form, viewer, row.of_id) or self._audits(row.form, viewer, row.of_id):
            return True
        return LINE in kind.writers and self._work.sight.can_see(viewer, row.about_id)

    def signs_as(self, record_id: str, *, viewer: Person) -> str:
        """In which capacity the viewer signs it; "" where they have no part in it."""
        return self._capacity_of(viewer, self._must_get(record_id))

    def way(self, record_id: str, *, viewer: Person) -> Way:
        """By what right the viewer reads it. Raises NotFound."""
        return self._way(viewer, self._must_get(record_id))

    def _capacity_of(self, viewer: Person, row: RecordRow) -> str:
        """What the viewer signs this record as; "" where they have no part in it."""
        alone = signers(self._work, row)
        if alone is not None:
            return alone.get(viewer.id, "")
        if viewer.id == row.about_id:
            return FORMS[row.form].own
        return FORMS[row.form].capacity if self._work.sight.can_see(viewer, row.about_id) else ""

    def _signing_as(self, viewer: Person, row: RecordRow, capacity: str) -> str:
        """What whoever has written it signs it as; "" where it is not theirs to sign, or not to be signed yet."""
        alone = signers(self._work, row)
        return capacity if alone is None else alone.get(viewer.id, "")

    def _must_write(self, form: str, viewer: Person, about_id: str, of_id: str | None) -> str:
        """In which capacity the viewer writes it."""
        kind = FORMS[form]
        if viewer.id == about_id and SUPERVISEE in kind.writers:
            self._work.sight.must_see(viewer, about_id)
            return kind.own
        if self._took_part(form, viewer, of_id):
            return ""
        if self._observes(form, viewer, of_id) or self._audits(form, viewer, of_id):
            return kind.capacity
        if AUDITOR in kind.writers:
            raise errors.NotFound
        if LINE not in kind.writers:
            raise errors.NotFound if not self._work.sight.can_see(viewer, about_id) else errors.ForTheSupervisedPerson
        self._work.sight.must_supervise(viewer, about_id)
        return kind.capacity

    def _way(self, viewer: Person, row: RecordRow) -> Way:
        """By what right it is read. NotFound, as if it did not exist, where by none."""
        way = self._right(viewer, row)
        if way is None:
            raise errors.NotFound
        return way

    def _right(self, viewer: Person, row: RecordRow) -> Way | None:
        """The line, a grant, a dispute that is the viewer's to decide while it is open; having taken part, or observed;
        of what is everybody's on a case, seeing the case."""
        way = self._work.sight.way(viewer, row.about_id)
        if way is None and self._took_part(row.form, viewer, row.of_id):
            way = Way(TOOK_PART)
        if way is None and self._observes(row.form, viewer, row.of_id):
            way = Way(OBSERVED)
        if way is None and self._audits(row.form, viewer, row.of_id):
            way = Way(AUDITED, AUDIT)
        if (way is None or way.role == IN_LINE) and self._work.samples.opens(viewer, row.about_id, row.form, row.made_at):
            way = Way(AUDITED, AUDIT)  # of a manager above too it is told why they read it
        if way is None and FORMS[row.form].of_the_case and row.case_ref and self._work.cases.seen([(row.case_ref, viewer)])[0]:
            way = Way(WORKER)
        if way is None and self._is_to_decide(viewer, row):
            way = Way(GRANTED, "dispute")
        return way

    def _took_part(self, form: str, viewer: Person, of_id: str | None) -> bool:
        return PRESENT in FORMS[form].writers and of_id is not None and self._work.groups.took_part(of_id, viewer)

    def _observes(self, form: str, viewer: Person, of_id: str | None) -> bool:
        return OBSERVER in FORMS[form].writers and of_id is not None and self._work.observations.observes(of_id, viewer)

    def _audits(self, form: str, viewer: Person, of_id: str | None) -> bool:
        return AUDITOR in FORMS[form].writers and of_id is not None and self._work.audits.audits(of_id, viewer)

    def _is_to_decide(self, viewer: Person, row: RecordRow) -> bool:
        """A dispute was brought to the viewer, who works here, and is not decided yet."""
        is_here = self._work.sight.can_see(viewer, viewer.id)
        return is_here and any(each.to_id == viewer.id and each.is_open for each in self._disputes(row))
