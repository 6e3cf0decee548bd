"""That a discussion of a family shows on each child's file, one by one (Kent 2, Wokingham Standard 11)."""

from collections.abc import Iterable

from sqlalchemy import select

from storage import errors
from storage.dialects import insert_new
from storage.index.closing import Cause
from storage.models import DiscussionRow, EvidenceRow
from storage.records import checks, led
from storage.records.base import Records
from storage.views import Person


class Evidence(Records):
    """Of discussions of cases the viewer supervises."""

    def show(self, discussion_id: str, children: Iterable[str], *, viewer: Person) -> int:
        """It is on the files of these children, by reference; answers how many were new.

        Raises NotFound, ForTheSupervisor, NotByNumber.
        """
        found = self._must_get(discussion_id)
        if led.way(self._work, viewer, found) is None:
            self._work.sight.must_supervise(viewer, found.worker_id)
        mine = {"workspace": self._work.workspace, "discussion_id": found.id, "evidenced_on": self._work.today}
        refs = list(dict.fromkeys(checks.number(each) for each in children if each.strip()))
        there = self._children(found)
        insert_new(self._work.session, EvidenceRow, [mine | {"child_ref": ref} for ref in refs])
        self._work.session.flush()
        self._work.sight.note("filed", viewer, "discussion", found.id, found.worker_id)
        self._work.index.refresh(cases=[found.case_ref], cause=Cause(done_on=self._work.today))
        return len(set(refs) - there)

    def of(self, discussion_id: str, *, viewer: Person) -> list[str]:
        """The children on whose files it is. Raises NotFound."""
        found = self._must_get(discussion_id)
        if not self._work.sight.can_see(viewer, found.worker_id):
            self._work.cases.must_see(found.case_ref, viewer)
        return sorted(self._children(found))

    def _must_get(self, discussion_id: str) -> DiscussionRow:
        row = DiscussionRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.id == discussion_id))
        if found is None:
            raise errors.NotFound
        return found

    def _children(self, discussion: DiscussionRow) -> set[str]:
        row = EvidenceRow
        mine = (row.workspace == self._work.workspace, row.discussion_id == discussion.id)
        return set(self._work.session.scalars(select(row.child_ref).where(*mine)))
