"""Personal matters in the record of a session: kept only where both agree, and read by fewer (Plymouth 5.8.1, Wokingham 9)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from storage import errors
from storage.models import PersonalMatterRow, SessionRow, new_id
from storage.notices.edits import touch
from storage.notices.kinds import TO_AGREE
from storage.notices.queue import Telling, queue
from storage.records import checks
from storage.records.base import Records
from storage.views import MatterView, Person

WAITS = timedelta(days=28)
"""What has not been agreed to by then is not kept: there is no joint agreement."""
KIND = "matter"


class Matters(Records):
    """Written by the supervisor, who so agrees; kept once the supervisee has agreed too."""

    def write(self, session_id: str, content: str, *, viewer: Person) -> MatterView:
        """Put it to the supervisee. Raises NotFound, ForTheSupervisor, NotesMissing, TooLong.

        Only the supervisor writes it, since only they read it: not a manager who records in their place.
        """
        row = self._session(session_id)
        self._work.sight.must_supervise(viewer, row.supervisee_id)
        if not self._work.sight.sees_personal(viewer, row.supervisee_id):
            raise errors.ForTheSupervisor
        typed = checks.fits(content)
        if not typed:
            raise errors.NotesMissing
        matter = PersonalMatterRow(
            id=new_id(),
            workspace=self._work.workspace,
            session_id=row.id,
            supervisee_id=row.supervisee_id,
            written_by_id=viewer.id,
            written_at=self._work.now,
            content=typed,
        )
        self._work.session.add(matter)
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, KIND, matter.id, row.supervisee_id)
        queue(self._work, [Telling(TO_AGREE, row.supervisee_id, self._work.now, about_id=matter.id)])
        return _view(matter)

    def answer(self, matter_id: str, *, viewer: Person, agrees: bool) -> MatterView:
        """The supervisee agrees that it is kept, or it is not kept and its text is gone.

        Raises NotFound, NotAgreedHere where somebody else answers, AnsweredAlready.
        """
        row = self._must_get(matter_id, viewer)
        if viewer.id != row.supervisee_id:
            raise errors.NotAgreedHere
        if row.agreed_at is not None or row.refused_at is not None:
            raise errors.AnsweredAlready
        if agrees:
            row.agreed_at = self._work.now
        else:
            row.refused_at, row.content = self._work.now, None
        self._work.session.flush()
        self._work.sight.note("consented" if agrees else "refused", viewer, KIND, row.id, row.supervisee_id)
        touch(self._work, [row.id])
        return _view(row)

    def read(self, matter_id: str, *, viewer: Person) -> MatterView:
        """One, with its text."""
        row = self._must_get(matter_id, viewer)
        self._work.sight.note("read", viewer, KIND, row.id, row.supervisee_id)
        return _view(row)

    def of_session(self, session_id: str, *, viewer: Person) -> list[MatterView]:
        """Those in the record of a session; none where the viewer may not read them, nor told that there are any."""
        row = self._session(session_id)
        self._work.sight.must_read(viewer, row.supervisee_id)
        if not self._work.sight.sees_personal(viewer, row.supervisee_id):
            return []
        found = self._rows(PersonalMatterRow.session_id == row.id)
        for each in found:
            self._work.sight.note("read", viewer, KIND, each.id, each.supervisee_id)
        return [_view(each) for each in found]

    def let_go(self) -> int:
        """What nobody agreed to in four weeks is not kept. Answers how many; for the night."""
        row = PersonalMatterRow
        waiting = row.agreed_at.is_(None), row.refused_at.is_(None), row.written_at <= self._work.now - WAITS
        ids = list(self._work.session.scalars(select(row.id).where(row.workspace == self._work.workspace, *waiting)))
        if ids:
            gone = update(row).where(row.id.in_(ids)).values(content=None, refused_at=self._work.now)
            self._work.session.execute(gone)
            touch(self._work, ids)
        return len(ids)

    def _session(self, session_id: str) -> SessionRow:
        row = SessionRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.id == session_id))
        if found is None:
            raise errors.NotFound
        return found

    def _must_get(self, matter_id: str, viewer: Person) -> PersonalMatterRow:
        found = self._rows(PersonalMatterRow.id == matter_id)
        if not found or not self._work.sight.sees_personal(viewer, found[0].supervisee_id):
            raise errors.NotFound
        return found[0]

    def _rows(self, *where: ColumnElement[bool]) -> Sequence[PersonalMatterRow]:
        row = PersonalMatterRow
        query = select(row).where(row.workspace == self._work.workspace, *where).order_by(row.written_at, row.id)
        return self._work.session.scalars(query).all()


def _view(row: PersonalMatterRow) -> MatterView:
    return MatterView(
        id=row.id,
        session_id=row.session_id,
        supervisee_id=row.supervisee_id,
        written_by_id=row.written_by_id,
        written_at=row.written_at,
        content=row.content or "",
        agreed_at=row.agreed_at,
        refused_at=row.refused_at,
    )
