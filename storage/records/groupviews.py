"""Groups as they are shown: who was there, in which part, and which cases were spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.asking import WORKSPACE, among
from storage.dialects import plainly
from storage.models import GroupAttendeeRow, GroupCaseRow, GroupRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

_THERE = (
    select(GroupAttendeeRow.group_id, GroupAttendeeRow.person_id, GroupAttendeeRow.part, GroupAttendeeRow.relayed_on)
    .where(GroupAttendeeRow.workspace == WORKSPACE, among(GroupAttendeeRow.group_id))
    .order_by(plainly(GroupAttendeeRow.person_id))
)
_SPOKEN_OF = (
    select(GroupCaseRow.group_id, GroupCaseRow.case_ref)
    .where(GroupCaseRow.workspace == WORKSPACE, among(GroupCaseRow.group_id))
    .order_by(plainly(GroupCaseRow.case_ref))
)


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
    for each in work.ask(_THERE, ids=ids) if ids else ():
        attended.setdefault(each.group_id, {})[each.person_id] = each.part
        if each.relayed_on:
            relayed.setdefault(each.group_id, set()).add(each.person_id)
    for group_id, ref in work.ask(_SPOKEN_OF, ids=ids) if ids else ():
        cases[group_id] = (*cases.get(group_id, ()), ref)
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
