"""The decision and review points of a case: management oversight is asked for on the day (Wokingham, Standard 24)."""

from datetime import date

from sqlalchemy import select

from storage import errors
from storage.index.closing import Cause
from storage.models import CasePointRow, new_id
from storage.records.allocating import must_be_open_on
from storage.records.base import Records
from storage.views import Person

POINT = "case"


class Points(Records):
    """Of cases the viewer may see: whoever works one, and the line above them."""

    def set(self, ref: str, *, viewer: Person, on: date) -> str:
        """On this day the case is decided on or reviewed; answers its reference.

        Raises NotFound, CaseClosed, BeforeTheCaseOpened, InThePast, NoPointsAsked.
        """
        case = self._work.cases.must_see(ref, viewer)
        must_be_open_on(self._work, case, on, ahead=True)
        terms = self._work.policy.at(self._work.today).cases
        if terms is None or terms.points is None or case.category not in terms.points.categories:
            raise errors.NoPointsAsked
        if on < self._work.today:
            raise errors.InThePast
        row = CasePointRow
        mine = (row.workspace == self._work.workspace, row.case_ref == case.ref, row.point_on == on)
        if self._work.session.scalar(select(row.id).where(*mine)) is None:
            there = {"workspace": self._work.workspace, "id": new_id(), "case_ref": case.ref, "point_on": on}
            self._work.session.add(row(**there, by_id=viewer.id, set_at=self._work.now))
            self._work.session.flush()
        self._work.sight.note("booked", viewer, POINT, case.ref, case.workers[0])
        self._work.index.refresh(people=set(case.workers), cases=[case.ref], cause=Cause(done_on=on))
        return case.ref

    def ahead(self, ref: str, *, viewer: Person) -> list[date]:
        """Those still to come, the next first."""
        case, row = self._work.cases.must_see(ref, viewer), CasePointRow
        mine = (row.workspace == self._work.workspace, row.case_ref == case.ref, row.point_on >= self._work.today)
        return list(self._work.session.scalars(select(row.point_on).where(*mine).order_by(row.point_on)))
