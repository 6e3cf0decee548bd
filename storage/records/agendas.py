"""What to discuss in the next session, so that no case goes late, and what the policy has people bring to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import func, select

from scheduling.agenda import Agenda, Due, agenda
from scheduling.sittings import minutes_for, sittings
from scheduling.view import View
from storage.models import ActionRow, ObligationRow
from storage.records import booking
from storage.records.base import Records
from storage.views import Person

DISCUSSIONS = ("case_discussion", "first_case_discussion")


@dataclass(frozen=True, slots=True)
class FrontDoorCases:
    """How many cases, and of what, where the session is the Front Door's."""

    least: int
    most: int
    criteria: tuple[str, ...]
    different: int
    """Of so many criteria at least (R-24)."""


@dataclass(frozen=True, slots=True)
class AgendaView:
    """Of the next session of one supervisee: references and dates, nothing that was said."""

    on: date
    at: time | None
    session_id: str | None
    """None where none is booked: then it is the last day in time."""
    minutes: int
    room: int
    """For how many cases there is time."""
    minutes_a_case: int
    later: date | None
    """The session after it, booked or as the plan of the year would have it."""
    agenda: Agenda
    cases: int
    """That are to be discussed, in this session or later."""
    examples: int
    """Of direct work, to be brought; 0 where the policy asks for none."""
    actions: int
    """Agreed in supervision, and still open."""
    self_assessed: bool | None
    """Whether their own work is rated for it; None where nobody asks for that."""
    front_door: FrontDoorCases | None = None
    prepare: tuple[str, ...] = ()
    """What the policy has whoever reads it do before, in its own order."""


class Agendas(Records):
    """Of people the viewer may see: oneself, and those below."""

    def next(self, person_id: str, *, viewer: Person) -> AgendaView:
        """Of the next session. Raises NotFound, NoSupervisor, NoInterval, AwayForGood."""
        work = self._work
        table = work.plans.timetable(person_id, viewer=viewer, cases=True)
        booked = booking.ahead(work, person_id)
        cases = self._due(person_id)
        until = max((case.by for case in cases), default=work.today)
        ahead = sittings(table, until, [row.planned_on for row in booked if row.planned_on])
        on = ahead[0].on if ahead else table.due_after(table.last)
        view, minutes = table.view, minutes_for(table.view, person_id, on)
        terms = view.version.direct_work
        row = booked[0] if booked else None
        return AgendaView(
            on=on,
            at=row.planned_at if row else None,
            session_id=row.id if row else None,
            minutes=minutes,
            room=ahead[0].room if ahead else 1,
            minutes_a_case=view.readings.agenda_minutes_a_case,
            later=ahead[1].on if len(ahead) > 1 else None,
            agenda=agenda(cases, ahead),
            cases=len(cases),
            examples=terms.least if terms and cases else 0,
            actions=self._open_actions(person_id),
            self_assessed=_self_assessed(view, person_id, row.assessed_on if row else None),
            front_door=_front_door(view, person_id),
            prepare=self._prepare(view, person_id, viewer),
        )

    def _prepare(self, view: View, person_id: str, viewer: Person) -> tuple[str, ...]:
        mine = ("both", "supervisee" if viewer.id == person_id else "supervisor")
        asked = [each for each in view.version.prepare if each.whose in mine]
        last = self._work.sessions.last_held(person_id, viewer=viewer)
        tie = view.relationship(person_id)
        is_first = last is None or (tie is not None and last.held_on is not None and last.held_on < tie.from_on)
        if any(each.when_frequent for each in asked):
            often = any(each.is_frequent for each in self._work.plans.changes(person_id, viewer=viewer))
            asked = [each for each in asked if often or not each.when_frequent]
        asked = [each for each in asked if is_first or not each.at_first]
        return tuple(each.says for each in asked if last is None or not each.of_newcomers)

    def _open_actions(self, person_id: str) -> int:
        row = ActionRow
        theirs = (row.workspace == self._work.workspace, row.supervisee_id == person_id, row.outcome == "")
        return self._work.session.scalar(select(func.count()).where(*theirs)) or 0

    def _due(self, person_id: str) -> list[Due]:
        """By when each of their cases is to be discussed next, as it is owed today."""
        row = ObligationRow
        mine = (row.workspace == self._work.workspace, row.person_id == person_id, row.closed_at.is_(None))
        query = select(row.case_ref, row.due_on).where(*mine, row.kind.in_(DISCUSSIONS), row.suspended.is_(False))
        found: dict[str, date] = {}
        for ref, on in self._work.session.execute(query):
            if ref:
                found[ref] = min(on, found.get(ref, on))
        return [Due(ref, on) for ref, on in found.items()]


def _self_assessed(view: View, person_id: str, assessed_on: date | None) -> bool | None:
    terms, who = view.version.self_assessment, view.person(person_id)
    if terms is None or who is None or not view.matches(who, terms):
        return None
    return assessed_on is not None


def _front_door(view: View, person_id: str) -> FrontDoorCases | None:
    terms, who = view.version.front_door, view.person(person_id)
    if terms is None or who is None or who.role != "front_door":
        return None
    criteria = view.version.lists.get("front_door_criteria", ())
    return FrontDoorCases(terms.least, terms.most, criteria, view.readings.front_door_min_criteria)
