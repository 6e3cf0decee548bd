"""Filled forms: written, corrected, read, signed. No version ever changes; what was signed stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, case, or_, select

from scheduling.forms import Filled, from_json, kept_plain
from storage import errors
from storage.models import DisputeRow, RecordRow, RecordVersionRow, SessionRow, SignatureRow, new_id
from storage.notices import unsigned
from storage.notices.edits import touch
from storage.records import checks
from storage.records.agreements import agreed_in
from storage.records.base import Records
from storage.records.booked import AHEAD, OFF_SINCE
from storage.records.observations import observed_by
from storage.records.sight import AUDITOR as AUDITED
from storage.records.sight import GRANTED, WORKER, Way
from storage.records.sight import LINE as IN_LINE
from storage.records.sight import OBSERVER as OBSERVED
from storage.records.sight import PRESENT as TOOK_PART
from storage.records.signers import signers
from storage.records.tocorrect import is_to_correct
from storage.records.writers import AUDITOR, FORMS, LINE, OBSERVER, PRESENT, SUPERVISEE
from storage.records.writtenviews import checked, dispute_view, record_view, version_view
from storage.written import DisputeView, RecordRead, RecordView, SignatureView, VersionView

if TYPE_CHECKING:
    from storage.views import Person

RECORD = "record"
AUDIT = "audit"


class Written(Records):
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

    def way(self, record_id: str, *, viewer: Person) -> Way:
        """By what right the viewer reads it. Raises NotFound."""
        return self._way(viewer, self._must_get(record_id))

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
        settled = RecordRow.id.in_(is_to_correct(self._work.workspace))
        waiting = self._rows(mine, RecordRow.state != "signed", ~settled, most=200)
        rows = {row.id: row for row in waiting}
        return [view for view in self._views(waiting[::-1]) if self._capacity_of(viewer, rows[view.id]) in view.missing]

    def _capacity_of(self, viewer: Person, row: RecordRow) -> str:
        """What the viewer signs this record as; "" where they have no part in it."""
        alone = signers(self._work, row)
        if alone is not None:
            return alone.get(viewer.id, "")
        if viewer.id == row.about_id:
            return FORMS[row.form].own
        return FORMS[row.form].capacity if self._work.sight.can_see(viewer, row.about_id) else ""

    def _signing_as(self, viewer: Person, row: RecordRow, capacity: str) -> str:
        """What whoever has written it signs it as; "" where it is not theirs to sign, or not to be signed yet."""
        alone = signers(self._work, row)
        return capacity if alone is None else alone.get(viewer.id, "")

    def signs_as(self, record_id: str, *, viewer: Person) -> str:
        """In which capacity the viewer signs it; "" where they have no part in it."""
        return self._capacity_of(viewer, self._must_get(record_id))

    def may_write(self, record_id: str, *, viewer: Person) -> bool:
        """Whether the viewer may correct it."""
        row = self._must_get(record_id)
        kind = FORMS[row.form]
        if viewer.id == row.about_id:
            return SUPERVISEE in kind.writers
        if viewer.id == row.by_id and self._took_part(row.form, viewer, row.of_id):
            return True
        if self._observes(row.form, viewer, row.of_id) or self._audits(row.form, viewer, row.of_id):
            return True
        return LINE in kind.writers and self._work.sight.can_see(viewer, row.about_id)

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

    def _must_write(self, form: str, viewer: Person, about_id: str, of_id: str | None) -> str:
        """In which capacity the viewer writes it."""
        kind = FORMS[form]
        if viewer.id == about_id and SUPERVISEE in kind.writers:
            self._work.sight.must_see(viewer, about_id)
            return kind.own
        if self._took_part(form, viewer, of_id):
            return ""
        if self._observes(form, viewer, of_id) or self._audits(form, viewer, of_id):
            return kind.capacity
        if AUDITOR in kind.writers:
            raise errors.NotFound
        if LINE not in kind.writers:
            raise errors.NotFound if not self._work.sight.can_see(viewer, about_id) else errors.ForTheSupervisedPerson
        self._work.sight.must_supervise(viewer, about_id)
        return kind.capacity

    def _way(self, viewer: Person, row: RecordRow) -> Way:
        """By what right it is read. NotFound, as if it did not exist, where by none."""
        way = self._right(viewer, row)
        if way is None:
            raise errors.NotFound
        return way

    def _right(self, viewer: Person, row: RecordRow) -> Way | None:
        """The line, a grant, a dispute that is the viewer's to decide while it is open; having taken part, or observed;
        of what is everybody's on a case, seeing the case."""
        way = self._work.sight.way(viewer, row.about_id)
        if way is None and self._took_part(row.form, viewer, row.of_id):
            way = Way(TOOK_PART)
        if way is None and self._observes(row.form, viewer, row.of_id):
            way = Way(OBSERVED)
        if way is None and self._audits(row.form, viewer, row.of_id):
            way = Way(AUDITED, AUDIT)
        if (way is None or way.role == IN_LINE) and self._work.samples.opens(viewer, row.about_id, row.form, row.made_at):
            way = Way(AUDITED, AUDIT)  # of a manager above too it is told why they read it
        if way is None and FORMS[row.form].of_the_case and row.case_ref and self._work.cases.seen([(row.case_ref, viewer)])[0]:
            way = Way(WORKER)
        if way is None and self._is_to_decide(viewer, row):
            way = Way(GRANTED, "dispute")
        return way

    def _took_part(self, form: str, viewer: Person, of_id: str | None) -> bool:
        return PRESENT in FORMS[form].writers and of_id is not None and self._work.groups.took_part(of_id, viewer)

    def _observes(self, form: str, viewer: Person, of_id: str | None) -> bool:
        return OBSERVER in FORMS[form].writers and of_id is not None and self._work.observations.observes(of_id, viewer)

    def _audits(self, form: str, viewer: Person, of_id: str | None) -> bool:
        return AUDITOR in FORMS[form].writers and of_id is not None and self._work.audits.audits(of_id, viewer)

    def _is_to_decide(self, viewer: Person, row: RecordRow) -> bool:
        """A dispute was brought to the viewer, who works here, and is not decided yet."""
        is_here = self._work.sight.can_see(viewer, viewer.id)
        return is_here and any(each.to_id == viewer.id and each.is_open for each in self._disputes(row))

    def _disputes(self, row: RecordRow) -> tuple[DisputeView, ...]:
        each = DisputeRow
        mine = (each.workspace == self._work.workspace, each.record_id == row.id)
        return tuple(map(dispute_view, self._work.session.scalars(select(each).where(*mine).order_by(each.raised_at, each.id))))

    def _altered(self, row: RecordRow, versions: Iterable[VersionView]) -> frozenset[int]:
        each = SignatureRow
        query = select(each.version, each.digest).where(each.workspace == self._work.workspace, each.record_id == row.id)
        signed = {(number, digest) for number, digest in self._work.session.execute(query)}
        digests = {view.number: view.filled.digest() for view in versions if view.filled}
        return frozenset(number for number, digest in signed if digests.get(number, digest) != digest)

    def _asked(self, row: RecordRow) -> tuple[str, ...]:
        """Of a case the record is the case's: signed by whoever writes it."""
        asked = self._work.policy.form(row.form).signed_by
        return tuple(each for each in asked if each != SUPERVISEE) if row.layer == "case" else asked

    def _latest(self, row: RecordRow) -> Filled:
        version = RecordVersionRow
        found = self._work.session.scalars(
            select(version.content).where(version.record_id == row.id, version.number == row.version)
        ).one()
        return from_json(found) if found else Filled(())

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

    def _must_get(self, record_id: str) -> RecordRow:
        rows = self._rows(RecordRow.id == record_id, most=1)
        if not rows:
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool], most: int) -> list[RecordRow]:
        row = RecordRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.made_at.desc(), row.id).limit(most)))

    def _view(self, row: RecordRow) -> RecordView:
        return self._views([row])[0]

    def _views(self, rows: Sequence[RecordRow]) -> list[RecordView]:
        signed = self._signatures(rows)
        return [record_view(row, signed.get(row.id, ()), self._asked(row)) for row in rows]

    def _signatures(self, rows: Iterable[RecordRow]) -> dict[str, tuple[SignatureView, ...]]:
        row, found = SignatureRow, dict[str, tuple[SignatureView, ...]]()
        ids = [each.id for each in rows]
        query = select(row).where(row.workspace == self._work.workspace, row.record_id.in_(ids))
        for each in self._work.session.scalars(query.order_by(row.signed_at, row.id)) if ids else ():
            view = SignatureView(each.version, each.person_id, each.capacity, each.signed_at)
            found[each.record_id] = (*found.get(each.record_id, ()), view)
        return found
