"""Cases brought to group supervision on a day to come: whoever brings one is reminded of what to bring with it."""

from datetime import date

from sqlalchemy import select

from storage import errors
from storage.models import CaseForGroupRow, new_id
from storage.records.allocating import must_be_open_on
from storage.records.base import Records
from storage.views import Person


class Bringing(Records):
    """Of cases the viewer may see: whoever works one, and the line above them."""

    def plan(self, ref: str, *, viewer: Person, facilitator_id: str = "", on: date) -> str:
        """Whoever answers for the case brings it to the group of that day; answers who leads it.

        That is the supervisor where nobody is named. Planned again for that day, another leads it.
        Raises NotFound, CaseClosed, BeforeTheCaseOpened, InThePast, NoSupervisor.
        """
        case, work = self._work.cases.must_see(ref, viewer), self._work
        must_be_open_on(work, case, on, ahead=True)
        if on < work.today:
            raise errors.InThePast
        supervisor = None if facilitator_id else work.people.supervisor_of(case.workers[0])
        if not facilitator_id and supervisor is None:
            raise errors.NoSupervisor
        leads = work.people.must_get(facilitator_id or (supervisor.id if supervisor else ""))
        row = CaseForGroupRow
        mine = (row.workspace == work.workspace, row.case_ref == case.ref, row.planned_on == on)
        there = work.session.scalar(select(row).where(*mine))
        if there is None:
            there = row(workspace=work.workspace, id=new_id(), case_ref=case.ref, planned_on=on)
            work.session.add(there)
        there.worker_id, there.facilitator_id, there.by_id = case.workers[0], leads.id, viewer.id
        work.session.flush()
        work.sight.note("booked", viewer, "case", case.ref, case.workers[0])
        return leads.id
