"""Audits of supervision: that they were made, and the feedback given."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from scheduling.answers import Finding
from scheduling.index import index
from scheduling.view import View
from scheduling.warnings.teams import coverage
from storage import errors
from storage.auditviews import AuditView, Findings
from storage.index.closing import Cause
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import AuditRow, new_id
from storage.records import checks, findings
from storage.records.base import Records
from storage.records.samples import AUDIT, WAY
from storage.views import Person


class Audits(Records):
    """Audits the viewer made, of files drawn for them or of people below them."""

    def record(
        self,
        *,
        viewer: Person,
        of_id: str,
        on: date,
        kind: str = "personal_records",
        by_id: str | None = None,
        rag: bool = False,
    ) -> str:
        """The viewer audited the supervision records of somebody below them; answers the audit's id.

        Raises NotFound, ForTheSupervisor, InTheFuture.
        """
        self._work.sight.must_supervise(viewer, of_id)
        return self._made(viewer, of_id, by_id, on, kind, rag=rag)

    def record_sample(self, sample_id: str, *, viewer: Person, on: date) -> str:
        """The viewer audited a file that was drawn for them; answers the audit's id. Raises NotFound, InTheFuture."""
        row, drawn = self._work.samples.must_get(sample_id, viewer)
        if row.audit_id or row.replaced_at:
            raise errors.AuditedAlready
        row.audit_id = self._made(viewer, row.of_id, row.by_id, on, drawn.kind, rag=row.rag)
        self._work.session.flush()
        return row.audit_id

    def correct(self, audit_id: str, *, viewer: Person, on: date | None = None, feedback_on: date | None = None) -> None:
        """It was made, or its feedback given, on another day than was said. Raises NotFound, InTheFuture."""
        row = self._must_get_audit(audit_id, viewer)
        if on:
            row.audited_on = row.finished_on = checks.happened(on, self._work.today)
        if feedback_on:
            row.feedback_on = checks.happened(feedback_on, self._work.today)
        self._noted("changed", viewer, row)

    def give_feedback(self, audit_id: str, *, viewer: Person, on: date) -> None:
        """The auditor has told the supervisor what was found (Manchester 5.2).

        Raises NotFound, InTheFuture, AnsweredAlready.
        """
        row = self._must_get_audit(audit_id, viewer)
        checks.happened(on, self._work.today)
        if row.feedback_on:
            raise errors.AnsweredAlready
        row.feedback_on = max(on, row.finished_on or on)
        self._noted("told", viewer, row)

    def get(self, audit_id: str, *, viewer: Person) -> AuditView:
        """One the viewer made. Raises NotFound."""
        return _audit(self._must_get_audit(audit_id, viewer))

    def without_feedback(self, viewer: Person) -> list[AuditView]:
        """The viewer's, finished and with no feedback given yet, the oldest first; what an import brought in is settled."""
        row = AuditRow
        mine = (row.workspace == self._work.workspace, row.auditor_id == viewer.id, row.finished_on.is_not(None))
        query = select(row).where(*mine, row.feedback_on.is_(None)).order_by(row.finished_on, row.id)
        return [_audit(each) for each in self._work.session.scalars(query)]

    def made_since(self, viewer: Person, since_on: date) -> list[AuditView]:
        """The viewer's, finished since then, the newest first."""
        row = AuditRow
        mine = (row.workspace == self._work.workspace, row.auditor_id == viewer.id, row.finished_on >= since_on)
        query = select(row).where(*mine).order_by(row.finished_on.desc(), row.id)
        return [_audit(each) for each in self._work.session.scalars(query)]

    def findings(self, viewer: Person, first_on: date, last_on: date) -> Findings:
        """What audits finished in this time found: of the service for senior managers, else of one's own and those below."""
        return findings.findings(self._work, viewer, first_on, last_on)

    def discuss(self, viewer: Person, first_on: date, last_on: date) -> int:
        """The findings were discussed at the managers' meeting, today; of how many audits (Manchester 5.3). Raises NotFound."""
        if not findings.of_service(viewer):
            raise errors.NotFound
        rows = [row for row in findings.made(self._work, viewer, first_on, last_on) if row.discussed_on is None]
        for row in rows:
            row.discussed_on = self._work.today
            self._work.sight.note("reviewed", viewer, AUDIT, row.id, row.of_id)
        self._work.session.flush()
        return len(rows)

    def out_of_reach(self, viewer: Person) -> list[Finding]:
        """What is wrong with the viewer's audits before it is too late: files the samples asked for cannot reach in time."""
        view = View(index(load(self._work, Scope.of([viewer.id]))), self._work.policy, self._work.now)
        return [each for each in coverage(view) if each.person == viewer.id]

    def audits(self, audit_id: str, viewer: Person) -> bool:
        """Whether the viewer, who works here still, made it."""
        return self.auditors([audit_id]).get(audit_id) == viewer.id and self._work.sight.can_see(viewer, viewer.id)

    def auditors(self, audit_ids: Collection[str]) -> dict[str, str]:
        """Who made these audits. For whoever knows their ids from records they may read."""
        row = AuditRow
        query = select(row.id, row.auditor_id).where(row.workspace == self._work.workspace, row.id.in_(audit_ids))
        found = self._work.session.execute(query) if audit_ids else ()
        return {each.id: each.auditor_id for each in found}

    def audited(self, audit_ids: Collection[str]) -> dict[str, str]:
        """Whose supervision it was. For whoever is owed or owes the feedback."""
        row = AuditRow
        query = select(row.id, row.of_id).where(row.workspace == self._work.workspace, row.id.in_(audit_ids))
        found = self._work.session.execute(query) if audit_ids else ()
        return {each.id: each.of_id for each in found}

    def _made(self, viewer: Person, of_id: str, by_id: str | None, on: date, kind: str, *, rag: bool) -> str:
        checks.happened(on, self._work.today)
        row = AuditRow(
            id=new_id(),
            workspace=self._work.workspace,
            auditor_id=viewer.id,
            of_id=of_id,
            by_id=by_id,
            kind=kind,
            rag=rag,
            audited_on=on,
            finished_on=on,
        )
        self._work.session.add(row)
        self._noted("recorded", viewer, row)
        return row.id

    def _noted(self, act: str, viewer: Person, row: AuditRow) -> None:
        """Noted, and what is owed follows."""
        self._work.session.flush()
        way = self._work.sight.way(viewer, row.of_id) or WAY
        self._work.sight.note(act, viewer, AUDIT, row.id, row.of_id, way)
        owing = {viewer.id, self._work.people.must_get(row.of_id).manager_id or viewer.id}
        self._work.index.refresh(people=owing, cause=Cause(done_on=row.feedback_on or row.audited_on))

    def _must_get_audit(self, audit_id: str, viewer: Person) -> AuditRow:
        row = AuditRow
        mine = (row.workspace == self._work.workspace, row.id == audit_id, row.auditor_id == viewer.id)
        found = self._work.session.scalar(select(row).where(*mine))
        if found is None or not self._work.sight.can_see(viewer, viewer.id):
            raise errors.NotFound
        return found


def _audit(row: AuditRow) -> AuditView:
    return AuditView(
        id=row.id,
        auditor_id=row.auditor_id,
        of_id=row.of_id,
        supervisor_id=row.by_id or row.of_id,
        kind=row.kind,
        finished_on=row.finished_on,
        feedback_on=row.feedback_on,
        discussed_on=row.discussed_on,
    )
