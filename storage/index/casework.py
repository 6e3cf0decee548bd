"""Cases, allocations and discussions as the engine takes them. No text is unsealed for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from sys import intern
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, literal, select, union_all
from sqlalchemy.orm import aliased

from scheduling import facts
from storage.asking import WORKSPACE, Question, among, question
from storage.index.kept_of_cases import kept
from storage.models import (
    AllocationRow,
    CaseRow,
    DiscussionRow,
    DiscussionWorkerRow,
    EvidenceRow,
)

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Refs = Collection[str] | None
"""None: every case."""

_CASES = question(
    select(
        CaseRow.ref,
        CaseRow.category,
        CaseRow.opened_on,
        CaseRow.closed_on,
        CaseRow.family,
        CaseRow.joint_from,
        CaseRow.planning_meeting_on,
    ).where(CaseRow.workspace == WORKSPACE),
    among(CaseRow.ref),
)
_SIBLING = aliased(CaseRow)
_SIBLINGS = (
    select(_SIBLING.ref)
    .join(CaseRow, and_(CaseRow.workspace == _SIBLING.workspace, CaseRow.family == _SIBLING.family))
    .where(_SIBLING.workspace == WORKSPACE, CaseRow.workspace == WORKSPACE, among(CaseRow.ref))
)
_ALLOCATIONS = question(
    select(
        AllocationRow.id,
        AllocationRow.case_ref,
        AllocationRow.worker_id,
        AllocationRow.role,
        AllocationRow.from_on,
        AllocationRow.from_at,
        AllocationRow.until_on,
    ).where(AllocationRow.workspace == WORKSPACE),
    among(AllocationRow.case_ref),
)
_DISCUSSIONS = question(
    select(
        DiscussionRow.id,
        DiscussionRow.case_ref,
        DiscussionRow.worker_id,
        DiscussionRow.by_id,
        DiscussionRow.discussed_on,
        DiscussionRow.discussed_at,
        DiscussionRow.kind,
        DiscussionRow.has_rationale,
        DiscussionRow.recorded_on,
        DiscussionRow.filed_on,
        DiscussionRow.confirmed_on,
        DiscussionRow.replaces_id,
    ).where(DiscussionRow.workspace == WORKSPACE),
    among(DiscussionRow.case_ref),
)


def _beside(row: Any, named: Any, *, is_child: bool) -> Any:
    found = select(row.discussion_id, named.label("named"), literal(is_child).label("is_child"))
    return found.join(DiscussionRow, DiscussionRow.id == row.discussion_id).where(row.workspace == WORKSPACE)


_WITH = _beside(DiscussionWorkerRow, DiscussionWorkerRow.person_id, is_child=False)
_FILES = _beside(EvidenceRow, EvidenceRow.child_ref, is_child=True)
_SOME = among(DiscussionRow.case_ref)
# Who else was there, and on which children's files it shows: one statement.
_BESIDE = Question(
    union_all(_WITH, _FILES).order_by("named"), union_all(_WITH.where(_SOME), _FILES.where(_SOME)).order_by("named")
)


def cases(work: UnitOfWork, refs: Refs) -> tuple[facts.Case, ...]:
    """With their changes."""
    more = kept(work, refs)
    return tuple(
        facts.Case(
            ref=row.ref,
            category=row.category,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            family=row.family,
            children=tuple(more.children.get(row.ref, ())),
            joint_from=row.joint_from,
            planning_meeting_on=row.planning_meeting_on,
            points=tuple(more.points.get(row.ref, ())),
            changes=more.changes.get(row.ref, ()),
        )
        for row in _CASES.ask(work, refs)
    )


def with_families(work: UnitOfWork, refs: Iterable[str]) -> frozenset[str]:
    """These cases, and those of the same family where a discussion of one counts for all of them (KENT-2-freq-90)."""
    known = frozenset(refs)
    if not known or not any(version.cases and version.cases.per_family for version in work.policy.versions):
        return known
    return known | {row.ref for row in work.ask(_SIBLINGS, ids=list(known))}


def allocations(work: UnitOfWork, refs: Refs) -> tuple[facts.Allocation, ...]:
    """Who worked them, ever."""
    return tuple(
        facts.Allocation(
            case=intern(case), worker=intern(worker), role=intern(role), from_on=from_at or from_on, until=until, id=row_id
        )
        for row_id, case, worker, role, from_on, from_at, until in _ALLOCATIONS.each(work, refs)
    )


def discussions(work: UnitOfWork, refs: Refs) -> tuple[facts.Discussion, ...]:
    """What was discussed, without the words. The same person, case or kind is the same text in all of them: there are many."""
    others: dict[str, tuple[str, ...]] = {}
    evidenced: dict[str, tuple[str, ...]] = {}
    for discussion_id, named, is_child in _BESIDE.ask(work, refs):
        found = evidenced if is_child else others
        found[discussion_id] = (*found.get(discussion_id, ()), named)
    # Each value in its place, unnamed: naming thirteen takes a third longer, and a council has hundreds of thousands.
    return tuple(
        [
            facts.Discussion(
                intern(case),
                intern(worker),
                intern(by),
                at or on,
                intern(kind),
                others.get(row_id, ()),
                rationale,
                recorded_on,
                filed_on,
                confirmed_on,
                evidenced.get(row_id, ()),
                row_id,
                replaces or "",
            )
            for row_id, case, worker, by, on, at, kind, rationale, recorded_on, filed_on, confirmed_on, replaces in (
                _DISCUSSIONS.each(work, refs)
            )
        ]
    )
