"""Groups as they are shown: who was there, in which part, and which cases were spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.dialects import plainly
from storage.models import GroupAttendeeRow, GroupCaseRow, GroupRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group session."""

    id: str
    held_on: date
    facilitator_id: str
    kind: str
    format: str
    outside_count: int
    signed_off_on: date | None
    attendees: Mapping[str, str]
    """The part each had, by the person's id."""
    relayed: frozenset[str]
    """Who has brought its ideas to their own supervision."""
    cases: tuple[str, ...]
    """References of those it spoke of: all of them to whoever was there, to others the ones they may see."""

    def was_there(self, person_id: str) -> bool:
        """Whether they led it or were part of it."""
        return person_id == self.facilitator_id or person_id in self.attendees


def views(work: UnitOfWork, rows: Sequence[GroupRow]) -> list[GroupView]:
    """In the order given."""
    ids = [row.id for row in rows]
    attended: dict[str, dict[str, str]] = {}
    relayed: dict[str, set[str]] = {}
    cases: dict[str, tuple[str, ...]] = {}
    who, spoken = GroupAttendeeRow, GroupCaseRow
    there = select(who).where(who.workspace == work.workspace, who.group_id.in_(ids)).order_by(plainly(who.person_id))
    for each in work.session.scalars(there) if ids else ():
        attended.setdefault(each.group_id, {})[each.person_id] = each.part
        if each.relayed_on:
            relayed.setdefault(each.group_id, set()).add(each.person_id)
    of = select(spoken).where(spoken.workspace == work.workspace, spoken.group_id.in_(ids))
    for one in work.session.scalars(of.order_by(plainly(spoken.case_ref))) if ids else ():
        cases[one.group_id] = (*cases.get(one.group_id, ()), one.case_ref)
    return [
        GroupView(
            id=row.id,
            held_on=row.held_on,
            facilitator_id=row.facilitator_id,
            kind=row.kind,
            format=row.format,
            outside_count=row.outside_count,
            signed_off_on=row.signed_off_on,
            attendees=attended.get(row.id, {}),
            relayed=frozenset(relayed.get(row.id, ())),
            cases=cases.get(row.id, ()),
        )
        for row in rows
    ]


def seen_by(work: UnitOfWork, viewer: Person, groups: Sequence[GroupView]) -> list[GroupView]:
    """Without the cases of other teams, for whoever was not there."""
    others = {ref for group in groups if not group.was_there(viewer.id) for ref in group.cases}
    asked = sorted(others)
    seen = {case.ref for case in work.cases.seen([(ref, viewer) for ref in asked]) if case} if asked else set()
    return [
        each if each.was_there(viewer.id) else replace(each, cases=tuple(ref for ref in each.cases if ref in seen))
        for each in groups
    ]
