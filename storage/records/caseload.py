"""Cases opened, allocated, changed and closed by hand; what an extract brings stays the extract's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select, update

from scheduling.identifying import identify
from storage import errors, timelines
from storage.extracts.plan import Span
from storage.index.closing import Cause
from storage.models import CaseChangeRow, CaseRow, new_id
from storage.records import checks
from storage.records.allocating import must_be_open_on, must_hold, put, there_on
from storage.records.base import Records
from storage.records.casebook import LEADING
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
        # Closing a case ends no allocation: whoever had it has it again when it is opened again.
        if not any(each.worker_id == worker_id for each in there_on(self._work, known, on, *LEADING)):
            put(self._work, known, worker_id, "key_worker", on)
        self._noted("recorded", viewer, known, worker_id)
        self._refresh(known, [worker_id], on)
        return known

    def allocate(self, ref: str, *, viewer: Person, worker_id: str, on: date, role: str = "key_worker") -> None:
        """From this day it is this worker's; the one who answered for it until then no longer does, unless the role helps only.

        Whoever answers for it already keeps the day it was given to them: another role of theirs starts no clock anew.
        The day may be one to come: a transfer is planned ahead.
        Raises NotFound, ForTheSupervisor, CaseClosed, AllocatedAlready, BeforeTheCaseOpened, BeforeTheStart.
        """
        case = must_hold(self._work, ref, viewer)
        self._work.sight.must_supervise(viewer, worker_id)
        checks.since_start(on, self._work.people.must_get(worker_id))
        must_be_open_on(self._work, case, on, ahead=True)
        if role not in ROLES:
            raise ValueError(role)
        put(self._work, case.ref, worker_id, role, on)
        self._noted("changed", viewer, case.ref, worker_id)
        self._refresh(case.ref, [worker_id, *case.workers], on)

    def categorise(self, ref: str, category: str, *, viewer: Person, on: date) -> None:
        """From this day it is of another category. Raises NotFound, ForTheSupervisor, CaseClosed, BeforeTheCaseOpened."""
        case = must_hold(self._work, ref, viewer)
        must_be_open_on(self._work, case, on)
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
        case = must_hold(self._work, ref, viewer)
        must_be_open_on(self._work, case, on)
        self._store(case.ref, timelines.closed(self._timeline(case.ref), on))
        self._noted("changed", viewer, case.ref, case.workers[0])
        self._refresh(case.ref, case.workers, on)

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

    def _reopen(self, row: CaseRow, category: str, viewer: Person, on: date) -> None:
        (case,) = self._work.cases.seen([(row.ref, viewer)])
        if case is None:
            raise errors.CannotOpen
        if case.closed_on is None or case.closed_on > self._work.today:
            raise errors.OpenAlready
        if on < case.closed_on:
            raise errors.BeforeItClosed
        self._store(row.ref, (*self._timeline(row.ref), Span(category, on, None)))

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
