"""A record that somebody says is not right: brought to the agreement's named manager, and seen to an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import errors
from storage.models import AgreementRow, DisputeRow, RecordRow, new_id
from storage.notices.edits import touch
from storage.notices.kinds import DISPUTED, SETTLED
from storage.notices.queue import Telling, queue
from storage.records import checks
from storage.records.base import Records
from storage.records.writtenviews import dispute_view
from storage.written import DisputeView

if TYPE_CHECKING:
    from storage.views import Person

RECORD = "record"
OUTCOMES = ("stands", "to_correct", "withdrawn")


class Disputes(Records):
    """Raised by whoever is to sign a record; settled by the named manager, or withdrawn by whoever raised it."""

    def bring(self, record_id: str, version: int, words: str, *, viewer: Person) -> DisputeView:
        """This version is not right, and why.

        Raises NotFound, NewerVersion, NotYoursToSign, WhyNotRightMissing, DisputedAlready.
        """
        row = self._record(record_id)
        self._work.sight.must_read(viewer, row.about_id)
        if version != row.version:
            raise errors.NewerVersion
        if viewer.id != row.about_id:
            raise errors.NotYoursToSign
        said = checks.fits(words)
        if not said:
            raise errors.WhyNotRightMissing
        if any(each.is_open for each in self._of(row.id)):
            raise errors.DisputedAlready
        dispute = DisputeRow(
            id=new_id(),
            workspace=self._work.workspace,
            record_id=row.id,
            version=version,
            raised_by_id=viewer.id,
            raised_at=self._work.now,
            words=said,
            to_id=self._named_manager(row),
            outcome="",
        )
        self._work.session.add(dispute)
        self._work.session.flush()
        self._work.written.settle_state(row.id)
        self._work.sight.note("disputed", viewer, RECORD, row.id, row.about_id)
        touch(self._work, [row.id])
        told = {dispute.to_id, row.by_id} - {None, viewer.id}
        queue(self._work, [Telling(DISPUTED, str(to), self._work.now, about_id=dispute.id) for to in sorted(map(str, told))])
        return dispute_view(dispute)

    def settle(self, dispute_id: str, outcome: str, words: str, *, viewer: Person) -> DisputeView:
        """What came of it: it `stands`, it is `to_correct`, or it is `withdrawn` by whoever raised it. Both are told.

        Raises NotFound, ForTheNamedManager, AnsweredAlready, OutcomeMissing.
        """
        found = self._must_get(dispute_id)
        row = self._record(found.record_id)
        self._may_settle(viewer, found, row, outcome)
        if found.outcome:
            raise errors.AnsweredAlready
        said = checks.fits(words)
        if not said and outcome != "withdrawn":
            raise errors.OutcomeMissing
        found.outcome, found.outcome_words = outcome, said or None
        found.settled_by_id, found.settled_at = viewer.id, self._work.now
        self._work.session.flush()
        self._work.written.settle_state(row.id)
        self._work.sight.note("settled", viewer, RECORD, row.id, row.about_id)
        touch(self._work, [found.id, row.id])
        told = {found.raised_by_id, row.by_id} - {viewer.id}
        queue(self._work, [Telling(SETTLED, to, self._work.now, about_id=found.id) for to in sorted(told)])
        return dispute_view(found)

    def get(self, dispute_id: str, *, viewer: Person) -> DisputeView:
        """One, with its words: to whoever may read the record. Raises NotFound."""
        found = self._must_get(dispute_id)
        self._work.written.read(found.record_id, viewer=viewer)
        return dispute_view(found)

    def waiting(self, viewer: Person) -> list[DisputeView]:
        """Those brought to the viewer and not settled, oldest first."""
        row = DisputeRow
        mine = (row.workspace == self._work.workspace, row.to_id == viewer.id, row.outcome == "")
        return list(map(dispute_view, self._work.session.scalars(select(row).where(*mine).order_by(row.raised_at, row.id))))

    def by_id(self, ids: Iterable[str]) -> dict[str, DisputeView]:
        """What messages say of these; for whoever is being told of one."""
        wanted, row = list(ids), DisputeRow
        mine = (row.workspace == self._work.workspace, row.id.in_(wanted))
        return {each.id: dispute_view(each) for each in self._work.session.scalars(select(row).where(*mine))} if wanted else {}

    def _may_settle(self, viewer: Person, found: DisputeRow, row: RecordRow, outcome: str) -> None:
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        if viewer.id == found.raised_by_id and outcome == "withdrawn":
            return
        supervisor = self._work.people.supervisor_of(row.about_id)
        apart = {row.by_id, supervisor.id if supervisor else ""}
        is_above = viewer.id in self._work.sight.above(row.about_id) and viewer.id not in apart
        if viewer.id != found.to_id and not is_above:
            can_see = self._work.sight.way(viewer, row.about_id) is not None
            raise errors.ForTheNamedManager if can_see else errors.NotFound
        if outcome == "withdrawn":
            raise errors.ForTheNamedManager

    def _named_manager(self, row: RecordRow) -> str | None:
        """Of the agreement in force (Wokingham 10); where none is named, the manager above the supervisor."""
        supervisor = self._work.people.supervisor_of(row.about_id)
        apart = {row.about_id, row.by_id, supervisor.id if supervisor else ""}
        each = AgreementRow
        mine = (each.workspace == self._work.workspace, each.supervisee_id == row.about_id)
        pair = (each.supervisor_id == supervisor.id,) if supervisor else ()
        named = self._work.session.scalars(
            select(each.named_manager_id).where(*mine, *pair, each.named_manager_id.is_not(None))
        )
        above = sorted(self._work.sight.above(row.about_id).items(), key=lambda found: found[1])
        return next((who for who in (*named, *(who for who, _ in above)) if who and who not in apart), None)

    def _of(self, record_id: str) -> list[DisputeView]:
        row = DisputeRow
        mine = (row.workspace == self._work.workspace, row.record_id == record_id)
        return list(map(dispute_view, self._work.session.scalars(select(row).where(*mine))))

    def _must_get(self, dispute_id: str) -> DisputeRow:
        row = DisputeRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.id == dispute_id))
        if found is None:
            raise errors.NotFound
        return found

    def _record(self, record_id: str) -> RecordRow:
        row = RecordRow
        found = self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, row.id == record_id))
        if found is None:
            raise errors.NotFound
        return found
