"""What people who have left leave behind: to whoever supervised them, else the line manager, else the next above."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from storage.asking import TODAY, WORKSPACE
from storage.caseviews import LeftBehind
from storage.models import AllocationRow, CaseChangeRow, CaseRow, DiscussionRow, PersonRow
from storage.records import casebook, lines
from storage.records.base import Records

if TYPE_CHECKING:
    from storage.views import Person

_GONE = and_(PersonRow.workspace == WORKSPACE, PersonRow.left_on <= TODAY, PersonRow.id.in_(lines.BELOW))
_OTHER, _HERE = aliased(AllocationRow), aliased(PersonRow)
_WORKED = exists().where(
    _OTHER.workspace == WORKSPACE,
    _OTHER.case_ref == AllocationRow.case_ref,
    casebook.in_force(TODAY, _OTHER),
    _HERE.workspace == WORKSPACE,
    _HERE.id == _OTHER.worker_id,
    or_(_HERE.left_on.is_(None), _HERE.left_on > TODAY),
)
_REOPENED = exists().where(
    CaseChangeRow.workspace == WORKSPACE, CaseChangeRow.case_ref == CaseRow.ref, CaseChangeRow.field == "closed_on"
)
_UNWORKED = (
    select(AllocationRow.case_ref, AllocationRow.worker_id)
    .join(PersonRow, and_(_GONE, PersonRow.id == AllocationRow.worker_id))
    .join(CaseRow, and_(CaseRow.workspace == WORKSPACE, CaseRow.ref == AllocationRow.case_ref))
    .where(AllocationRow.workspace == WORKSPACE, casebook.in_force(TODAY), ~_WORKED)
    # Closing a case ends no allocation: without this, everything a leaver ever closed would be looked at.
    .where(or_(CaseRow.closed_on.is_(None), CaseRow.closed_on > TODAY, _REOPENED))
)
"""With `person`: cases of leavers below them that nobody who is here works; a few may be closed."""
_DRAFTED = (
    select(DiscussionRow.worker_id)
    .join(PersonRow, and_(_GONE, PersonRow.id == DiscussionRow.worker_id))
    .where(DiscussionRow.workspace == WORKSPACE, DiscussionRow.is_draft.is_(True))
    .distinct()
)
"""With `person`: leavers below them with a draft of a decision."""


class Leavers(Records):
    """Those for whom the viewer answers, in a number of statements that does not depend on how many they are."""

    def open_cases(self, viewer: Person) -> list[LeftBehind]:
        """Open cases that nobody who is here works, by reference, each with the one who left it."""
        found = {row.case_ref: row.worker_id for row in self._work.ask(_UNWORKED, person=viewer.id)}
        mine = self._answered_for(viewer, set(found.values()))
        cases = casebook.held(self._work, [ref for ref, worker_id in found.items() if worker_id in mine])
        today = self._work.today
        still = sorted(ref for ref, case in cases.items() if case.closed_on is None or case.closed_on > today)
        people = self._work.people.by_id({cases[ref].workers[0] for ref in still})
        return [LeftBehind(ref, people[cases[ref].workers[0]]) for ref in still]

    def with_drafts(self, viewer: Person) -> set[str]:
        """Those with drafts of decisions that are still to be confirmed."""
        return self._answered_for(viewer, {row.worker_id for row in self._work.ask(_DRAFTED, person=viewer.id)})

    def _answered_for(self, viewer: Person, leavers: Collection[str]) -> set[str]:
        """Of these, those whose nearest above who is here is the viewer."""
        above = self._work.people.supervisors_of(leavers) if leavers else {}
        for _ in range(lines.HIGHEST):
            people = self._work.people.by_id(above.values()) if above else {}
            gone = {
                leaver: people[who] for leaver, who in above.items() if who in people and people[who].has_left(self._work.today)
            }
            if not gone:
                break
            above |= {leaver: who.manager_id or "" for leaver, who in gone.items()}
        return {leaver for leaver, who in above.items() if who == viewer.id}
