"""Filled forms: written, corrected, read, signed. No version ever changes; what was signed stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from scheduling.forms import Filled, from_json
from storage import errors
from storage.models import RecordRow, RecordVersionRow, SignatureRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.records.writers import FORMS, LINE, SUPERVISEE
from storage.written import RecordRead, RecordView, SignatureView, VersionView

if TYPE_CHECKING:
    from storage.records.sight import Way
    from storage.views import Person

RECORD = "record"
LONGEST = 400_000
"""Characters of a whole form: every field of it as long as Slack lets it be."""


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

        Raises NotFound, ForTheSupervisor, NotesMissing (nothing was answered), TooLong.
        """
        capacity = self._must_write(form, viewer, about_id)
        _checked(filled)
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
            self._add_signature(row, filled, viewer, capacity)
        self._settle_state(row)
        self._work.sight.note("recorded", viewer, RECORD, row.id, about_id)
        return self._view(row)

    def correct(self, record_id: str, filled: Filled, *, viewer: Person, because: str) -> RecordView:
        """A new version beside those before, to be signed anew. Raises as `write`, and ReasonForChangeMissing."""
        row = self._must_get(record_id)
        capacity = self._must_write(row.form, viewer, row.about_id)
        reason = checks.fits(because)
        if not reason:
            raise errors.ReasonForChangeMissing
        _checked(filled)
        row.version += 1
        row.content_erased_on = None
        self._add_version(row, filled, viewer, reason)
        self._add_signature(row, filled, viewer, capacity)
        self._settle_state(row)
        self._work.sight.note("changed", viewer, RECORD, row.id, row.about_id)
        return self._view(row)

    def sign(self, record_id: str, version: int, *, viewer: Person) -> RecordView:
        """Put one's name to a version. Raises NotFound, SignedAlready, NewerVersion, NotYoursToSign."""
        row = self._must_get(record_id)
        self._work.sight.must_read(viewer, row.about_id)
        if version != row.version:
            raise errors.NewerVersion
        capacity = self._capacity_of(viewer, row)
        if capacity not in self._asked(row):
            raise errors.NotYoursToSign
        if any(each.person_id == viewer.id and each.version == version for each in self._signatures([row]).get(row.id, ())):
            raise errors.SignedAlready
        self._add_signature(row, self._latest(row), viewer, capacity)
        self._settle_state(row)
        self._work.sight.note("signed", viewer, RECORD, row.id, row.about_id)
        return self._view(row)

    def read(self, record_id: str, *, viewer: Person) -> RecordRead:
        """All of it, newest version first. Noted."""
        row = self._must_get(record_id)
        way = self._work.sight.must_read(viewer, row.about_id)
        self._noted_read(viewer, row, way)
        version = RecordVersionRow
        rows = self._work.session.scalars(
            select(version).where(version.record_id == row.id).order_by(version.number.desc())
        ).all()
        return RecordRead(self._view(row), tuple(map(_version, rows)))

    def get(self, record_id: str, *, viewer: Person) -> RecordView:
        """What a list shows of one."""
        row = self._must_get(record_id)
        self._work.sight.must_read(viewer, row.about_id)
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

    def to_sign(self, viewer: Person) -> list[RecordView]:
        """What waits for the viewer's name, oldest first."""
        theirs = {viewer.id, *(person.id for person in self._work.people.supervisees_of(viewer.id))}
        mine = RecordRow.about_id.in_(theirs) | (RecordRow.by_id == viewer.id)
        waiting = self._rows(mine, RecordRow.state == "open", most=200)
        rows = {row.id: row for row in waiting}
        return [view for view in self._views(waiting[::-1]) if self._capacity_of(viewer, rows[view.id]) in view.missing]

    def _capacity_of(self, viewer: Person, row: RecordRow) -> str:
        """What the viewer signs this record as; "" where they have no part in it."""
        if viewer.id == row.about_id:
            return SUPERVISEE
        return FORMS[row.form].capacity if self._work.sight.can_see(viewer, row.about_id) else ""

    def _must_write(self, form: str, viewer: Person, about_id: str) -> str:
        """In which capacity the viewer writes it."""
        kind = FORMS[form]
        if viewer.id == about_id and SUPERVISEE in kind.writers:
            self._work.sight.must_see(viewer, about_id)
            return SUPERVISEE
        if LINE not in kind.writers:
            raise errors.NotFound if not self._work.sight.can_see(viewer, about_id) else errors.ForTheSupervisedPerson
        self._work.sight.must_supervise(viewer, about_id)
        return kind.capacity

    def _noted_read(self, viewer: Person, row: RecordRow, way: Way | None) -> None:
        self._work.sight.note("read", viewer, RECORD, row.id, row.about_id, way)

    def _asked(self, row: RecordRow) -> tuple[str, ...]:
        return self._work.policy.form(row.form).signed_by

    def _latest(self, row: RecordRow) -> Filled:
        version = RecordVersionRow
        found = self._work.session.scalars(
            select(version.content).where(version.record_id == row.id, version.number == row.version)
        ).one()
        return from_json(found) if found else Filled(())

    def _add_version(self, row: RecordRow, filled: Filled, viewer: Person, because: str | None) -> None:
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

    def _settle_state(self, row: RecordRow) -> None:
        if row.state != "disputed":
            row.state = "open" if self._views([row])[0].missing else "signed"
        self._work.session.flush()

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
        return [_view(row, signed.get(row.id, ()), self._asked(row)) for row in rows]

    def _signatures(self, rows: Iterable[RecordRow]) -> dict[str, tuple[SignatureView, ...]]:
        row, found = SignatureRow, dict[str, tuple[SignatureView, ...]]()
        ids = [each.id for each in rows]
        query = select(row).where(row.workspace == self._work.workspace, row.record_id.in_(ids))
        for each in self._work.session.scalars(query.order_by(row.signed_at, row.id)) if ids else ():
            view = SignatureView(each.version, each.person_id, each.capacity, each.signed_at)
            found[each.record_id] = (*found.get(each.record_id, ()), view)
        return found


def _checked(filled: Filled) -> None:
    if not filled:
        raise errors.NotesMissing
    if len(filled.as_json()) > LONGEST:
        raise errors.TooLong
    for part in filled.parts:
        for answer in part.answers:
            if isinstance(answer.value, str):
                checks.fits(answer.value)


def _version(row: RecordVersionRow) -> VersionView:
    return VersionView(
        number=row.number,
        written_by_id=row.written_by_id,
        written_at=row.written_at,
        because=row.because or "",
        filled=from_json(row.content) if row.content else Filled(()),
    )


def _view(row: RecordRow, signatures: tuple[SignatureView, ...], asked: tuple[str, ...]) -> RecordView:
    signed = {each.capacity for each in signatures if each.version == row.version}
    return RecordView(
        id=row.id,
        form=row.form,
        title=row.title,
        layer=row.layer,
        about_id=row.about_id,
        by_id=row.by_id,
        case_ref=row.case_ref,
        session_id=row.session_id,
        of_id=row.of_id,
        policy=row.policy,
        version=row.version,
        state=row.state,
        made_at=row.made_at,
        content_erased_on=row.content_erased_on,
        signatures=signatures,
        missing=tuple(each for each in asked if each not in signed),
    )
