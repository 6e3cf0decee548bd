"""A case with everything about it that is no content: who works it, when it was talked about."""

from __future__ import annotations

from sqlalchemy import select

from storage.caseviews import CaseFile, Discussed, WorkerOn
from storage.models import AllocationRow, CaseChildRow, CaseRow, DiscussionRow
from storage.records import casebook
from storage.records.base import Records
from storage.records.casebook import LEADING
from storage.records.decisionrows import to_read
from storage.views import Person

SHOWN = 20


class CaseFiles(Records):
    """Cases whose worker the viewer may see."""

    def read(self, ref: str, *, viewer: Person) -> CaseFile:
        """The case as it stands, or NotFound exactly as if it did not exist."""
        work, case = self._work, self._work.cases.find(ref, viewer=viewer)
        there = work.session.get_one(CaseRow, (work.workspace, case.ref))
        held = work.cases.must_see(case.ref, viewer)
        work.sight.note("listed", viewer, "case", case.ref, held.workers[0])
        row = CaseChildRow
        mine = row.workspace == work.workspace, row.case_ref == case.ref
        return CaseFile(
            case=case,
            workers=self._workers(case.ref),
            discussed=self._discussed(case.ref, viewer),
            joint_from=there.joint_from,
            planning_meeting_on=there.planning_meeting_on,
            children=tuple(work.session.scalars(select(row.child_ref).where(*mine).order_by(row.child_ref))),
            siblings=tuple(work.families.siblings(case.ref, viewer=viewer)),
        )

    def _workers(self, ref: str) -> tuple[WorkerOn, ...]:
        row, work = AllocationRow, self._work
        query = select(row.worker_id, row.role, row.from_on).where(
            row.workspace == work.workspace, row.case_ref == ref, casebook.in_force(work.today)
        )
        found = list(work.session.execute(query.order_by(row.from_on)))
        people = work.people.by_id({worker_id for worker_id, _, _ in found})
        made = [WorkerOn(people[worker_id], role, from_on) for worker_id, role, from_on in found]
        return tuple(sorted(made, key=lambda each: each.role not in LEADING))

    def _discussed(self, ref: str, viewer: Person) -> tuple[Discussed, ...]:
        row, work = DiscussionRow, self._work
        is_read = to_read().label("is_read")
        query = select(row.id, row.kind, row.discussed_on, row.by_id, row.is_draft, row.session_id, is_read).where(
            row.workspace == work.workspace, row.case_ref == ref
        )
        newest = work.session.execute(query.order_by(row.discussed_on.desc(), row.id).limit(SHOWN)).all()
        records = self._records(ref, viewer) if newest else {}
        return tuple(
            Discussed(
                id=each.id,
                kind=each.kind,
                on=each.discussed_on,
                by_id=each.by_id,
                is_draft=each.is_draft,
                record_id=records.get(each.id) or records.get(each.session_id or "") or "",
                in_session=each.session_id is not None,
                is_decision=each.is_read,
            )
            for each in newest
        )

    def _records(self, ref: str, viewer: Person) -> dict[str, str]:
        """What was written about the case that the viewer may read, by the discussion or session it is the record of."""
        written = self._work.written.of_case(ref, viewer=viewer)
        return {of: each.id for each in reversed(written) for of in (each.session_id, each.of_id) if of}
