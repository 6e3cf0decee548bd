"""What messages say that is about nothing owed: a booking moved, a record to put in its place, a case wanted more often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.models import CaseForGroupRow, NoticeRow
from storage.notices import bringing, filing, moved, oftener
from storage.notices.kinds import BOOKED, GROUP_AHEAD, MORE_OFTEN, MOVED, OF_BOOKINGS, TO_FILE
from storage.views import ItemView

if TYPE_CHECKING:
    from storage.records.intervals import IntervalView
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Besides:
    """What the notices of one message speak of, by id."""

    to_file: Mapping[str, filing.ToFile]
    moved: Mapping[str, moved.Told]
    intervals: Mapping[str, tuple[IntervalView, bool]]
    brought: Mapping[str, CaseForGroupRow]

    @property
    def people(self) -> set[str]:
        """Whom they are about."""
        whose = {each.person_id for each in self.to_file.values()} | {each.supervisee_id for each in self.moved.values()}
        whose |= {each.worker_id for each in self.brought.values()}
        return whose | {each.by_id for each, _ in self.intervals.values()}

    @property
    def named(self) -> set[str]:
        """Whoever is named in them besides."""
        return moved.movers(self.moved) | {each.facilitator_id for each in self.brought.values()}

    def about(self, notice: NoticeRow) -> str | None:
        """Whose supervision it is; None where it is about nothing of ours."""
        if notice.kind == TO_FILE and (record := self.to_file.get(notice.subject)):
            return record.person_id
        if notice.kind in OF_BOOKINGS and (session := self.moved.get(notice.subject)):
            return session.supervisee_id
        if notice.kind == MORE_OFTEN and (interval := self.intervals.get(notice.subject)):
            return interval[0].by_id
        if notice.kind == GROUP_AHEAD and (case := self.brought.get(notice.subject)):
            return case.worker_id
        return None

    def item(self, work: UnitOfWork, notice: NoticeRow, everybody: Mapping[str, Any], people: Mapping[str, Any]) -> ItemView:
        """The line; `people` are those it names by their part, `everybody` all by id."""
        if notice.kind == TO_FILE:
            return filing.item(work, notice, self.to_file[notice.subject], people)
        if notice.kind in OF_BOOKINGS:
            return moved.item(notice, self.moved[notice.subject], everybody, people)
        if notice.kind == GROUP_AHEAD:
            return bringing.item(work, notice, self.brought[notice.subject], everybody, people)
        about, is_over = self.intervals[notice.subject]
        return oftener.item(notice, about, is_over, people)


def besides(work: UnitOfWork, notices: Sequence[NoticeRow]) -> Besides:
    """Read at once, nothing where no notice is about one."""
    kinds = (TO_FILE, *OF_BOOKINGS, MORE_OFTEN, GROUP_AHEAD)
    ids = {kind: {each.subject for each in notices if each.kind == kind} for kind in kinds}
    return Besides(
        to_file=filing.found(work, ids[TO_FILE]),
        moved=moved.found(work, ids[MOVED] | ids[BOOKED]),
        intervals=work.intervals.by_id(ids[MORE_OFTEN]),
        brought=bringing.found(work, ids[GROUP_AHEAD]),
    )
