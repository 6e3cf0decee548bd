"""Case summaries: that one was written, by whom, of which case. What it says is in its filled form."""

from storage import errors
from storage.index.closing import Cause
from storage.models import DiscussionRow, new_id
from storage.records.base import Records
from storage.views import Person

SUMMARY = "summary"


class Summaries(Records):
    """Of cases the viewer may see: their worker writes them, or the line above."""

    def write(self, ref: str, *, viewer: Person, worker_id: str) -> str:
        """The case is summed up today; answers the id of the discussion. Closing it is such an occasion too.

        Raises NotFound where the case is not this worker's, or not the viewer's to see.
        """
        self._work.sight.must_see(viewer, worker_id)
        case = self._work.cases.must_see(ref, viewer)
        if worker_id not in case.workers:
            raise errors.NotFound
        row = DiscussionRow(
            id=new_id(),
            workspace=self._work.workspace,
            case_ref=case.ref,
            worker_id=worker_id,
            by_id=viewer.id,
            kind=SUMMARY,
            discussed_on=self._work.today,
            recorded_on=self._work.today,
            confirmed_on=self._work.today,  # the worker's to write (Manchester 1.2.2): no draft, whoever writes it
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, "discussion", row.id, worker_id)
        self._work.index.refresh(people=[worker_id], cases=[case.ref], cause=Cause(done_on=self._work.today))
        return row.id
