"""Audits of supervision records."""

from datetime import date

from storage.index.closing import Cause
from storage.models import AuditRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.views import Person


class Audits(Records):
    """Audits of people the viewer may see."""

    def record(self, *, viewer: Person, of_id: str, on: date, kind: str = "personal_records") -> None:
        """The viewer audited this supervisor's records of personal supervision."""
        self._work.sight.must_supervise(viewer, of_id)
        checks.happened(on, self._work.today)
        row = AuditRow(
            id=new_id(),
            workspace=self._work.workspace,
            auditor_id=viewer.id,
            of_id=of_id,
            kind=kind,
            audited_on=on,
            finished_on=on,
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, "audit", row.id, of_id)
        managers = {viewer.id, self._work.people.must_get(of_id).manager_id or viewer.id}
        self._work.index.refresh(people=managers, cause=Cause(done_on=on))
