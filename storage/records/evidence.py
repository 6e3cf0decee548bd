"""That a discussion of a family shows on each child's file, one by one (Kent 2, Wokingham Standard 11)."""

from collections.abc import Iterable

from sqlalchemy import select

from storage import errors
from storage.dialects import insert_new
from storage.index.closing import Cause
from storage.models import DiscussionRow, EvidenceRow
from storage.records.base import Records
from storage.views import Person


class Evidence(Records):
    """Of discussions of cases the viewer supervises."""

    def show(self, discussion_id: str, children: Iterable[str], *, viewer: Person) -> int:
        """It is on the files of these children, by reference; answers how many were new. Raises NotFound, ForTheSupervisor."""
        row = DiscussionRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.id == discussion_id))
        if found is None:
            raise errors.NotFound
        self._work.sight.must_supervise(viewer, found.worker_id)
        mine = {"workspace": self._work.workspace, "discussion_id": found.id, "evidenced_on": self._work.today}
        refs = list(dict.fromkeys(each.strip() for each in children if each.strip()))
        there = set(self.of(discussion_id))
        insert_new(self._work.session, EvidenceRow, [mine | {"child_ref": ref} for ref in refs])
        self._work.session.flush()
        self._work.sight.note("filed", viewer, "discussion", found.id, found.worker_id)
        self._work.index.refresh(cases=[found.case_ref], cause=Cause(done_on=self._work.today))
        return len(set(refs) - there)

    def of(self, discussion_id: str) -> list[str]:
        """The children on whose files it is."""
        row = EvidenceRow
        mine = (row.workspace == self._work.workspace, row.discussion_id == discussion_id)
        return list(self._work.session.scalars(select(row.child_ref).where(*mine).order_by(row.child_ref)))
