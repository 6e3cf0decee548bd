"""Cases opened, allocated, changed and closed by hand; what an extract brings stays the extract's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, or_, select, update

from scheduling.identifying import identify
from storage import errors, timelines
from storage.extracts.plan import Span
from storage.index.closing import Cause
from storage.models import AllocationRow, CaseChangeRow, CaseChildRow, CaseRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.records.casebook import LEADING, Held
from storage.views import Person

CASE = "case"
KEPT = ("category", "closed_on")
ROLES = ("key_worker", "lead", "co_worker", "supporting", "duty")


class Caseload(Records):
    """Of workers the viewer supervises: a worker's caseload is their managers' to change."""

    def open(self, ref: str, category: str, *, viewer: Person, worker_id: str, on: date) -> str:
        """A case, or one that was closed, from this day; answers its reference as it is kept.

        Raises NotFound, ForTheSupervisor, NotThatDayYet, BeforeTheStart, NotAReference, OpenAlready, CannotOpen.
        """
        self._work.sight.must_supervise(viewer, worker_id)
        checks.since_start(self._happened(on), self._work.people.must_get(worker_id))
        known = self._reference(ref)
        row = self._row(known)
        if row is None:
            row = CaseRow(workspace=self._work.workspace, ref=known, category=category, opened_on=on, source="")
            self._work.session.add(row)
            self._work.session.flush()
        else:
            self._reopen(row, category, viewer, on)
        if not self._has_it(known, worker_id, "key_worker", on):
            self._allocate(known, worker_id, "key_worker", on)
        self._noted("recorded", viewer, known, worker_id)
        self._refresh(known, [worker_id], on)
        return known

    def allocate(self, ref: str, *, viewer: Person, worker_id: str, on: date, role: str = "key_worker") -> None:
        """From this day it is this worker's; the one who answered for it until then no longer does, unless the role helps only.

        The day may be one to come: a transfer is planned ahead.
        Raises NotFound, ForTheSupervisor, CaseClosed, AllocatedAlready, BeforeTheCaseOpened, BeforeTheStart.
        """
        case = self._must_hold(ref, viewer)
        self._work.sight.must_supervise(viewer, worker_id)
        checks.since_start(on, self._work.people.must_get(worker_id))
        self._must_be_open_on(case, on, ahead=True)
        if role not in ROLES:
            raise ValueError(role)
        self._allocate(case.ref, worker_id, role, on)
        self._noted("changed", viewer, case.ref, worker_id)
        self._refresh(case.ref, [worker_id, *case.workers], on)

    def categorise(self, ref: str, category: str, *, viewer: Person, on: date) -> None:
        """From this day it is of another category. Raises NotFound, ForTheSupervisor, CaseClosed, BeforeTheCaseOpened."""
        case = self._must_hold(ref, viewer)
        self._must_be_open_on(case, on)
        timeline = self._timeline(case.ref)
        last = timeline[-1]
        if last.from_on is not None and on <= last.from_on:
            self._store(case.ref, (*timeline[:-1], replace(last, category=category)))
        else:
            self._store(case.ref, (*timeline[:-1], replace(last, until_on=on), Span(category, on, last.until_on)))
        self._noted("changed", viewer, case.ref, case.workers[0])
        self._refresh(case.ref, case.workers, on)

    def close(self, ref: str, *, viewer: Person, on: date) -> None:
        """Nothing is due on it from this day. Raises NotFound, ForTheSupervisor, CaseClosed, BeforeTheCaseOpened."""
        case = self._must_hold(ref, viewer)
        self._must_be_open_on(case, on)
        self._store(case.ref, timelines.closed(self._timeline(case.ref), on))
        self._noted("changed", viewer, case.ref, case.workers[0])
        self._refresh(case.ref, case.workers, on)

    def join(self, ref: str, *, viewer: Person, lead_id: str, co_worker_id: str, on: date) -> None:
        """Two work it together from this day, one of them the lead (Plymouth 5.4.3).

        Raises NotFound, ForTheSupervisor, CaseClosed, BeforeTheCaseOpened, TwoPeopleNeeded.
        """
        case = self._must_hold(ref, viewer)
        if lead_id == co_worker_id:
            raise errors.TwoPeopleNeeded
        self._work.sight.must_see(viewer, lead_id, co_worker_id)
        self._must_be_open_on(case, on)
        self._allocate(case.ref, lead_id, "lead", on)
        self._allocate(case.ref, co_worker_id, "co_worker", on)
        row = self._row(case.ref)
        assert row is not None
        row.joint_from = on
        self._work.session.flush()
        self._noted("changed", viewer, case.ref, lead_id)
        self._refresh(case.ref, [lead_id, co_worker_id, *case.workers], on)

    def planned(self, ref: str, *, viewer: Person, on: date) -> None:
        """The planning meeting of joint work took place. Raises NotFound, ForTheSupervisor, NotThatDayYet."""
        case = self._must_hold(ref, viewer)
        row = self._row(case.ref)
        assert row is not None
        if row.joint_from is None:
            raise errors.NotJoint
        row.planning_meeting_on = self._happened(on)
        self._work.session.flush()
        self._noted("recorded", viewer, case.ref, case.workers[0])
        self._refresh(case.ref, case.workers, on)

    def name_children(self, ref: str, children: Sequence[str], *, viewer: Person) -> list[str]:
        """The children of the case, by reference: those named before and not now no longer are. Answers them in order."""
        case = self._must_hold(ref, viewer)
        row, mine = CaseChildRow, {"workspace": self._work.workspace, "case_ref": case.ref}
        self._work.session.execute(delete(row).where(row.workspace == self._work.workspace, row.case_ref == case.ref))
        named = sorted({each.strip().upper() for each in children if each.strip()})
        self._work.session.add_all(CaseChildRow(**mine, child_ref=each) for each in named)
        self._work.session.flush()
        self._noted("changed", viewer, case.ref, case.workers[0])
        self._refresh(case.ref, (), self._work.today)
        return named

    def _must_hold(self, ref: str, viewer: Person) -> Held:
        """The case, where the viewer supervises whoever answers for it."""
        case = self._work.cases.must_see(ref, viewer)
        if viewer.id not in self._work.sight.above(case.workers[0]):
            raise errors.ForTheSupervisor
        return case

    def _reference(self, typed: str) -> str:
        """What is none is refused, so that no name and no number of a child's ever stands for a case."""
        ref = typed.strip().upper()
        if not self._work.policy.at(self._work.today).record.references.fits(ref) or identify(ref):
            raise errors.NotAReference
        return ref

    def _happened(self, on: date) -> date:
        if on > self._work.today:
            raise errors.NotThatDayYet
        return on

    def _must_be_open_on(self, case: Held, on: date, *, ahead: bool = False) -> None:
        if not ahead:
            self._happened(on)
        if case.closed_on is not None and case.closed_on <= self._work.today:
            raise errors.CaseClosed
        if on < case.opened_on:
            raise errors.BeforeTheCaseOpened

    def _reopen(self, row: CaseRow, category: str, viewer: Person, on: date) -> None:
        (case,) = self._work.cases.seen([(row.ref, viewer)])
        if case is None:
            raise errors.CannotOpen
        if case.closed_on is None or case.closed_on > self._work.today:
            raise errors.OpenAlready
        if on < case.closed_on:
            raise errors.BeforeItClosed
        self._store(row.ref, (*self._timeline(row.ref), Span(category, on, None)))

    def _allocate(self, ref: str, worker_id: str, role: str, on: date) -> None:
        """Ends what the worker, and for a leading role whoever led until then, had before."""
        row = AllocationRow
        mine = (row.workspace == self._work.workspace, row.case_ref == ref, or_(row.until_on.is_(None), row.until_on > on))
        if self._has_it(ref, worker_id, role, on):
            raise errors.AllocatedAlready
        for each in self._work.session.scalars(select(row).where(*mine)):
            same = each.worker_id == worker_id
            if same or (role in LEADING and each.role in LEADING):
                if each.from_on >= on:
                    self._work.session.delete(each)
                else:
                    each.until_on = on
        self._work.session.flush()
        at = self._work.now if on == self._work.today else None
        kept = {"workspace": self._work.workspace, "case_ref": ref, "worker_id": worker_id, "role": role}
        self._work.session.add(AllocationRow(**kept, id=new_id(), from_on=on, from_at=at))
        self._work.session.flush()

    def _has_it(self, ref: str, worker_id: str, role: str, on: date) -> bool:
        """Closing a case ends no allocation: whoever had it has it again when it is opened again."""
        row = AllocationRow
        theirs = (row.workspace == self._work.workspace, row.case_ref == ref, row.worker_id == worker_id, row.role == role)
        then = (row.from_on <= on, or_(row.until_on.is_(None), row.until_on > on))
        return self._work.session.scalar(select(row.id).where(*theirs, *then).limit(1)) is not None

    def _row(self, ref: str) -> CaseRow | None:
        row = CaseRow
        return self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.ref == ref))

    def _timeline(self, ref: str) -> timelines.Timeline:
        row, change = self._row(ref), CaseChangeRow
        assert row is not None
        mine = (change.workspace == self._work.workspace, change.case_ref == ref, change.field.in_(KEPT))
        changes = self._work.session.execute(
            select(change.from_on, change.field, change.value).where(*mine).order_by(*timelines.in_order(change))
        )
        return timelines.from_rows(
            row.category, row.opened_on, row.closed_on, [(on, name, value) for on, name, value in changes]
        )

    def _store(self, ref: str, timeline: timelines.Timeline) -> None:
        category, opened_on, closed_on, changes = timelines.to_rows(timeline)
        mine, change = {"workspace": self._work.workspace, "case_ref": ref}, CaseChangeRow
        theirs = (change.workspace == self._work.workspace, change.case_ref == ref, change.field.in_(KEPT))
        self._work.session.execute(delete(change).where(*theirs))
        here = update(CaseRow).where(CaseRow.workspace == self._work.workspace, CaseRow.ref == ref)
        self._work.session.execute(here.values(category=category, opened_on=opened_on, closed_on=closed_on))
        self._work.session.add_all(
            change(**mine, id=new_id(), from_on=on, field=name, value=value) for on, name, value in changes
        )
        self._work.session.flush()

    def _noted(self, act: str, viewer: Person, ref: str, worker_id: str) -> None:
        self._work.sight.note(act, viewer, CASE, ref, worker_id)

    def _refresh(self, ref: str, people: Sequence[str], on: date) -> None:
        self._work.index.refresh(people=set(people), cases=[ref], cause=Cause(done_on=on))
