"""A significant change on a case, flagged by whoever works it: it reaches the supervisor at once and asks for a discussion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select

from scheduling.calendar import Calendar, local_day
from storage import errors
from storage.models import CaseFlagRow, DiscussionRow, new_id
from storage.notices.edits import touch
from storage.notices.kinds import CHANGED
from storage.notices.queue import Telling, queue
from storage.records import casebook, checks
from storage.records.base import Records
from storage.records.deputies import deputy
from storage.views import Person

FLAG = "flag"
_CALENDAR = Calendar()
WAITS = 1
"""Working days after which the manager above is told: a default of ours, no policy has a figure."""
DISCUSSED = ("ad_hoc", "supervision", "oversight")


@dataclass(frozen=True, slots=True)
class FlagView:
    """A change flagged on a case. What it says is shown in a window only."""

    id: str
    case_ref: str
    worker_id: str
    by_id: str
    flagged_at: datetime
    words: str
    answered_at: datetime | None
    """When it was discussed, or somebody said that it needs no discussion."""
    answer: str
    """Why it needs none; empty where it was discussed."""


class Flags(Records):
    """On cases the viewer may see. Text is sealed at rest."""

    def raise_(self, ref: str, words: str, *, viewer: Person) -> FlagView:
        """The supervisor is told at once; whoever covers where they are away. Raises NotFound, CaseClosed, ChangeMissing."""
        case = self._work.cases.must_see(ref, viewer)
        if case.closed_on is not None and case.closed_on <= self._work.today:
            raise errors.CaseClosed
        said = checks.fits(words)
        if not said:
            raise errors.ChangeMissing
        row = CaseFlagRow(
            id=new_id(),
            workspace=self._work.workspace,
            case_ref=case.ref,
            by_id=viewer.id,
            flagged_at=self._work.now,
            words=said,
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("raised", viewer, FLAG, row.id, case.workers[0])
        told = self._supervisor(case.workers[0])
        queue(self._work, [Telling(CHANGED, to, self._work.now, about_id=row.id) for to in told if to != viewer.id])
        return self._views([row])[0]

    def read(self, flag_id: str, *, viewer: Person) -> FlagView:
        """One, with what it says. Raises NotFound."""
        row = self._must_get(flag_id)
        self._work.cases.must_see(row.case_ref, viewer)
        view = self._views([row])[0]
        self._work.sight.note("read", viewer, FLAG, row.id, view.worker_id)
        return view

    def needs_none(self, flag_id: str, why: str, *, viewer: Person) -> FlagView:
        """It needs no discussion, and why: said by the line above.

        Raises NotFound, ForTheSupervisor, AnsweredAlready, WhyNoDiscussionMissing.
        """
        row = self._must_get(flag_id)
        case = self._work.cases.must_see(row.case_ref, viewer)
        self._work.sight.must_supervise(viewer, case.workers[0])
        if self._views([row])[0].answered_at is not None:
            raise errors.AnsweredAlready
        said = checks.fits(why)
        if not said:
            raise errors.WhyNoDiscussionMissing
        row.answered_at, row.answered_by_id, row.answer = self._work.now, viewer.id, said
        self._work.session.flush()
        self._work.sight.note("settled", viewer, FLAG, row.id, case.workers[0])
        touch(self._work, [row.id])
        return self._views([row])[0]

    def of_case(self, ref: str, *, viewer: Person) -> list[FlagView]:
        """On one case, newest first, without what they say."""
        case = self._work.cases.must_see(ref, viewer)
        rows = self._rows(CaseFlagRow.case_ref == case.ref)
        return [replace(view, words="", answer="") for view in self._views(rows)]

    def by_id(self, ids: Iterable[str]) -> dict[str, FlagView]:
        """What messages say of these; for whoever is being told of one."""
        wanted = list(ids)
        return {view.id: view for view in self._views(self._rows(CaseFlagRow.id.in_(wanted)))} if wanted else {}

    def climb(self) -> int:
        """Those nobody has answered in a working day go to the supervisor's line manager, once; for the night. How many."""
        waiting = self._rows(CaseFlagRow.answered_at.is_(None), CaseFlagRow.climbed_at.is_(None))
        late = [view for view in self._views(waiting) if view.answered_at is None and self._is_late(view)]
        rows = {row.id: row for row in waiting}
        for view in late:
            rows[view.id].climbed_at = self._work.now
            above = sorted(self._work.sight.above(view.worker_id).items(), key=lambda found: found[1])
            office = next((who for who, depth in above if depth > 1), None)
            nearer = {view.worker_id, view.by_id, *(who for who, depth in above if depth == 1)}
            told = deputy(self._work, office, nearer) if office else None
            if told:
                queue(self._work, [Telling(CHANGED, told, self._work.now, rung=1, about_id=view.id)])
        self._work.session.flush()
        return len(late)

    def _is_late(self, view: FlagView) -> bool:
        return self._work.today > _CALENDAR.after(local_day(view.flagged_at, self._work.zone), WAITS)

    def _supervisor(self, worker_id: str) -> list[str]:
        supervisor = self._work.people.supervisor_of(worker_id)
        if supervisor is None:
            return []
        return [deputy(self._work, supervisor.id, (worker_id,)) or supervisor.id]

    def _must_get(self, flag_id: str) -> CaseFlagRow:
        rows = self._rows(CaseFlagRow.id == flag_id)
        if not rows:
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[CaseFlagRow]:
        row = CaseFlagRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.flagged_at.desc(), row.id)))

    def _views(self, rows: Iterable[CaseFlagRow]) -> list[FlagView]:
        found = list(rows)
        held = casebook.held(self._work, {row.case_ref for row in found})
        return [
            FlagView(
                id=row.id,
                case_ref=row.case_ref,
                worker_id=held[row.case_ref].workers[0] if row.case_ref in held and held[row.case_ref].workers else row.by_id,
                by_id=row.by_id,
                flagged_at=row.flagged_at,
                words=row.words or "",
                answered_at=row.answered_at or self._discussed_at(row),
                answer=row.answer or "",
            )
            for row in found
        ]

    def _discussed_at(self, row: CaseFlagRow) -> datetime | None:
        """When the case was discussed after it, on record: that answers it."""
        each = DiscussionRow
        mine = (each.workspace == row.workspace, each.case_ref == row.case_ref, each.kind.in_(DISCUSSED))
        after = (each.discussed_at >= row.flagged_at, each.is_draft.is_(False))
        return self._work.session.scalar(select(each.discussed_at).where(*mine, *after).order_by(each.discussed_at).limit(1))
