"""Cases worked jointly: one lead, others with them, and the planning meeting at the outset (Plymouth 5.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storage import errors
from storage.index.closing import Cause
from storage.models import AllocationRow, CaseRow
from storage.records import checks
from storage.records.allocating import must_be_open_on, must_hold, put, there_on
from storage.records.base import Records
from storage.records.casebook import LEADING, Held
from storage.views import Person
from storage.written import RecordView

PLAN = "joint_planning"
LEAD, WITH, ALONE = "lead", "co_worker", "key_worker"


@dataclass(frozen=True, slots=True)
class JointView:
    """Who works a case jointly."""

    ref: str
    category: str
    from_on: date | None
    """Since when; None: it no longer is."""
    met_on: date | None
    """The planning meeting; None: none is recorded yet."""
    lead: Person
    others: tuple[Person, ...]
    manager: Person | None
    """The lead's line manager."""


class JointWork(Records):
    """Of cases the viewer may see. Begun, planned and ended by the line above the lead."""

    def begin(self, ref: str, lead_id: str, with_ids: Sequence[str], *, viewer: Person, on: date) -> JointView:
        """From this day, which may be to come, this one leads and these work it too. Begun already, it is put right.

        Whoever answers for it already leads it from the day it was given to them: joint work is no new allocation.
        Raises NotFound, ForTheSupervisor, CaseClosed, OneLead, BeforeTheCaseOpened, BeforeTheStart.
        """
        work, others = self._work, list(dict.fromkeys(with_ids))
        case = must_hold(work, ref, viewer)
        if not others or lead_id in others:
            raise errors.OneLead
        work.sight.must_supervise(viewer, lead_id)
        for each in (lead_id, *others):
            checks.since_start(on, work.people.must_get(each))
        must_be_open_on(work, case, on, ahead=True)
        row = self._row(case.ref)
        if row.joint_from is not None:
            self._let_go(case.ref, on, but=others)
        for worker_id, role in ((lead_id, LEAD), *((each, WITH) for each in others)):
            if not any(each.worker_id == worker_id for each in there_on(work, case.ref, on, role)):
                put(work, case.ref, worker_id, role, on)
        row.planning_meeting_on = row.planning_meeting_on if row.joint_from else None
        row.joint_from = on
        self._changed(case.ref, lead_id, viewer, [lead_id, *others, *case.workers])
        return self._view(case, lead_id)

    def end(self, ref: str, *, viewer: Person, on: date) -> Held:
        """The lead goes on alone from this day. Raises NotFound, ForTheSupervisor, NotJoint, NotThatDayYet."""
        case = must_hold(self._work, ref, viewer)
        row = self._row(case.ref)
        if row.joint_from is None:
            raise errors.NotJoint
        must_be_open_on(self._work, case, on)
        self._let_go(case.ref, on)
        for each in self._open_ended(case.ref, LEAD):
            each.role = ALONE
        row.joint_from = row.planning_meeting_on = None
        self._changed(case.ref, case.workers[0], viewer, case.workers)
        return case

    def get(self, ref: str, *, viewer: Person) -> JointView:
        """Who works it jointly. Raises NotFound, NotJoint."""
        if not self.is_joint(ref, viewer=viewer):
            raise errors.NotJoint
        return self._as_it_stands(ref, viewer)

    def is_joint(self, ref: str, *, viewer: Person) -> bool:
        """Whether it is worked jointly, or is going to be. Raises NotFound."""
        return self._row(self._work.cases.must_see(ref, viewer).ref).joint_from is not None

    def _as_it_stands(self, ref: str, viewer: Person) -> JointView:
        case = self._work.cases.must_see(ref, viewer)
        leads = [each.worker_id for each in self._open_ended(case.ref, *LEADING)]
        return self._view(case, leads[-1] if leads else case.workers[0])

    def to_plan(self, ref: str, *, viewer: Person) -> JointView:
        """The same, for whoever may record its planning meeting. Raises NotFound, NotJoint, ForTheSupervisor."""
        joint = self.get(ref, viewer=viewer)
        self._work.sight.must_supervise(viewer, joint.lead.id)
        return joint

    def since(self, ref: str, *, viewer: Person) -> JointView | None:
        """As it stands by now, jointly worked or not; None where its line is no longer the viewer's."""
        (case,) = self._work.cases.seen([(ref, viewer)])
        joint = self._as_it_stands(case.ref, viewer) if case else None
        return joint if joint and viewer.id in self._work.sight.above(joint.lead.id) else None

    def met(self, ref: str, *, viewer: Person, on: date) -> JointView:
        """The planning meeting took place. Raises NotFound, ForTheSupervisor, NotJoint, InTheFuture."""
        joint = self.to_plan(ref, viewer=viewer)
        self._row(joint.ref).planning_meeting_on = checks.happened(on, self._work.today)
        self._changed(joint.ref, joint.lead.id, viewer, [joint.lead.id], Cause(done_on=on))
        return self.get(ref, viewer=viewer)

    def plans(self, ref: str, *, viewer: Person) -> list[RecordView]:
        """The records of its planning meetings, newest first, for whoever may see the case."""
        case = self._work.cases.must_see(ref, viewer)
        return [each for each in self._work.written.of_case(case.ref, viewer=viewer) if each.form == PLAN]

    def _view(self, case: Held, lead_id: str) -> JointView:
        row, work = self._row(case.ref), self._work
        others = [each.worker_id for each in self._open_ended(case.ref, WITH) if each.worker_id != lead_id]
        people = work.people.by_id({lead_id, *others})
        manager = people[lead_id].manager_id
        return JointView(
            ref=case.ref,
            category=case.category,
            from_on=row.joint_from,
            met_on=row.planning_meeting_on,
            lead=people[lead_id],
            others=tuple(people[each] for each in dict.fromkeys(others)),
            manager=work.people.get(manager) if manager else None,
        )

    def _let_go(self, ref: str, on: date, but: Sequence[str] = ()) -> None:
        """Those who work it with the lead no longer do, but for these."""
        for each in self._open_ended(ref, WITH):
            if each.worker_id not in but and each.from_on >= on:
                self._work.session.delete(each)
            elif each.worker_id not in but:
                each.until_on = on
        self._work.session.flush()

    def _row(self, ref: str) -> CaseRow:
        return self._work.session.get_one(CaseRow, (self._work.workspace, ref))

    def _open_ended(self, ref: str, *roles: str) -> list[AllocationRow]:
        """To whom it is given in these roles with no end in sight, in the order it was."""
        row = AllocationRow
        here = row.workspace == self._work.workspace, row.case_ref == ref, row.until_on.is_(None), row.role.in_(roles)
        return list(self._work.session.scalars(select(row).where(*here).order_by(row.from_on, row.id)))

    def _changed(self, ref: str, lead_id: str, viewer: Person, people: Sequence[str], cause: Cause | None = None) -> None:
        self._work.session.flush()
        self._work.sight.note("changed", viewer, "case", ref, lead_id)
        self._work.index.refresh(people=set(people), cases=[ref], cause=cause or Cause())
