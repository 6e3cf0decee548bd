"""Access to a supervisee's record for somebody outside their line: granted for a purpose and a time, told, taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select

from scheduling.calendar import at_nine
from storage import errors
from storage.models import GrantRow, new_id
from storage.notices.queue import Telling, queue
from storage.records import checks
from storage.records.base import Records
from storage.records.granted import in_force
from storage.records.purposes import DELAYS, PERSONAL, READERS, SENIOR
from storage.views import GrantView, Person

LONGEST = timedelta(days=90)
"""A grant is for a time; one that is needed longer is given again, and the supervisee told again."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Why the supervisee is not told at once, and who allowed it (Wokingham 9: time or legal constraints)."""

    constraint: str
    """`time` or `legal`."""
    because: str
    allowed_by_id: str
    tell_on: date | None = None
    """When they are told; None: not until somebody tells them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to read whose record, and why."""

    about_id: str
    category: str
    purpose: str
    until_on: date
    """The last day of it."""
    reason: str
    reader_id: str | None = None
    outside: str = ""
    """The reader's name where they do not work here."""
    covers_personal: bool = False
    delay: Delay | None = None


class Grants(Records):
    """Who else may read whose record. The supervisee, the line above and the reader see a grant; nobody else."""

    def give(self, wanted: Wanted, *, viewer: Person) -> GrantView:
        """Open the record. The supervisee is told at once, unless a delay is recorded, and the reader how to read it.

        Raises NotFound where the viewer does not see this person, CannotGrant below a senior manager, OwnRecord,
        MayReadAlready, NoReader, NotThatPurpose, AccessTooLong, WhyMissing, ExceptionMissing, NotTheirsToAllow, TooLong.
        """
        self._may_grant(wanted.about_id, viewer)
        self._check(wanted, viewer)
        row = self._row(wanted, viewer)
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("granted", viewer, "grant", row.id, row.about_id)
        self._tell(row)
        return self._views([row])[0]

    def revoke(self, grant_id: str, *, viewer: Person) -> GrantView:
        """It ends now. Whoever may grant may take back; what is over already stays over."""
        row = self._must_get(grant_id, viewer)
        self._may_grant(row.about_id, viewer)
        if row.revoked_at is None:
            row.revoked_at = self._work.now
            self._work.session.flush()
            self._work.sight.note("revoked", viewer, "grant", row.id, row.about_id)
        return self._views([row])[0]

    def tell_now(self, grant_id: str, *, viewer: Person) -> GrantView:
        """The constraint is over: the supervisee is told. Raises AnsweredAlready where they have been."""
        row = self._must_get(grant_id, viewer)
        self._may_grant(row.about_id, viewer)
        if not row.untold or (row.tell_on is not None and row.tell_on <= self._work.today):
            raise errors.AnsweredAlready
        row.tell_on = self._work.today
        self._work.session.flush()
        self._work.sight.note("told", viewer, "grant", row.id, row.about_id)
        queue(self._work, [Telling("told_of_access", row.about_id, self._work.now, rung=1, about_id=row.id)])
        return self._views([row])[0]

    def about(self, person_id: str, *, viewer: Person) -> list[GrantView]:
        """Grants of this person's record, newest first. The supervisee is not shown what they are not to be told yet."""
        self._work.sight.must_see(viewer, person_id)
        told = or_(GrantRow.untold == "", GrantRow.tell_on <= self._work.today)
        where = [GrantRow.about_id == person_id, *([told] if viewer.id == person_id else [])]
        return self._views(self._rows(*where))

    def open_to(self, viewer: Person) -> list[GrantView]:
        """Those in force that open a record to the viewer, newest first."""
        return self._views(self._rows(GrantRow.reader_id == viewer.id, in_force(self._work.today)))

    def by_id(self, grant_ids: Collection[str]) -> dict[str, GrantView]:
        """For the messages that tell of them."""
        found = self._views(self._rows(GrantRow.id.in_(grant_ids))) if grant_ids else []
        return {view.id: view for view in found}

    def may_grant(self, person_id: str, viewer: Person) -> bool:
        """Whether the viewer may open this person's record to others."""
        if viewer.id == person_id or not self._work.sight.can_see(viewer, person_id):
            return False
        return viewer.level in SENIOR or self._work.sight.above(person_id)[viewer.id] > 1

    def _may_grant(self, person_id: str, viewer: Person) -> None:
        if viewer.id == person_id:
            raise errors.OwnRecord
        self._work.sight.must_see(viewer, person_id)
        if not self.may_grant(person_id, viewer):
            raise errors.CannotGrant

    def _check(self, wanted: Wanted, viewer: Person) -> None:
        if wanted.purpose not in READERS.get(wanted.category, ()):
            raise errors.NotThatPurpose
        if not self._work.today <= wanted.until_on <= self._work.today + LONGEST:
            raise errors.AccessTooLong
        if not checks.fits(wanted.reason):
            raise errors.WhyMissing
        if bool(wanted.reader_id) == bool(checks.fits(wanted.outside)):
            raise errors.NoReader
        if wanted.reader_id is not None:
            self._check_reader(wanted.reader_id, wanted.about_id, viewer)
        if wanted.delay is not None:
            self._check_delay(wanted.delay, wanted)

    def _check_reader(self, reader_id: str, about_id: str, viewer: Person) -> None:
        if reader_id == viewer.id:
            raise errors.OwnRecord
        reader = self._work.people.must_get(reader_id)
        if self._work.sight.can_see(reader, about_id):
            raise errors.MayReadAlready

    def _check_delay(self, delay: Delay, wanted: Wanted) -> None:
        if delay.constraint not in DELAYS or not checks.fits(delay.because) or not delay.allowed_by_id:
            raise errors.ExceptionMissing
        allowed_by = self._work.people.must_get(delay.allowed_by_id)
        if allowed_by.id in (wanted.about_id, wanted.reader_id):
            raise errors.NotTheirsToAllow
        if not self.may_grant(wanted.about_id, allowed_by):
            raise errors.NotTheirsToAllow
        if delay.tell_on is not None and delay.tell_on <= self._work.today:
            raise errors.InThePast

    def _row(self, wanted: Wanted, viewer: Person) -> GrantRow:
        delay = wanted.delay
        return GrantRow(
            id=new_id(),
            workspace=self._work.workspace,
            about_id=wanted.about_id,
            reader_id=wanted.reader_id,
            outside=checks.fits(wanted.outside) or None,
            category=wanted.category,
            purpose=wanted.purpose,
            reason=checks.fits(wanted.reason),
            covers_personal=wanted.covers_personal and wanted.purpose in PERSONAL,
            granted_by_id=viewer.id,
            granted_at=self._work.now,
            until_on=wanted.until_on + timedelta(days=1),
            untold=delay.constraint if delay else "",
            untold_because=checks.fits(delay.because) if delay else None,
            allowed_by_id=delay.allowed_by_id if delay else None,
            tell_on=delay.tell_on if delay else None,
        )

    def _tell(self, row: GrantRow) -> None:
        """The supervisee, now or on the day named; the reader, who would not know."""
        now = self._work.now
        told_at = now if not row.untold else at_nine(row.tell_on) if row.tell_on else None
        told = [Telling("told_of_access", row.about_id, told_at, about_id=row.id)] if told_at else []
        given = [Telling("access_given", row.reader_id, now, about_id=row.id)] if row.reader_id else []
        queue(self._work, [*told, *given])

    def _must_get(self, grant_id: str, viewer: Person) -> GrantRow:
        found = self._rows(GrantRow.id == grant_id)
        if not found or viewer.id == found[0].about_id:
            raise errors.NotFound
        self._work.sight.must_see(viewer, found[0].about_id)
        return found[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[GrantRow]:
        query = select(GrantRow).where(GrantRow.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(GrantRow.granted_at.desc(), GrantRow.id)))

    def _views(self, rows: Sequence[GrantRow]) -> list[GrantView]:
        ids = {each for row in rows for each in (row.about_id, row.reader_id, row.granted_by_id, row.allowed_by_id) if each}
        people = self._work.people.by_id(ids)
        return [
            GrantView(
                id=row.id,
                about=people[row.about_id],
                reader=people.get(row.reader_id or ""),
                outside=row.outside or "",
                category=row.category,
                purpose=row.purpose,
                reason=row.reason,
                covers_personal=row.covers_personal,
                granted_by=people[row.granted_by_id],
                granted_at=row.granted_at,
                last_on=row.until_on - timedelta(days=1),
                untold=row.untold,
                allowed_by=people.get(row.allowed_by_id or ""),
                tell_on=row.tell_on,
                is_in_force=row.revoked_at is None and row.until_on > self._work.today,
            )
            for row in rows
        ]
