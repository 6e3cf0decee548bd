"""Cases discussed: recorded on their own, read as they go to the case system, and filed there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from scheduling.calendar import at_nine
from scheduling.forms import Answer, Filled, FilledPart, from_json
from storage import errors
from storage.index.closing import FILING, Cause
from storage.models import DiscussionRow, DiscussionWorkerRow, GroupRow, RecordRow, RecordVersionRow, new_id
from storage.notices import filing
from storage.notices.edits import touch
from storage.records import checks, holding, led
from storage.records.base import Records
from storage.records.decisionrows import AD_HOC, file_by
from storage.views import CaseNote, Person

FORM = "case_discussion"
DISCUSSION = "discussion"
SUPERVISION = "supervision"


class CaseNotes(Records):
    """Discussions of cases the viewer may see, ad hoc decisions aside. What they say is sealed at rest."""

    def record(
        self, filled: Filled, *, viewer: Person, person_id: str, ref: str, on: date, workers: Collection[str] = ()
    ) -> CaseNote:
        """A case was discussed in supervision, outside a session: its record, kept apart from the supervisee's.

        `workers` are others on the case who were there: it counts for them as well. Raises NotFound, ForTheSupervisor,
        InTheFuture, NotTheirCase, BeforeTheCaseOpened, CaseClosed, DiscussedThatDay, NotOnThisCase.
        """
        case = self._work.cases.must_see(ref, viewer)
        worker = self._work.people.must_get(self.supervised_on(ref, person_id, viewer=viewer))
        self._work.sight.must_supervise(viewer, worker.id)
        checks.since_start(checks.happened(on, self._work.today), worker)
        holding.must_be_theirs(self._work, case, holding.Held(worker, on, None, "", SUPERVISION))
        there = [each for each in dict.fromkeys(workers) if each != worker.id]
        if not set(there) <= set(case.workers):
            raise errors.NotOnThisCase
        same = (DiscussionRow.case_ref == case.ref, DiscussionRow.worker_id == worker.id, DiscussionRow.discussed_on == on)
        if self._rows(*same, DiscussionRow.kind == SUPERVISION):
            raise errors.DiscussedThatDay
        row = DiscussionRow(
            id=new_id(),
            workspace=self._work.workspace,
            case_ref=case.ref,
            worker_id=worker.id,
            by_id=viewer.id,
            kind=SUPERVISION,
            discussed_on=on,
            has_rationale=True,
            is_draft=False,
        )
        self._work.session.add(row)
        self._work.session.flush()
        mine = {"workspace": self._work.workspace, "discussion_id": row.id}
        self._work.session.add_all(DiscussionWorkerRow(**mine, person_id=each) for each in there)
        self._work.session.flush()
        self._work.written.write(FORM, filled, viewer=viewer, about_id=worker.id, layer="case", case_ref=case.ref, of_id=row.id)
        self._work.index.refresh(cases=[case.ref], cause=Cause(done_on=on))
        filing.of_discussion(self._work, row)
        self._work.sight.note("recorded", viewer, DISCUSSION, row.id, worker.id)
        return self._views([row], {})[0]

    def supervised_on(self, ref: str, person_id: str, *, viewer: Person) -> str:
        """Whose supervision a discussion of the case is: on a joint case, where the policy says so, the lead's (PLY-5.4.3)."""
        case = self._work.cases.must_see(ref, viewer)
        terms = self._work.policy.at(self._work.today).cases
        is_joint = len(case.workers) > 1 and person_id in case.workers
        return case.workers[0] if is_joint and terms is not None and terms.lead_manager else person_id

    def read(self, discussion_id: str, *, viewer: Person) -> CaseNote:
        """What is to stand on the case system. Noted."""
        row = self._must_get(discussion_id)
        way = self._work.sight.way(viewer, row.worker_id) or led.way(self._work, viewer, row)
        if way is None:
            self._work.cases.must_see(row.case_ref, viewer)
        self._work.sight.note("read", viewer, DISCUSSION, row.id, row.worker_id, way)
        return self._views([row], self._said([row]))[0]

    def of_session(self, session_id: str, *, viewer: Person) -> list[CaseNote]:
        """Of the cases discussed in it, by reference, without what they say."""
        rows = self._rows(DiscussionRow.session_id == session_id)
        seen = [row for row in rows if self._work.sight.way(viewer, row.worker_id)]
        return self._views(sorted(seen, key=lambda row: row.case_ref), {})

    def mark_filed(self, discussion_id: str, *, viewer: Person, on: date | None = None) -> CaseNote:
        """It is on the case system since this day (today), and on the file of each child of whom something was written.

        Said by the line above its worker, or by whoever led it. Raises NotFound, FiledLater, FiledBeforeDiscussed.
        """
        row = self._must_get(discussion_id)
        way = self._work.sight.way(viewer, row.worker_id) or led.way(self._work, viewer, row)
        if led.way(self._work, viewer, row) is None:
            self._work.sight.must_supervise(viewer, row.worker_id)
        filed_on = on or self._work.today
        if filed_on > self._work.today:
            raise errors.FiledLater
        if filed_on < row.discussed_on:
            raise errors.FiledBeforeDiscussed
        row.filed_on = row.recorded_on = filed_on
        self._work.session.flush()
        self._work.index.refresh(cases=[row.case_ref], cause=Cause(done_on=filed_on, of=FILING))
        self._work.sight.note("filed", viewer, DISCUSSION, row.id, row.worker_id, way)
        if children := _evidenced(self._record_of(row)):
            self._work.evidence.show(row.id, children, viewer=viewer)
        touch(self._work, [row.id])
        return self._views([row], {})[0]

    def _said(self, rows: Sequence[DiscussionRow]) -> Mapping[str, Filled]:
        """By discussion: its record as it now stands, or what was decided in few words."""
        return {row.id: self._record_of(row) or _in_short(row) for row in rows}

    def _record_of(self, row: DiscussionRow) -> Filled:
        record, version = RecordRow, RecordVersionRow
        its = record.of_id == row.id
        if row.session_id:
            its = or_(its, (record.session_id == row.session_id) & (record.case_ref == row.case_ref))
        if row.kind == "group":
            group = GroupRow
            led_then = (group.workspace == row.workspace, group.facilitator_id == row.by_id, group.held_on == row.discussed_on)
            its = or_(its, record.of_id.in_(select(group.id).where(*led_then)) & (record.case_ref == row.case_ref))
        query = (
            select(version.content)
            .join(record, (record.id == version.record_id) & (record.version == version.number))
            .where(record.workspace == self._work.workspace, record.layer == "case", its)
            .order_by(record.made_at.desc(), record.id)
        )
        content = self._work.session.scalars(query).first()
        return from_json(content) if content else Filled(())

    def _must_get(self, discussion_id: str) -> DiscussionRow:
        rows = self._rows(DiscussionRow.id == discussion_id, DiscussionRow.kind != AD_HOC)
        if not rows:
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[DiscussionRow]:
        row = DiscussionRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.discussed_on.desc(), row.id)))

    def _views(self, rows: Sequence[DiscussionRow], said: Mapping[str, Filled]) -> list[CaseNote]:
        due = file_by(self._work, {row.case_ref for row in rows}) if rows else {}
        return [
            CaseNote(
                id=row.id,
                ref=row.case_ref,
                kind=row.kind,
                worker_id=row.worker_id,
                by_id=row.by_id,
                at=row.discussed_at or at_nine(row.discussed_on),
                on=row.discussed_on,
                session_id=row.session_id,
                filled=said.get(row.id, Filled(())),
                filed_on=row.filed_on,
                file_by_on=due.get(row.id),
            )
            for row in rows
        ]


def _evidenced(filled: Filled) -> list[str]:
    """The children for whose files something was written: with the record it is on each of these."""
    answers = [answer for part in filled.parts for answer in part.answers]
    return [answer.column for answer in answers if answer.kind == "children" and answer.column]


def _in_short(row: DiscussionRow) -> Filled:
    """Of one without a form: an entry of a few words."""
    asked = (("decision", "Decision", row.decision), ("rationale", "Rationale", row.rationale))
    answers = tuple(Answer(name, asks, "", "text", text) for name, asks, text in asked if text)
    return Filled((FilledPart("", "case", row.case_ref, answers),)) if answers else Filled(())
