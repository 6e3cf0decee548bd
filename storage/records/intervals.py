"""A case discussed more often than the policy asks: asked for by its worker, or found necessary by whoever supervises it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduling.calendar import Interval
from scheduling.rules.cases import interval_of
from storage import errors
from storage.index.closing import Cause
from storage.models import CaseIntervalRow, new_id
from storage.notices import oftener
from storage.notices.edits import touch
from storage.records import checks
from storage.records.allocating import must_be_open_on
from storage.records.base import Records
from storage.views import Person

INTERVAL = "interval"
HOW = ("supervisee", "supervisor", "review")
"""The worker asked, whoever supervises them did, or a manager's review of the case found the need."""


@dataclass(frozen=True, slots=True)
class IntervalView:
    """How often a case is discussed from a day on; `every` is None where it is as the policy asks again."""

    id: str
    case_ref: str
    from_on: date
    every: Interval | None
    how: str
    because: str
    by_id: str


class Intervals(Records):
    """On cases the viewer may see. The reason is sealed at rest."""

    def agree(self, ref: str, every: Interval, why: str, *, viewer: Person, how: str, on: date) -> IntervalView:
        """From this day the case is discussed this often, where that is more often than the policy asks.

        Whoever works it may ask, and it holds until the line above ends it: it only brings the next discussion forward.
        Raises NotFound, CaseClosed, BeforeTheCaseOpened, NotThatDayYet, WhyMoreOftenMissing, NoMoreOften.
        """
        case = self._work.cases.must_see(ref, viewer)
        must_be_open_on(self._work, case, on)
        said = checks.fits(why)
        if not said:
            raise errors.WhyMoreOftenMissing
        policy = interval_of(self._work.policy, self._work.today, case.category)
        if policy and every.after(on) >= policy.after(on):
            raise errors.NoMoreOften
        is_above = any(viewer.id in self._work.sight.above(worker) for worker in case.workers)
        row = self._keep(case.ref, every, how if is_above and how in HOW else HOW[0], said, viewer, on)
        self._refresh(case.ref, case.workers, on)
        if not is_above and (supervisor := self._work.people.supervisor_of(case.workers[0])):
            oftener.tell(self._work, row.id, [supervisor.id])
        self._work.sight.note("recorded", viewer, INTERVAL, row.id, case.workers[0])
        return _view(row, said)

    def end(self, ref: str, *, viewer: Person, on: date) -> None:
        """From this day it is discussed as the policy asks again: said by the line above.

        Raises NotFound, ForTheSupervisor, NothingAgreed.
        """
        case = self._work.cases.must_see(ref, viewer)
        self._work.sight.must_supervise(viewer, case.workers[0])
        if self.of_case(ref, viewer=viewer) is None:
            raise errors.NothingAgreed
        before = self._last(case.ref)
        row = self._keep(case.ref, None, "", None, viewer, on)
        touch(self._work, [before.id] if before else [])
        self._work.sight.note("changed", viewer, INTERVAL, row.id, case.workers[0])
        self._refresh(case.ref, case.workers, on)

    def of_case(self, ref: str, *, viewer: Person) -> IntervalView | None:
        """What holds today, without its reason; None where it is as the policy asks."""
        row = self._last(self._work.cases.must_see(ref, viewer).ref)
        return _view(row, "") if row is not None and row.every_count else None

    def read(self, ref: str, *, viewer: Person) -> IntervalView | None:
        """The same with its reason, which is shown in a window only."""
        case = self._work.cases.must_see(ref, viewer)
        row = self._last(case.ref)
        if row is None or not row.every_count:
            return None
        self._work.sight.note("read", viewer, INTERVAL, row.id, case.workers[0])
        return _view(row, row.because or "")

    def by_id(self, ids: Collection[str]) -> dict[str, tuple[IntervalView, bool]]:
        """What messages say of these, and whether another holds instead; for whoever is being told of one."""
        if not ids:
            return {}
        row = CaseIntervalRow
        query = select(row).where(row.workspace == self._work.workspace, row.id.in_(ids))
        rows = list(self._work.session.scalars(query))
        last = {ref: self._last(ref) for ref in {each.case_ref for each in rows}}
        return {each.id: (_view(each, ""), last[each.case_ref] is not each) for each in rows}

    def _last(self, ref: str) -> CaseIntervalRow | None:
        row = CaseIntervalRow
        mine = (row.workspace == self._work.workspace, row.case_ref == ref, row.from_on <= self._work.today)
        return self._work.session.scalar(select(row).where(*mine).order_by(row.from_on.desc(), row.kept_at.desc()).limit(1))

    def _keep(
        self, ref: str, every: Interval | None, how: str, because: str | None, viewer: Person, on: date
    ) -> CaseIntervalRow:
        last = self._last(ref)
        after = last.kept_at + timedelta(microseconds=1) if last else self._work.now  # of two the later holds, in order
        row = CaseIntervalRow(
            id=new_id(),
            workspace=self._work.workspace,
            case_ref=ref,
            from_on=on,
            every_count=every.count if every else None,
            every_unit=every.unit if every else None,
            how=how,
            because=because,
            by_id=viewer.id,
            kept_at=max(self._work.now, after),
        )
        self._work.session.add(row)
        self._work.session.flush()
        return row

    def _refresh(self, ref: str, people: Sequence[str], on: date) -> None:
        self._work.index.refresh(people=set(people), cases=[ref], cause=Cause(done_on=on))


def _view(row: CaseIntervalRow, because: str) -> IntervalView:
    every = Interval(row.every_count, row.every_unit) if row.every_count and row.every_unit else None
    return IntervalView(row.id, row.case_ref, row.from_on, every, row.how, because, row.by_id)
