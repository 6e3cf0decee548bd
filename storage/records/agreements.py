"""Supervision agreements: signed, reviewed."""

from datetime import date

from sqlalchemy import select

from storage.errors import NoAgreement, NoSupervisor
from storage.index.closing import Cause
from storage.models import AgreementRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.views import Person


class Agreements(Records):
    """Agreements of the supervisees the viewer may see."""

    def sign(
        self,
        *,
        viewer: Person,
        supervisee_id: str,
        supervisee_signed_on: date | None,
        supervisor_signed_on: date | None,
        named_manager_id: str | None = None,
    ) -> None:
        """The signatures of the agreement between the supervisee and the supervisor of today; None leaves one as it is."""
        self._work.sight.must_supervise(viewer, supervisee_id)
        for signed_on in filter(None, (supervisee_signed_on, supervisor_signed_on)):
            checks.happened(signed_on, self._work.today)
        supervisor = self._work.people.supervisor_of(supervisee_id)
        if supervisor is None:
            raise NoSupervisor
        row = self._with(supervisee_id, supervisor.id) or self._new(supervisee_id, supervisor.id)
        row.signed_by_supervisee_on = supervisee_signed_on or row.signed_by_supervisee_on
        row.signed_by_supervisor_on = supervisor_signed_on or row.signed_by_supervisor_on
        if named_manager_id is not None:
            row.named_manager_id = self._work.people.must_get(named_manager_id).id
        self._noted("signed", viewer, row)
        self._store(supervisee_id, supervisor.id, supervisor_signed_on or supervisee_signed_on or self._work.today)

    def review(self, *, viewer: Person, supervisee_id: str, on: date) -> None:
        """The agreement was reviewed on this day."""
        self._work.sight.must_supervise(viewer, supervisee_id)
        checks.happened(on, self._work.today)
        supervisor = self._work.people.supervisor_of(supervisee_id)
        row = self._with(supervisee_id, supervisor.id) if supervisor else None
        if row is None or supervisor is None:
            raise NoAgreement
        row.reviewed_on = on
        self._noted("reviewed", viewer, row)
        self._store(supervisee_id, supervisor.id, on)

    def _noted(self, act: str, viewer: Person, row: AgreementRow) -> None:
        self._work.sight.note(act, viewer, "agreement", row.id, row.supervisee_id)

    def _with(self, supervisee_id: str, supervisor_id: str) -> AgreementRow | None:
        row = AgreementRow
        pair = row.supervisee_id == supervisee_id, row.supervisor_id == supervisor_id
        return self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, *pair).limit(1))

    def _new(self, supervisee_id: str, supervisor_id: str) -> AgreementRow:
        row = AgreementRow(
            id=new_id(), workspace=self._work.workspace, supervisee_id=supervisee_id, supervisor_id=supervisor_id
        )
        self._work.session.add(row)
        return row

    def _store(self, supervisee_id: str, supervisor_id: str, on: date) -> None:
        self._work.session.flush()
        self._work.index.refresh(people=[supervisee_id, supervisor_id], cause=Cause(done_on=on))
