"""Ad hoc decisions on a case: logged, confirmed, filed on the case system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, select

from scheduling.calendar import at_nine
from scheduling.errors import SupervisionError
from storage.asking import WORKSPACE, among
from storage.errors import AlreadyConfirmed, CaseClosed, DecisionMissing, FiledTooEarly, NotFound, RationaleMissing
from storage.index.closing import Cause
from storage.models import DiscussionRow, ObligationRow, new_id
from storage.notices.edits import touch
from storage.notices.queue import Telling, queue
from storage.records import checks
from storage.records.base import Records
from storage.records.casebook import Held
from storage.records.sight import Way
from storage.views import DecisionView, Person

AD_HOC = "ad_hoc"
DECISION = "decision"
FILING = "record_discussion"
_TO_FILE = select(ObligationRow.about, ObligationRow.due_on).where(
    ObligationRow.workspace == WORKSPACE,
    ObligationRow.closed_at.is_(None),
    among(ObligationRow.case_ref),
    ObligationRow.kind == FILING,
)


_ADD = insert(DiscussionRow)


@dataclass(frozen=True, slots=True)
class ToLog:
    """A decision somebody wants logged, as they typed it."""

    viewer: Person
    ref: str
    decision: str
    rationale: str


@dataclass
class _New:
    """A row to be."""

    id: str
    workspace: str
    case_ref: str
    worker_id: str
    by_id: str
    discussed_on: date
    discussed_at: datetime
    decision: str
    rationale: str
    is_draft: bool
    kind: str = AD_HOC
    has_rationale: bool = True
    filed_on: date | None = None
    confirmed_on: date | None = None
    content_erased_on: date | None = None


class Decisions(Records):
    """Decisions on cases the viewer may see. Text is sealed at rest."""

    def log(self, *, viewer: Person, ref: str, decision: str, rationale: str) -> DecisionView:
        """Log a decision. The case's own worker logs a draft, which the supervisor confirms; anyone above, a decision."""
        (found,) = self.log_all([ToLog(viewer, ref, decision, rationale)])
        if isinstance(found, SupervisionError):
            raise found
        return found

    def log_all(self, wanted: Sequence[ToLog]) -> list[DecisionView | SupervisionError]:
        """Log several, each as `log` does, in a number of statements that does not depend on how many.

        What cannot be logged is answered with its refusal, and keeps none of the others from being logged.
        """
        cases = self._work.cases.seen([(each.ref, each.viewer) for each in wanted])
        made = [self._made(each, case) for each, case in zip(wanted, cases, strict=True)]
        rows = [each for each in made if not isinstance(each, SupervisionError)]
        if rows:
            self._work.session.connection().execute(_ADD, [vars(row) for row in rows])
        file_by = self._derived(rows)
        supervisors = self._work.people.supervisors_of({row.worker_id for row in rows}) if rows else {}
        views = iter([_view(row, supervisors.get(row.worker_id), file_by.get(row.id)) for row in rows])
        told = [each if isinstance(each, SupervisionError) else next(views) for each in made]
        self._tell([each for each in told if not isinstance(each, SupervisionError)])
        for asked, view in zip(wanted, told, strict=True):
            if not isinstance(view, SupervisionError):
                self._work.sight.note("recorded", asked.viewer, DECISION, view.id, view.worker_id)
        return told

    def confirm(self, decision_id: str, *, viewer: Person) -> DecisionView:
        """The draft counts from today."""
        row = self._must_get(decision_id)
        self._work.sight.must_supervise(viewer, row.worker_id)
        if not row.is_draft:
            raise AlreadyConfirmed
        row.is_draft, row.confirmed_on = False, self._work.today
        self._work.session.flush()
        self._work.index.refresh(cases=[row.case_ref], cause=Cause(done_on=self._work.today))
        self._work.sight.note("confirmed", viewer, DECISION, row.id, row.worker_id)
        touch(self._work, [row.id])
        queue(self._work, [Telling(kind="logged", to=row.worker_id, at=self._work.now, discussion_id=row.id)])
        return self._views([row])[0]

    def mark_filed(self, decision_id: str, *, viewer: Person, on: date | None = None) -> DecisionView:
        """It is on the case system since this day (today)."""
        row = self._must_get(decision_id)
        self._work.sight.must_supervise(viewer, row.worker_id)
        filed_on = on or self._work.today
        if checks.happened(filed_on, self._work.today) < row.discussed_on:
            raise FiledTooEarly
        # To the policy a decision is recorded when it is on the council's case system, not when Slack has it (WOK-s2.2-b).
        row.filed_on = row.recorded_on = filed_on
        self._work.session.flush()
        self._work.index.refresh(cases=[row.case_ref], cause=Cause(done_on=filed_on))
        self._work.sight.note("filed", viewer, DECISION, row.id, row.worker_id)
        touch(self._work, [row.id])
        return self._views([row])[0]

    def read(self, decision_id: str, *, viewer: Person) -> DecisionView:
        """One decision with its text."""
        row = self._must_get(decision_id)
        way = self._work.sight.way(viewer, row.worker_id)
        if way is None:
            self._work.cases.must_see(row.case_ref, viewer)
        self._read(viewer, [row], way)
        return self._views([row])[0]

    def of_case(self, ref: str, *, viewer: Person, most: int = 20) -> list[DecisionView]:
        """Decisions on a case, newest first."""
        case = self._work.cases.must_see(ref, viewer)
        newest = self._rows(DiscussionRow.case_ref == case.ref)[:most]
        self._read(viewer, newest)
        return self._views(newest)

    def of_worker(self, person_id: str, *, viewer: Person, most: int = 20) -> list[DecisionView]:
        """Decisions on this person's cases while they had them, newest first, without what they say: `read` tells that."""
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("listed", viewer, DECISION, "", person_id, way)
        return _untold(self._views(self._rows(DiscussionRow.worker_id == person_id)[:most]))

    def to_confirm(self, viewer: Person) -> list[DecisionView]:
        """Drafts of the viewer's supervisees that wait to be confirmed, oldest first, without what they say."""
        theirs = [person.id for person in self._work.people.supervisees_of(viewer.id)]
        waiting = self._rows(DiscussionRow.is_draft.is_(True), DiscussionRow.worker_id.in_(theirs))
        return _untold(self._views(waiting[::-1]))

    def _read(self, viewer: Person, rows: Iterable[DiscussionRow], way: Way | None = None) -> None:
        for row in rows:
            self._work.sight.note("read", viewer, DECISION, row.id, row.worker_id, way)

    def _derived(self, rows: Sequence[_New]) -> dict[str, date]:
        """What is owed once these are there; when each is to be on the case system, by its id."""
        if not rows:
            return {}
        fresh = self._work.index.refresh(cases={row.case_ref for row in rows}, cause=Cause(done_on=self._work.today))
        return {owed.about: owed.due_on for owed in fresh.owed.values() if owed.kind == FILING}

    def _made(self, wanted: ToLog, case: Held | None) -> _New | SupervisionError:
        """The row to be, or why there is none."""
        try:
            return self._row(wanted, case)
        except SupervisionError as refusal:
            return refusal

    def _row(self, wanted: ToLog, case: Held | None) -> _New:
        if case is None:
            raise NotFound
        if case.closed_on is not None and case.closed_on <= self._work.today:
            raise CaseClosed
        decision, rationale = checks.fits(wanted.decision), checks.fits(wanted.rationale)
        if not decision:
            raise DecisionMissing
        if not rationale:
            raise RationaleMissing
        worker_id, is_draft = self._worker(case, wanted.viewer)
        return _New(
            id=new_id(),
            workspace=self._work.workspace,
            case_ref=case.ref,
            worker_id=worker_id,
            by_id=wanted.viewer.id,
            discussed_on=self._work.today,
            discussed_at=self._work.now,
            decision=decision,
            rationale=rationale,
            is_draft=is_draft,
        )

    def _worker(self, case: Held, viewer: Person) -> tuple[str, bool]:
        """Whose case it is, and whether the viewer, who works it, needs somebody above to confirm."""
        worker_id = case.workers[0]
        if viewer.id in case.workers and viewer.id not in self._work.sight.above(worker_id):
            return viewer.id, True
        return worker_id, False

    def _tell(self, logged: Iterable[DecisionView]) -> None:
        """A draft to the supervisor who confirms it; a decision to the worker, and to a supervisor who did not make it."""
        tellings = []
        for view in logged:
            told = {view.supervisor_id: "to_confirm" if view.is_draft else "to_read"} if view.supervisor_id else {}
            told |= {} if view.is_draft else {view.worker_id: "to_read"}
            told.pop(view.by_id, None)
            tellings += [Telling(kind=k, to=to, at=self._work.now, discussion_id=view.id) for to, k in told.items()]
        queue(self._work, tellings)

    def _must_get(self, decision_id: str) -> DiscussionRow:
        found = self._rows(DiscussionRow.id == decision_id)
        if not found:
            raise NotFound
        return found[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[DiscussionRow]:
        row = DiscussionRow
        query = select(row).where(row.workspace == self._work.workspace, row.kind == AD_HOC, *where)
        return list(self._work.session.scalars(query.order_by(row.discussed_at.desc(), row.id)))

    def _views(self, rows: Sequence[DiscussionRow]) -> list[DecisionView]:
        supervisors = self._work.people.supervisors_of({row.worker_id for row in rows})
        file_by = self._file_by({row.case_ref for row in rows})
        return [_view(row, supervisors.get(row.worker_id), file_by.get(row.id)) for row in rows]

    def _file_by(self, refs: Collection[str]) -> dict[str, date]:
        return {row.about: row.due_on for row in self._work.ask(_TO_FILE, ids=list(refs))}


def _untold(views: Iterable[DecisionView]) -> list[DecisionView]:
    """As a list shows them: nothing of it is content."""
    return [replace(view, decision="", rationale="") for view in views]


def _view(row: DiscussionRow | _New, supervisor_id: str | None, file_by_on: date | None) -> DecisionView:
    return DecisionView(
        id=row.id,
        ref=row.case_ref,
        worker_id=row.worker_id,
        by_id=row.by_id,
        supervisor_id=supervisor_id,
        logged_at=row.discussed_at or at_nine(row.discussed_on),
        decision=row.decision or "",
        rationale=row.rationale or "",
        is_draft=row.is_draft,
        confirmed_on=row.confirmed_on,
        filed_on=row.filed_on,
        file_by_on=file_by_on,
        content_erased_on=row.content_erased_on,
    )
