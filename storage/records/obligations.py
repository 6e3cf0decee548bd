"""What is owed, as the index holds it, for a viewer."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, or_, select

from storage.dialects import plainly
from storage.errors import NotFound
from storage.models import MessageRow, NoticeRow, ObligationRow, ResponsibleRow
from storage.records import booked, owed, snoozed
from storage.records.base import Records
from storage.records.lateness import is_past
from storage.views import History, NoticeSent, ObligationView, Person

OPEN = ObligationRow.closed_at.is_(None)


class Obligations(Records):
    """Open obligations, soonest first."""

    def of(self, person_id: str, *, viewer: Person) -> list[ObligationView]:
        """Open and about this person, on their cases too."""
        self._work.sight.must_see(viewer, person_id)
        return owed.views(self._work, OPEN, ObligationRow.person_id == person_id)

    def of_each(self, person_ids: Collection[str], *, viewer: Person) -> dict[str, list[ObligationView]]:
        """The same of several people at once, by person."""
        self._work.sight.look_up(person_ids)
        for person_id in person_ids:
            self._work.sight.must_see(viewer, person_id)
        found: dict[str, list[ObligationView]] = {each: [] for each in person_ids}
        for one in owed.views(self._work, OPEN, ObligationRow.person_id.in_(person_ids)) if person_ids else ():
            found[one.person.id].append(one)
        return found

    def on_case(self, ref: str, *, viewer: Person) -> list[ObligationView]:
        """Open on this case."""
        case = self._work.cases.must_see(ref, viewer)
        return owed.views(self._work, OPEN, ObligationRow.case_ref == case.ref)

    def held_by(self, viewer: Person) -> list[ObligationView]:
        """Open, and the viewer is one of those responsible."""
        theirs = select(ResponsibleRow.obligation_id).where(
            ResponsibleRow.workspace == self._work.workspace, ResponsibleRow.person_id == viewer.id
        )
        return owed.views(self._work, OPEN, ObligationRow.id.in_(theirs))

    def is_late(self, viewer: Person) -> bool:
        """Whether anything the viewer is responsible for is past its day or its hour."""
        late = exists().where(
            ResponsibleRow.workspace == self._work.workspace,
            ResponsibleRow.person_id == viewer.id,
            ResponsibleRow.obligation_id == ObligationRow.id,
            OPEN,
            is_past(self._work.today, self._work.now),
        )
        return bool(self._work.session.scalar(select(late)))

    def below(self, viewer: Person) -> list[ObligationView]:
        """Late or escalated, about anyone below the viewer."""
        late = or_(is_past(self._work.today, self._work.now), ObligationRow.escalates_on <= self._work.today)
        under = ObligationRow.person_id.in_(self._work.sight.below(viewer))
        return owed.views(self._work, OPEN, ObligationRow.suspended.is_(False), late, under)

    def get(self, obligation_id: str, *, viewer: Person) -> ObligationView:
        """One obligation, open or closed; whoever was told of it may see it too."""
        found = owed.views(self._work, ObligationRow.id == obligation_id)
        if not found:
            raise NotFound
        involved = [found[0].person.id, *(person.id for person in found[0].responsible)]
        if viewer.id not in involved and not self._was_told(obligation_id, viewer):
            self._work.sight.must_see(viewer, found[0].person.id)
        return found[0]

    def raise_missed(self, *, viewer: Person, obligation_id: str) -> Person:
        """The supervisee raises a missed supervision (Standard 14): the supervisor is told. Answers whom."""
        return self._work.raised.raise_(obligation_id, viewer=viewer).to

    def history(self, obligation_id: str, *, viewer: Person) -> History:
        """The facts around it: last held, booked, moved and why, raised, told."""
        view = self.get(obligation_id, viewer=viewer)
        self._work.sight.note("read", viewer, "obligation", view.id, view.person.id)
        found = booked.booked(self._work, [view.person.id])
        ahead = found.get(view.person.id)
        last = booked.last_discussed(self._work, [view.case_ref]) if view.case_ref else None
        held = last if last is not None else booked.last_held(self._work, [view.person.id])
        return History(
            obligation=view,
            last_held_on=held.get(view.case_ref or view.person.id),
            booked_on=ahead.planned_on if ahead else None,
            moves=booked.put_off(self._work, found, [view.person.id]).get(view.person.id, ()),
            raised_on=self._work.session.scalar(select(ObligationRow.raised_on).where(ObligationRow.id == obligation_id)),
            notices=self._notices(ObligationRow.id == obligation_id),
            raised=self._work.raised.on(obligation_id),
            snoozes=snoozed.with_words(self._work, obligation_id),
        )

    def _was_told(self, obligation_id: str, viewer: Person) -> bool:
        row = NoticeRow
        told = exists().where(
            row.workspace == self._work.workspace, row.obligation_id == obligation_id, row.recipient_id == viewer.id
        )
        return bool(self._work.session.scalar(select(told)))

    def _notices(self, obligation: ColumnElement[bool]) -> tuple[NoticeSent, ...]:
        row, message = NoticeRow, MessageRow
        query = (
            select(row.kind, row.recipient_id, row.message_id, message.day_on, message.sent_at)
            .join(message, message.id == row.message_id)
            .join(ObligationRow, ObligationRow.id == row.obligation_id)
            .where(row.workspace == self._work.workspace, obligation)
            .order_by(row.at, plainly(row.kind))
        )
        # What was held and said together with a later reminder was never said by itself: the later one is what came.
        told = list({(each.message_id, each.recipient_id): each for each in self._work.session.execute(query)}.values())
        people = self._work.people.by_id({each.recipient_id for each in told})
        return tuple(NoticeSent(each.kind, people[each.recipient_id], each.day_on, each.sent_at) for each in told)
