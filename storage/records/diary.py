"""The sessions that stand in somebody's own calendar: when, and in which role. Nothing sealed is read for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from scheduling.shapes import INFORMAL
from storage.models import PostponementRow, SessionRow
from storage.records.base import Records
from storage.records.booked import AHEAD

if TYPE_CHECKING:
    from storage.views import Person

_MOVES = select(func.count()).where(PostponementRow.session_id == SessionRow.id).correlate(SessionRow).scalar_subquery()
_COLUMNS = select(
    SessionRow.id,
    SessionRow.supervisee_id,
    SessionRow.planned_on,
    SessionRow.planned_at,
    SessionRow.held_on,
    SessionRow.minutes,
    SessionRow.changed_at,
    SessionRow.passed_on,
    SessionRow.called_off_on,
    _MOVES.label("moves"),
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A session the viewer is part of."""

    id: str
    is_supervisor: bool
    """Whether the viewer is the supervisor in it; else the supervisee."""
    on: date
    at: time | None
    """Local time of day, where one is booked."""
    minutes: int | None
    """How long it was or, of one that is booked, how long that supervisee's last one was; None where nobody knows."""
    is_held: bool
    times_moved: int
    is_off: bool
    """It was booked, and called off or another was held in its place."""
    changed_at: datetime | None
    """When it was booked, moved or recorded last; None where that was not noted."""


class Diary(Records):
    """Of the viewer, for the viewer."""

    def sessions(self, *, viewer: Person, since_on: date) -> list[Appointment]:
        """All that are booked, and those held since that day, earliest first.

        As supervisor only those of people the viewer may see today: who no longer supervises somebody no longer has their
        sessions in a calendar, and whoever supervises them now has.
        """
        return self._appointments(viewer, or_(AHEAD, SessionRow.held_on >= since_on), AHEAD)

    def one(self, session_id: str, *, viewer: Person, since_on: date) -> Appointment | None:
        """That one, as it stands among the others; one that takes place no more too. None where it is none of theirs."""
        row = SessionRow
        asked = and_(row.id == session_id, row.planned_on.is_not(None))
        found = self._appointments(viewer, or_(asked, row.held_on >= since_on), row.held_on.is_(None))
        return next((each for each in found if each.id == session_id), None)

    def _appointments(self, viewer: Person, which: ColumnElement[bool], is_handed_on: ColumnElement[bool]) -> list[Appointment]:
        """`is_handed_on`: those that go with the supervisee to whoever supervises them today."""
        work, row = self._work, SessionRow
        below = [person.id for person in work.people.supervisees_of(viewer.id)]
        handed_on = and_(is_handed_on, row.supervisee_id.in_(below))
        mine = or_(row.supervisee_id == viewer.id, row.supervisor_id == viewer.id, handed_on)
        query = _COLUMNS.where(row.workspace == work.workspace, row.kind != INFORMAL, mine, which)
        rows = work.session.execute(query.order_by(func.coalesce(row.held_on, row.planned_on), row.id)).all()
        shown = self._shown(viewer, {each.supervisee_id for each in rows})
        usual = {each.supervisee_id: each.minutes for each in rows if each.minutes}
        return [_appointment(each, viewer, usual.get(each.supervisee_id)) for each in rows if each.supervisee_id in shown]

    def _shown(self, viewer: Person, supervisee_ids: set[str]) -> set[str]:
        """Those the viewer may see, and who still work here."""
        work = self._work
        work.sight.look_up(supervisee_ids)
        people = work.people.by_id(supervisee_ids).values()
        return {each.id for each in people if is_here(each, work.today) and work.sight.can_see(viewer, each.id)}


def is_here(person: Person, today: date) -> bool:
    """Whether they have not left."""
    return person.left_on is None or person.left_on > today


def _appointment(row: Row[*tuple[Any, ...]], viewer: Person, usual: int | None) -> Appointment:
    is_held = row.held_on is not None
    return Appointment(
        id=row.id,
        is_supervisor=row.supervisee_id != viewer.id,
        on=row.held_on or row.planned_on,
        at=row.planned_at if row.held_on in (None, row.planned_on) else None,
        minutes=row.minutes if is_held else usual,
        is_held=is_held,
        times_moved=row.moves,
        is_off=row.passed_on is not None or row.called_off_on is not None,
        changed_at=row.changed_at,
    )
