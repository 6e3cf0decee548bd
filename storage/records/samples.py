"""Samples of supervision files drawn for an auditor: what is to be done, what of a file they read, and another in its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Select, select

from scheduling.calendar import days_after, local_day
from scheduling.periods import Period
from scheduling.sampling import FIRST, Drawn, first_until, quotas, redraw
from storage import errors
from storage.auditviews import FileView, SampleView
from storage.models import AuditDrawRow, AuditRow, AuditSampleRow, RecordRow, SessionRow, new_id
from storage.pools import pool, rated_by, seed_of, seen_in_turn, staff_view
from storage.records import sessionviews
from storage.records.base import Records
from storage.records.sight import AUDITOR, Way
from storage.views import Person

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

AUDIT = "audit"
WAY = Way(AUDITOR, AUDIT)
FILE = ("session", "agreement", "first_session", "case_discussion", "practice_observation", "supervision_observation")
"""What an audit needs of a supervision file: its records, the agreement, the checklist, what was observed (Manchester Appendix
A and J). What the supervisee thinks of the supervision, and personal matters, it does not need."""
RATED = "self_assessment"
"""Besides, where the self-assessments are to be looked at (Manchester Appendix K)."""
REASONS = ("away", "nothing_held", "left", "moved", "too_near")
"""Why a file cannot be audited: away for long, no session held yet, left, moved to another team, the auditor is too near."""
LASTING = ("agreement", "first_session")
"""Of these, however old they are."""
A_YEAR = timedelta(days=366)
"""Of supervision an auditor is shown."""


class Samples(Records):
    """The viewer's own: nobody is shown what was drawn for another."""

    def __init__(self, work: UnitOfWork) -> None:
        """Remembers, for one unit of work, which files are open to whom."""
        super().__init__(work)
        self._open: dict[str, dict[str, bool]] = {}

    def to_do(self, viewer: Person) -> list[SampleView]:
        """Drawn for the viewer and neither audited nor replaced, the first to be done first; what was missed for a while."""
        row, of = AuditSampleRow, AuditDrawRow
        return self._views(viewer, row.audit_id.is_(None), row.replaced_at.is_(None), of.ends_on >= self._until_on)

    def get(self, sample_id: str, *, viewer: Person) -> SampleView:
        """One of the viewer's. Raises NotFound."""
        return self._view(*self.must_get(sample_id, viewer))

    def opens(self, viewer: Person, about_id: str, form: str, made_at: datetime) -> bool:
        """Whether such a record of this person, made then, is read for an audit the viewer has to make or give feedback on."""
        if viewer.id not in self._open:
            self._open[viewer.id] = self._opened_to(viewer)
        files = self._open[viewer.id]
        is_wanted = form in FILE or (form == RATED and files.get(about_id, False))
        return about_id in files and is_wanted and (form in LASTING or made_at >= self._work.now - A_YEAR)

    def file(self, sample_id: str, *, viewer: Person) -> FileView:
        """The sampled file, as far as its audit needs it: a year of sessions and of records, newest first. Noted.

        Raises NotFound.
        """
        sample = self.get(sample_id, viewer=viewer)
        if sample.of_id not in self._opened_to(viewer):
            raise errors.NotFound  # the right to it ends with the audit
        since = self._work.today - A_YEAR
        held, record = SessionRow, RecordRow
        sessions = select(held).where(held.workspace == self._work.workspace, held.supervisee_id == sample.of_id)
        sessions = sessions.where(held.held_on.is_not(None), held.held_on >= since).order_by(held.held_on.desc(), held.id)
        forms = (*FILE, RATED) if sample.rag else FILE
        records = select(record.id).where(record.workspace == self._work.workspace, record.about_id == sample.of_id)
        lately = record.form.in_(LASTING) | (record.made_at >= self._work.now - A_YEAR)
        records = records.where(record.form.in_(forms), lately).order_by(record.made_at.desc(), record.id).limit(60)
        ids = list(self._work.session.scalars(records))
        views = self._work.written.by_id(ids)
        self._work.sight.note("listed", viewer, "record", "", sample.of_id, WAY)
        return FileView(
            sample,
            tuple(sessionviews.views(self._work, list(self._work.session.scalars(sessions)))),
            tuple(views[each] for each in ids),
        )

    def redraw(self, sample_id: str, *, viewer: Person, because: str) -> SampleView | None:
        """Another file for one that cannot be audited, by the sample's own seed; None where there is no other.

        Raises NotFound, ReasonForRedrawMissing, AuditedAlready.
        """
        row, drawn = self.must_get(sample_id, viewer)
        if because not in REASONS:
            raise errors.ReasonForRedrawMissing
        if row.audit_id or row.replaced_at:
            raise errors.AuditedAlready
        of = AuditSampleRow
        before = list(self._work.session.scalars(select(of).where(of.draw_id == drawn.id).order_by(of.place)))
        new = self._another(drawn, row, [each.of_id for each in before])
        row.replaced_at, row.because = self._work.now, because
        self._work.sight.note("returned", viewer, AUDIT, row.id, row.of_id, WAY)
        if new is None:
            self._work.session.flush()
            self._work.index.refresh(people=[viewer.id])  # one audit less is owed
            return None
        made = AuditSampleRow(
            id=new_id(),
            workspace=self._work.workspace,
            draw_id=drawn.id,
            place=len(before),
            of_id=new.of,
            by_id=new.by,
            rag=new.rag,
            turn=new.turn,
            drawn_at=self._work.now,
        )
        self._work.session.add(made)
        self._work.session.flush()
        self._open.pop(viewer.id, None)
        return self._view(made, drawn)

    def must_get(self, sample_id: str, viewer: Person) -> tuple[AuditSampleRow, AuditDrawRow]:
        """A sample of the viewer's with its draw, as they are stored. Raises NotFound."""
        found = self._work.session.execute(_SAMPLES.where(*self._mine(viewer), AuditSampleRow.id == sample_id)).first()
        if found is None or not self._work.sight.can_see(viewer, viewer.id):
            raise errors.NotFound
        return cast("tuple[AuditSampleRow, AuditDrawRow]", tuple(found))

    def _opened_to(self, viewer: Person) -> dict[str, bool]:
        """Whose files, and whether with the self-assessments."""
        row, made = AuditSampleRow, AuditRow
        still = row.audit_id.is_not(None) | (AuditDrawRow.ends_on >= self._until_on)
        query = _SAMPLES.join(made, made.id == row.audit_id, isouter=True).with_only_columns(row.of_id, row.rag)
        mine = (*self._mine(viewer), row.replaced_at.is_(None), made.feedback_on.is_(None), still)
        found = dict[str, bool]()
        for of_id, rag in self._work.session.execute(query.where(*mine)) if self._work.sight.can_see(viewer, viewer.id) else ():
            found[of_id] = rag or found.get(of_id, False)
        return found

    @property
    def _until_on(self) -> date:
        """A sample of a period that ended before this day is not to be audited any more."""
        return days_after(self._work.today, -self._work.policy.readings.missed_period_shown_days)

    def _another(self, drawn: AuditDrawRow, row: AuditSampleRow, before: Collection[str]) -> Drawn | None:
        view = staff_view(self._work)
        auditor = view.person(drawn.auditor_id)
        # By the first method, which asks nobody since when they are in post: what has been drawn for them is theirs.
        owed = quotas(view, auditor, FIRST) if auditor else ()
        quota = next((each for each in owed if each.terms.rule == drawn.rule), None)
        if quota is not None:  # as the sample was drawn, of its own period, which may be over
            quota = replace(quota, period=Period(drawn.begins_on, drawn.ends_on, drawn.ends_on))
        if quota is None:
            return None
        turn, seen = seen_in_turn(self._work, drawn.auditor_id, drawn.rule, drawn.begins_on)
        instead_of = Drawn(row.of_id, row.by_id, row.turn, row.rag)
        own = seed_of(drawn.seed, drawn.rule, drawn.auditor_id, drawn.begins_on)
        # Of a turn that this period began nobody has come but in this period's own sample.
        of_turn = seen if row.turn == turn else ()
        return redraw(own, pool(view, quota, rated_by(self._work)), instead_of, before=before, seen=of_turn)

    def _mine(self, viewer: Person) -> tuple[ColumnElement[bool], ...]:
        return (AuditDrawRow.workspace == self._work.workspace, AuditDrawRow.auditor_id == viewer.id)

    def _views(self, viewer: Person, *where: ColumnElement[bool]) -> list[SampleView]:
        row, of = AuditSampleRow, AuditDrawRow
        found = self._work.session.execute(_SAMPLES.where(*self._mine(viewer), *where).order_by(of.ends_on, of.rule, row.place))
        return [self._view(*each) for each in found]

    def _view(self, row: AuditSampleRow, drawn: AuditDrawRow) -> SampleView:
        return replace(_view(row, drawn), first_until=self._first_until(drawn))

    def _first_until(self, drawn: AuditDrawRow) -> date | None:
        """By the policy of the day it was drawn, and as it was drawn then."""
        version = self._work.policy.at(local_day(drawn.drawn_at))
        terms = next((each for each in version.audits.sample if each.rule == drawn.rule), None)
        if terms is None or (drawn.method or FIRST) == FIRST:
            return None
        return first_until(version, terms, drawn.begins_on, drawn.ends_on)


_SAMPLES: Select[Any, Any] = select(AuditSampleRow, AuditDrawRow).join(AuditDrawRow, AuditDrawRow.id == AuditSampleRow.draw_id)


def _view(row: AuditSampleRow, drawn: AuditDrawRow) -> SampleView:
    return SampleView(
        id=row.id,
        auditor_id=drawn.auditor_id,
        rule=drawn.rule,
        kind=drawn.kind,
        begins_on=drawn.begins_on,
        ends_on=drawn.ends_on,
        seed=drawn.seed,
        pool_size=drawn.pool_size,
        place=row.place,
        of_id=row.of_id,
        by_id=row.by_id,
        rag=row.rag,
        turn=row.turn,
        audit_id=row.audit_id,
        replaced_at=row.replaced_at,
        drawn_at=drawn.drawn_at,
    )
