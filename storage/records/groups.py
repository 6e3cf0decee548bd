"""Group sessions: held, signed off by their facilitator, their ideas brought to each one's own supervision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select, update

from storage import errors
from storage.index.closing import FILING, Cause
from storage.models import DiscussionRow, GroupAttendeeRow, GroupCaseRow, GroupRow, new_id
from storage.records import checks, groupcases, groupviews
from storage.records.base import Records
from storage.records.groupviews import GroupView
from storage.views import Person

GROUP = "group"
CASEWORKER = "caseworker"


class Groups(Records):
    """Groups the viewer led, was part of, or somebody below them was."""

    def hold(
        self,
        *,
        viewer: Person,
        facilitator_id: str,
        on: date,
        attendees: Mapping[str, str],
        cases: Sequence[str] = (),
        kind: str = "team",
        format: str = "",
        outside_count: int = 0,
    ) -> GroupView:
        """A group took place, `attendees` with the part each had. Whoever was there, or is above somebody there, says so.

        Anybody on the staff register may have been there: other teams may be included (MAN-1.1.3-c), and nobody of another
        agency is named. A case counts as discussed in a group for those of its workers who were there. Raises NotFound,
        InTheFuture, NobodyThere, BeforeTheStart, AfterTheyLeft, BeforeTheCaseOpened, CaseClosed.
        """
        checks.happened(on, self._work.today)
        if not set(attendees) - {facilitator_id}:
            raise errors.NobodyThere
        facilitator, *people = groupcases.there(self._work, on, [facilitator_id, *attendees])
        self._work.sight.must_see(viewer, facilitator.id, *attendees)
        refs = groupcases.known(self._work, on, cases, [viewer, *people])
        mine = {"workspace": self._work.workspace}
        row = GroupRow(
            **mine,
            id=new_id(),
            held_on=on,
            facilitator_id=facilitator.id,
            kind=kind,
            format=format,
            outside_count=max(0, outside_count),
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.session.add_all(
            GroupAttendeeRow(**mine, group_id=row.id, person_id=each.id, part=attendees[each.id]) for each in people
        )
        self._work.session.add_all(GroupCaseRow(**mine, group_id=row.id, case_ref=ref) for ref in refs)
        groupcases.discussed(self._work, row, refs, list(attendees))
        self._work.sight.note("recorded", viewer, GROUP, row.id, facilitator.id)
        self._refresh(row, [*attendees, facilitator.id], refs)
        return self._view(row)

    def correct(
        self,
        group_id: str,
        *,
        viewer: Person,
        on: date,
        kind: str = "",
        format: str | None = None,
        outside_count: int | None = None,
    ) -> GroupView:
        """It took place on another day than was said, or was of another kind; what is owed follows. Raises as `hold`."""
        row = self._must_get(group_id, viewer)
        before = self._view(row)
        self._work.sight.must_see(viewer, row.facilitator_id, *before.attendees)
        kind, format = kind or row.kind, row.format if format is None else format
        outside_count = row.outside_count if outside_count is None else max(0, outside_count)
        if (on, kind, format, outside_count) == (row.held_on, row.kind, row.format, row.outside_count):
            return before
        checks.happened(on, self._work.today)
        people = groupcases.there(self._work, on, [row.facilitator_id, *before.attendees])
        groupcases.known(self._work, on, before.cases, people)
        theirs = self._discussions(row, before)
        self._work.session.execute(
            update(DiscussionRow).where(*theirs).values(discussed_on=on).execution_options(synchronize_session=False)
        )
        row.held_on, row.kind, row.format, row.outside_count = on, kind, format, outside_count
        self._work.sight.note("changed", viewer, GROUP, row.id, row.facilitator_id)
        self._refresh(row, [*before.attendees, row.facilitator_id], before.cases, Cause())
        return self._view(row)

    def sign_off(self, group_id: str, *, viewer: Person) -> GroupView:
        """Its record is final: said by whoever led it. Raises NotFound, ForTheFacilitator, SignedAlready."""
        row = self._must_get(group_id, viewer)
        if viewer.id != row.facilitator_id:
            raise errors.ForTheFacilitator
        if row.signed_off_on is not None:
            raise errors.SignedAlready
        self._sign_off(row)
        self._work.sight.note("signed", viewer, GROUP, row.id, row.facilitator_id)
        return self._view(row)

    def signed(self, group_id: str) -> None:
        """Its written record has been signed by whoever led it, which signs it off; once is enough."""
        for row in self._rows(GroupRow.id == group_id, GroupRow.signed_off_on.is_(None)):
            self._sign_off(row)

    def took_part(self, group_id: str, viewer: Person) -> bool:
        """Whether the viewer was there, or led it, and works here still."""
        if not self._work.sight.can_see(viewer, viewer.id):
            return False
        return any(view.was_there(viewer.id) for view in self._views(self._rows(GroupRow.id == group_id)))

    def _sign_off(self, row: GroupRow) -> None:
        row.signed_off_on = self._work.today
        self._work.session.flush()
        view = self._view(row)
        unrecorded = DiscussionRow.recorded_on.is_(None)
        written = update(DiscussionRow).where(*self._discussions(row, view), unrecorded).values(recorded_on=self._work.today)
        self._work.session.execute(written.execution_options(synchronize_session=False))
        self._refresh(row, [row.facilitator_id], view.cases)

    def _discussions(self, row: GroupRow, view: GroupView) -> tuple[ColumnElement[bool], ...]:
        """Of its cases, the discussions it counts as."""
        each = DiscussionRow
        here = (each.workspace == row.workspace, each.kind == "group", each.by_id == row.facilitator_id)
        return (*here, each.discussed_on == row.held_on, each.case_ref.in_(view.cases))

    def relay(self, group_id: str, *, viewer: Person, person_id: str, on: date | None = None) -> GroupView:
        """Its ideas were brought to this person's own supervision, on this day (today): said by them or by their supervisor."""
        self._work.sight.must_see(viewer, person_id)
        row = GroupAttendeeRow
        mine = (row.workspace == self._work.workspace, row.group_id == group_id, row.person_id == person_id)
        found = self._work.session.scalar(select(row).where(*mine))
        if found is None:
            raise errors.NotFound
        found.relayed_on = found.relayed_on or on or self._work.today
        self._work.session.flush()
        self._work.sight.note("changed", viewer, GROUP, group_id, person_id)
        return groupviews.seen_by(self._work, viewer, self._views(self._rows(GroupRow.id == group_id)))[0]

    def get(self, group_id: str, *, viewer: Person) -> GroupView:
        """One group. Raises NotFound."""
        return groupviews.seen_by(self._work, viewer, [self._view(self._must_get(group_id, viewer))])[0]

    def of(self, person_id: str, *, viewer: Person, most: int = 20) -> list[GroupView]:
        """Groups this person led or was part of, newest first: part of their record, to whoever may read that. Noted."""
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("listed", viewer, GROUP, "", person_id, way)
        attended = select(GroupAttendeeRow.group_id).where(
            GroupAttendeeRow.workspace == self._work.workspace, GroupAttendeeRow.person_id == person_id
        )
        theirs = self._rows((GroupRow.facilitator_id == person_id) | GroupRow.id.in_(attended))
        return groupviews.seen_by(self._work, viewer, self._views(theirs[:most]))

    def to_sign_off(self, viewer: Person) -> list[GroupView]:
        """Those the viewer led and has not signed off, oldest first."""
        return self._views(self._rows(GroupRow.facilitator_id == viewer.id, GroupRow.signed_off_on.is_(None))[::-1])

    def to_relay(self, *person_ids: str, viewer: Person) -> list[tuple[str, GroupView]]:
        """Whose ideas each of these, having been the caseworker, has still to bring to their own supervision, oldest first.

        Of others nothing is asked: no policy but Wokingham's (2.1.2) tells caseworkers apart. Raises NotFound.
        """
        for person_id in person_ids:
            self._work.sight.must_see(viewer, person_id)
        row = GroupAttendeeRow
        mine = (row.workspace == self._work.workspace, row.person_id.in_(person_ids))
        query = select(row.group_id, row.person_id).where(*mine, row.part == CASEWORKER, row.relayed_on.is_(None))
        waiting = self._work.session.execute(query).all() if person_ids else []
        rows = self._rows(GroupRow.id.in_([each.group_id for each in waiting]))[::-1] if waiting else []
        groups = groupviews.seen_by(self._work, viewer, self._views(rows))
        return [(each.person_id, group) for group in groups for each in waiting if each.group_id == group.id]

    def _refresh(self, row: GroupRow, people: Sequence[str], refs: Sequence[str], cause: Cause | None = None) -> None:
        self._work.session.flush()
        supervisors = self._work.people.supervisors_of(set(people))
        around = {*people, *(each for each in supervisors.values() if each)}
        done = Cause(done_on=row.signed_off_on or row.held_on, of=FILING if row.signed_off_on else "")
        self._work.index.refresh(people=around, cases=refs, cause=cause or done)

    def _must_get(self, group_id: str, viewer: Person) -> GroupRow:
        rows = self._rows(GroupRow.id == group_id)
        if not rows:
            raise errors.NotFound
        view = self._view(rows[0])
        if not any(self._work.sight.way(viewer, each) for each in (view.facilitator_id, *view.attendees)):
            raise errors.NotFound
        return rows[0]

    def _rows(self, *where: ColumnElement[bool]) -> list[GroupRow]:
        row = GroupRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.held_on.desc(), row.id)))

    def _view(self, row: GroupRow) -> GroupView:
        return self._views([row])[0]

    def _views(self, rows: Sequence[GroupRow]) -> list[GroupView]:
        return groupviews.views(self._work, rows)
