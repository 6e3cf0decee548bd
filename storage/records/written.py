"""Filled forms: written, corrected, read, signed. No version ever changes; what was signed stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import case, or_, select

from scheduling.forms import Filled, kept_plain
from storage import errors
from storage.models import RecordRow, RecordVersionRow, SessionRow, SignatureRow, new_id
from storage.notices import unsigned
from storage.notices.edits import touch
from storage.records import checks
from storage.records.agreements import agreed_in
from storage.records.booked import AHEAD, OFF_SINCE
from storage.records.observations import observed_by
from storage.records.recordrights import RecordRights
from storage.records.sight import AUDITOR as AUDITED
from storage.records.tocorrect import TO_CORRECT
from storage.records.writers import AUDITOR, FORMS, OBSERVER
from storage.records.writtenviews import checked, version_view
from storage.written import RecordRead, RecordView

if TYPE_CHECKING:
    from storage.views import Person

RECORD = "record"


class Written(RecordRights):
    """Records in the supervision files the viewer may read. Their text is sealed at rest."""

    def write(
        self,
        form: str,
        filled: Filled,
        *,
        viewer: Person,
        about_id: str,
        layer: str = "personal",
        case_ref: str | None = None,
        session_id: str | None = None,
        of_id: str | None = None,
        signs: bool = True,
    ) -> RecordView:
        """Keep a form as it was filled. Whoever writes it signs it by that, unless `signs` is False.

        Raises NotFound, ForTheSupervisor, NothingAnswered, TooLong.
        """
        capacity = self._must_write(form, viewer, about_id, of_id)
        checked(filled)
        version = self._work.policy.at(self._work.today)
        row = RecordRow(
            id=new_id(),
            workspace=self._work.workspace,
            form=form,
            title=self._work.policy.form(form).title,
            layer=layer,
            about_id=about_id,
            by_id=viewer.id,
            case_ref=case_ref,
            session_id=session_id,
            of_id=of_id,
            policy=f"{self._work.policy.short} {version.label}",
            version=1,
            state="open",
            made_at=self._work.now,
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._add_version(row, filled, viewer, None)
        if signs:
            self._add_signature(row, filled, viewer, self._signing_as(viewer, row, capacity))
        self.settle_state(row.id)
        self._work.sight.note("recorded", viewer, RECORD, row.id, about_id, self._right(viewer, row))
        unsigned.ask(self._work, self._view(row), viewer)
        return self._view(row)

    def correct(self, record_id: str, filled: Filled, *, viewer: Person, because: str, of_id: str = "") -> RecordView:
        """A new version beside those before, to be signed anew. Raises as `write`, and ReasonForChangeMissing.

        `of_id` is what it is the record of, where that is known only now.
        """
        row = self._must_get(record_id)
        is_theirs = viewer.id == row.by_id or {OBSERVER, AUDITOR} & set(FORMS[row.form].writers)
        capacity = self._must_write(row.form, viewer, row.about_id, row.of_id if is_theirs else None)
        reason = checks.fits(because)
        if not reason:
            raise errors.ReasonForChangeMissing
        checked(filled)
        row.version += 1
        row.of_id = of_id or row.of_id
        row.content_erased_on = None
        self._add_version(row, filled, viewer, reason)
        self._add_signature(row, filled, viewer, self._signing_as(viewer, row, capacity))
        self.settle_state(row.id)
        self._work.sight.note("changed", viewer, RECORD, row.id, row.about_id, self._right(viewer, row))
        touch(self._work, [row.id])
        unsigned.ask(self._work, self._view(row), viewer)
        return self._view(row)

    def sign(self, record_id: str, version: int, *, viewer: Person) -> RecordView:
        """Put one's name to a version. Raises NotFound, SignedAlready, NewerVersion, NotYoursToSign."""
        row = self._must_get(record_id)
        way = self._way(viewer, row)
        if version != row.version:
            raise errors.NewerVersion
        capacity = self._capacity_of(viewer, row)
        view = self._view(row)
        if any(each.person_id == viewer.id and each.version == version for each in view.signatures):
            raise errors.SignedAlready
        if capacity not in view.missing:
            raise errors.NotYoursToSign
        self._add_signature(row, self._latest(row), viewer, capacity)
        self.settle_state(row.id)
        self._work.sight.note("signed", viewer, RECORD, row.id, row.about_id, way)
        touch(self._work, [row.id])
        return self._view(row)

    def read(self, record_id: str, *, viewer: Person) -> RecordRead:
        """All of it, newest version first. Noted."""
        row = self._must_get(record_id)
        way = self._way(viewer, row)
        self._work.sight.note("read", viewer, RECORD, row.id, row.about_id, way)
        version = RecordVersionRow
        rows = self._work.session.scalars(
            select(version).where(version.record_id == row.id).order_by(version.number.desc())
        ).all()
        versions = tuple(map(version_view, rows))
        return RecordRead(self._view(row), versions, self._disputes(row), self._altered(row, versions))

    def get(self, record_id: str, *, viewer: Person) -> RecordView:
        """What a list shows of one."""
        row = self._must_get(record_id)
        self._way(viewer, row)
        return self._view(row)

    def of(self, person_id: str, *, viewer: Person, form: str = "", most: int = 50) -> list[RecordView]:
        """The file of one person, newest first, without what it says."""
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("listed", viewer, RECORD, "", person_id, way)
        where = [RecordRow.about_id == person_id, *([RecordRow.form == form] if form else [])]
        return self._views(self._rows(*where, most=most))

    def of_session(self, session_id: str, *, viewer: Person) -> list[RecordView]:
        """Records of one session: the supervisee's, and those of the cases discussed in it."""
        rows = self._rows(RecordRow.session_id == session_id, most=200)
        return self._views([row for row in rows if self._work.sight.way(viewer, row.about_id)])

    def of_one(self, *of_ids: str, viewer: Person) -> list[RecordView]:
        """Records of a group or several, of an observation or conversation, the whole before each case's.

        Those the viewer may not read are left out.
        """
        rows = self._rows(RecordRow.of_id.in_(of_ids), most=200) if of_ids else []
        return self._views(sorted((row for row in rows if self._right(viewer, row)), key=lambda row: row.case_ref or ""))

    def of_case(self, ref: str, *, viewer: Person) -> list[RecordView]:
        """Records of one case that the viewer may read, newest first, without what they say."""
        rows = self._rows(RecordRow.case_ref == ref, RecordRow.layer == "case", most=200)
        return self._views([row for row in rows if self._right(viewer, row)])

    def before_sessions(self, form: str, person_ids: Sequence[str], *, viewer: Person) -> list[tuple[RecordView, date | None]]:
        """Such forms of these people for sessions still to be held, with the day booked, the first booked first.

        Of one for a session that was called off without a day: it is for the next.
        """
        theirs = (RecordRow.form == form, RecordRow.about_id.in_(person_ids))
        waiting = (SessionRow.id == RecordRow.session_id, or_(AHEAD, OFF_SINCE))
        on = case((SessionRow.called_off_on.is_(None), SessionRow.planned_on), else_=None)
        query = select(RecordRow, on).where(RecordRow.workspace == self._work.workspace, *theirs, *waiting)
        found = self._work.session.execute(query.order_by(SessionRow.planned_on, RecordRow.id)).all() if person_ids else []
        return [(self._view(row), on) for row, on in found if self._work.sight.way(viewer, row.about_id)]

    def lacking(self, form: str, person_ids: Iterable[str], *, viewer: Person) -> set[str]:
        """Those of these people, as far as the viewer sees them, in whose file there is no such form."""
        mine = {each for each in person_ids if self._work.sight.can_see(viewer, each)}
        row = RecordRow
        there = select(row.about_id).where(row.workspace == self._work.workspace, row.form == form, row.about_id.in_(mine))
        return mine - set(self._work.session.scalars(there)) if mine else set()

    def to_sign(self, viewer: Person) -> list[RecordView]:
        """What waits for the viewer's name, oldest first; not what was decided to be corrected and is not yet."""
        theirs = {viewer.id, *(person.id for person in self._work.people.supervisees_of(viewer.id))}
        observed, planned = observed_by(self._work.workspace, viewer.id), self._work.observations.planned_for(viewer)
        mine = RecordRow.about_id.in_(theirs) | (RecordRow.by_id == viewer.id)
        mine |= RecordRow.of_id.in_(observed) | RecordRow.of_id.in_(planned)
        waiting = self._rows(mine, RecordRow.state != "signed", RecordRow.id.not_in(TO_CORRECT), most=200)
        rows = {row.id: row for row in waiting}
        return [view for view in self._views(waiting[::-1]) if self._capacity_of(viewer, rows[view.id]) in view.missing]

    def copied(self, record_id: str, *, viewer: Person) -> None:
        """The viewer takes a copy along: noted. Of a file sampled for audit nobody does. Raises NotFound."""
        row = self._must_get(record_id)
        way = self._way(viewer, row)
        if AUDITOR not in FORMS[row.form].writers and way.role == AUDITED and not self._work.sight.way(viewer, row.about_id):
            raise errors.NotFound
        self._work.sight.note("exported", viewer, RECORD, row.id, row.about_id, way)

    def by_id(self, ids: Iterable[str]) -> dict[str, RecordView]:
        """What lists and messages say of these; for whoever is being told of one."""
        wanted = list(ids)
        return {view.id: view for view in self._views(self._rows(RecordRow.id.in_(wanted), most=len(wanted)))} if wanted else {}

    def _add_version(self, row: RecordRow, filled: Filled, viewer: Person, because: str | None) -> None:
        if row.layer == "case":
            kept = kept_plain(self._work.policy.forms.values(), filled)
            row.genogram, row.chronology = kept.get("genogram"), kept.get("chronology")
        self._work.session.add(
            RecordVersionRow(
                id=new_id(),
                workspace=self._work.workspace,
                record_id=row.id,
                number=row.version,
                content=filled.as_json(),
                written_by_id=viewer.id,
                written_at=self._work.now,
                because=because,
            )
        )
        self._work.session.flush()

    def _add_signature(self, row: RecordRow, filled: Filled, viewer: Person, capacity: str) -> None:
        if capacity not in self._asked(row):
            return
        self._work.session.add(
            SignatureRow(
                id=new_id(),
                workspace=self._work.workspace,
                record_id=row.id,
                version=row.version,
                person_id=viewer.id,
                capacity=capacity,
                signed_at=self._work.now,
                digest=filled.digest(),
            )
        )
        self._work.session.flush()

    def settle_state(self, record_id: str) -> None:
        """As its signatures and disputes have it: called by whoever changes one of these."""
        row = self._must_get(record_id)
        is_disputed = any(each.is_open for each in self._disputes(row))
        row.state = "disputed" if is_disputed else "open" if self._view(row).missing else "signed"
        self._work.session.flush()
        if row.form == "group" and row.of_id and row.case_ref is None and row.state == "signed":
            self._work.groups.signed(row.of_id)
        if row.form == "agreement" and row.state == "signed":
            self._work.agreements.hold(row.about_id, agreed_in(self._latest(row)), record=(row.id, row.version))
