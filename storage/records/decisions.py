"""Ad hoc decisions on a case: logged, changed, confirmed or sent back, filed on the case system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, select

from scheduling.calendar import at_nine
from scheduling.errors import SupervisionError
from storage import errors
from storage.index.closing import Cause
from storage.models import DiscussionRow, new_id
from storage.notices.edits import touch
from storage.notices.queue import Telling, queued
from storage.records import casebook, checks, confirming, drafted
from storage.records.base import Records
from storage.records.casebook import Held
from storage.records.decisionrows import (
    DECISION,
    FILING,
    OVERSIGHT,
    Around,
    New,
    ToLog,
    Words,
    around,
    checked_words,
    may_change,
    to_read,
    untold,
    view,
)
from storage.records.sight import Way
from storage.views import DecisionView, Person

__all__ = ["Decisions", "ToLog", "Words"]

_ADD = insert(DiscussionRow)


class Decisions(Records):
    """Decisions on cases the viewer may see. Text is sealed at rest."""

    def log(self, *, viewer: Person, ref: str, decision: str, rationale: str) -> DecisionView:
        """Log a decision. The case's own worker logs a draft, which the supervisor confirms; anyone above, a decision."""
        return self.put(ToLog(viewer, ref, decision, rationale))

    def put(self, to_log: ToLog) -> DecisionView:
        """The same, with all a form asks. Raises what keeps it from being logged."""
        (found,) = self.log_all([to_log])
        if isinstance(found, SupervisionError):
            raise found
        return found

    def oversee(self, ref: str, what: str, why: str, *, viewer: Person) -> DecisionView:
        """Management oversight in a month between discussions, by somebody above the worker. Raises as `log`."""
        return self.put(ToLog(viewer, ref, what, why, kind=OVERSIGHT))

    def log_all(self, wanted: Sequence[ToLog]) -> list[DecisionView | SupervisionError]:
        """Log several, each as `log` does, in a number of statements that does not depend on how many.

        What cannot be logged is answered with its refusal, and keeps none of the others from being logged.
        """
        cases = self._work.cases.seen([(each.ref, each.viewer) for each in wanted])
        passed_on = casebook.held(self._work, [each.ref for each in wanted if each.was_of])
        cases = [case or (passed_on[each.ref] if each.was_of else None) for each, case in zip(wanted, cases, strict=True)]
        made = [self._made(each, case) for each, case in zip(wanted, cases, strict=True)]
        rows = [each for each in made if not isinstance(each, SupervisionError)]
        if rows:
            self._work.session.connection().execute(_ADD, [vars(row) for row in rows])
        file_by = self._derived(rows)
        supervisors = self._work.people.supervisors_of({row.worker_id for row in rows}) if rows else {}
        views = iter(self._tell([view(row, Around(supervisors, file_by)) for row in rows]))
        told = [each if isinstance(each, SupervisionError) else next(views) for each in made]
        for asked, logged in zip(wanted, told, strict=True):
            if not isinstance(logged, SupervisionError):
                self._work.sight.note("recorded", asked.viewer, DECISION, logged.id, logged.worker_id)
        return told

    def change(self, decision_id: str, words: Words, *, viewer: Person) -> DecisionView:
        """Say it otherwise. A draft is written anew, and goes once more to whoever sent it back; what counts stays as it was,
        and a decision that corrects it is logged beside it.

        Raises NotFound, NotYoursToChange, CorrectedAlready, and as `log`.
        """
        row = self._changeable(decision_id, viewer)
        if row.is_draft:
            asked = drafted.write_anew(self._work, row, viewer, words)
            return replace(self._views([row])[0], asked_id=asked)
        said = (words.decision, words.rationale, words.direction, words.more)
        made = self.put(ToLog(viewer, row.case_ref, *said, replaces_id=row.id, kind=row.kind, was_of=row.worker_id))
        self._work.sight.note("changed", viewer, DECISION, row.id, row.worker_id)
        return made

    def to_change(self, decision_id: str, *, viewer: Person) -> DecisionView:
        """One decision with its text, about to be changed. Raises as `change`."""
        row = self._changeable(decision_id, viewer)
        self._read(viewer, [row])
        return self._views([row])[0]

    def to_check(self, decision_id: str, *, viewer: Person) -> DecisionView:
        """A draft about to be confirmed or sent back. Raises NotFound, ForTheSupervisor, AlreadyConfirmed."""
        return self._views([self._draft(decision_id, viewer, None)])[0]

    def confirm(self, decision_id: str, *, viewer: Person, as_of: datetime | None = None) -> DecisionView:
        """The draft counts from today. Raises DraftChanged where it says something else than `as_of`, when it was read."""
        row = self._draft(decision_id, viewer, as_of)
        drafted.confirm(self._work, row, viewer)
        return self._views([row])[0]

    def send_back(self, decision_id: str, reason: str, *, viewer: Person, as_of: datetime | None = None) -> DecisionView:
        """The draft goes back to whoever entered it, with the reason. Raises ReturnReasonMissing, ReturnedAlready."""
        row = self._draft(decision_id, viewer, as_of)
        drafted.send_back(self._work, row, viewer, reason)
        return self._views([row])[0]

    def mark_filed(self, decision_id: str, *, viewer: Person, on: date | None = None) -> DecisionView:
        """It is on the case system since this day (today), and with it what it corrects.

        Raises FiledLater, FiledTooEarly.
        """
        row = self._must_get(decision_id)
        self._work.sight.must_supervise(viewer, row.worker_id)
        filed_on = on or self._work.today
        if filed_on > self._work.today:
            raise errors.FiledLater
        if filed_on < row.discussed_on:
            raise errors.FiledTooEarly
        filed = [row, *(each for each in self._corrected(row) if each.filed_on is None and not each.is_draft)]
        for each in filed:
            # To the policy a decision is recorded when it is on the council's case system, not when Slack has it (WOK-s2.2-b).
            each.filed_on = each.recorded_on = filed_on
            self._work.sight.note("filed", viewer, DECISION, each.id, each.worker_id)
        self._work.session.flush()
        self._work.index.refresh(cases=[row.case_ref], cause=Cause(done_on=filed_on, of=FILING))
        touch(self._work, [each.id for each in filed])
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
        return untold(self._views(self._rows(DiscussionRow.worker_id == person_id)[:most]))

    def to_confirm(self, viewer: Person) -> list[DecisionView]:
        """Drafts that wait for the viewer to confirm them, oldest first, without what they say.

        Of their supervisees, those among them who have left too, and of those whose supervisor they cover for today.
        """
        theirs = {person.id for person in self._work.people.supervisees_of(viewer.id)} | self._work.leavers.with_drafts(viewer)
        theirs |= confirming.covered(self._work, viewer.id) - {viewer.id}
        waiting = self._rows(DiscussionRow.is_draft.is_(True), DiscussionRow.worker_id.in_(theirs)) if theirs else []
        return untold(each for each in self._views(waiting[::-1]) if each.returned_at is None)

    def sent_back(self, viewer: Person) -> list[DecisionView]:
        """The viewer's own drafts that were sent back and wait to be written again, oldest first, without what they say."""
        mine = self._rows(DiscussionRow.is_draft.is_(True), DiscussionRow.by_id == viewer.id)
        return untold(each for each in self._views(mine[::-1]) if each.returned_at is not None)

    def _read(self, viewer: Person, rows: Iterable[DiscussionRow], way: Way | None = None) -> None:
        for row in rows:
            self._work.sight.note("read", viewer, DECISION, row.id, row.worker_id, way)

    def _derived(self, rows: Sequence[New]) -> dict[str, date]:
        """What is owed once these are there; when each is to be on the case system, by its id."""
        if not rows:
            return {}
        fresh = self._work.index.refresh(cases={row.case_ref for row in rows}, cause=Cause(done_on=self._work.today))
        return {owed.about: owed.due_on for owed in fresh.owed.values() if owed.kind == FILING}

    def _made(self, wanted: ToLog, case: Held | None) -> New | SupervisionError:
        """The row to be, or why there is none."""
        try:
            return self._row(wanted, case)
        except SupervisionError as refusal:
            return refusal

    def _row(self, wanted: ToLog, case: Held | None) -> New:
        if case is None:
            raise errors.NotFound
        if wanted.on is not None and wanted.on < case.opened_on:
            raise errors.BeforeTheCaseOpened
        if case.closed_on is not None and case.closed_on <= self._work.today and not wanted.was_of:
            raise errors.CaseClosed
        said = checked_words(self._work, wanted.words, wanted.kind)
        on = checks.happened(wanted.on or self._work.today, self._work.today)
        worker_id, is_draft = self._worker(case, wanted.viewer, wanted.was_of)
        if is_draft and wanted.kind == OVERSIGHT:
            raise errors.ForTheSupervisor
        return New(
            id=new_id(),
            workspace=self._work.workspace,
            case_ref=case.ref,
            worker_id=worker_id,
            by_id=wanted.viewer.id,
            discussed_on=on,
            discussed_at=self._work.now if on == self._work.today else at_nine(on),
            is_draft=is_draft,
            replaces_id=wanted.replaces_id,
            kind=wanted.kind,
            **said,  # type: ignore[arg-type]
        )

    def _worker(self, case: Held, viewer: Person, was_of: str = "") -> tuple[str, bool]:
        """Whose case it is, and whether the viewer, who works it, needs somebody above to confirm.

        What corrects a decision on a case that has passed out of the viewer's sight is of whoever had it then.
        """
        if was_of and not any(self._work.sight.can_see(viewer, each) for each in case.workers):
            return was_of, viewer.id == was_of
        worker_id = case.workers[0]
        if viewer.id in case.workers and viewer.id not in self._work.sight.above(worker_id):
            return viewer.id, True
        return worker_id, False

    def _tell(self, logged: Sequence[DecisionView]) -> list[DecisionView]:
        """A draft to who is to confirm it; a decision to the worker, and to a supervisor who did not make it.

        Nobody who has left is told. Answers them with when that is, and of a draft with who is asked.
        """
        tellings = []
        drafts = {each.worker_id: each.supervisor_id for each in logged if each.is_draft and each.supervisor_id}
        asked = confirming.asked(self._work, drafts)
        logged = [replace(each, asked_id=asked.get(each.worker_id)) if each.is_draft else each for each in logged]
        for each in logged:
            above = each.asked_id if each.is_draft else each.supervisor_id
            told = {above: "to_confirm" if each.is_draft else "to_read"} if above else {}
            told |= {} if each.is_draft else {each.worker_id: "to_read"}
            told.pop(each.by_id, None)
            tellings += [Telling(kind=k, to=to, at=self._work.now, discussion_id=each.id) for to, k in told.items()]
        people = self._work.people.by_id({each.to for each in tellings})
        tellings = [each for each in tellings if not people[each.to].has_left(self._work.today)]
        goes = queued(self._work, tellings, are_new=True, to=people)
        at = {(subject, to): when for (subject, _, _, to), when in goes.items()}
        whom = [(each.id, (each.asked_id or "") if each.is_draft else each.worker_id) for each in logged]
        return [replace(each, told_at=at.get(name)) for each, name in zip(logged, whom, strict=True)]

    def _draft(self, decision_id: str, viewer: Person, as_of: datetime | None) -> DiscussionRow:
        row = self._must_get(decision_id)
        self._work.sight.must_supervise(viewer, row.worker_id)
        if not row.is_draft:
            raise errors.AlreadyConfirmed
        if as_of is not None and as_of != (row.changed_at or row.discussed_at):
            raise errors.DraftChanged
        return row

    def _corrected(self, row: DiscussionRow) -> list[DiscussionRow]:
        """What it corrects, and what that one corrected, newest first."""
        found: list[DiscussionRow] = []
        while row.replaces_id:
            row = self._must_get(row.replaces_id)
            found.append(row)
        return found

    def _changeable(self, decision_id: str, viewer: Person) -> DiscussionRow:
        """By whoever entered it; once it counts, by the line above the worker too, and once."""
        row = self._must_get(decision_id)
        if not self._work.sight.can_see(viewer, row.worker_id):
            self._work.cases.must_see(row.case_ref, viewer)
        if not may_change(row, viewer, self._work.sight.above(row.worker_id)):
            raise errors.NotYoursToChange
        if not row.is_draft and self._rows(DiscussionRow.replaces_id == row.id):
            raise errors.CorrectedAlready
        return row

    def _must_get(self, decision_id: str) -> DiscussionRow:
        found = self._rows(DiscussionRow.id == decision_id)
        if not found:
            raise errors.NotFound
        return found[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[DiscussionRow]:
        row = DiscussionRow
        query = select(row).where(row.workspace == self._work.workspace, to_read(), *where)
        return list(self._work.session.scalars(query.order_by(row.discussed_at.desc(), row.id)))

    def _views(self, rows: Sequence[DiscussionRow]) -> list[DecisionView]:
        known = around(self._work, rows)
        return [view(row, known) for row in rows]
