"""Groups, Good Conversations and probation assessments as the engine takes them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from scheduling import facts
from storage.asking import WORKSPACE, among, question, several
from storage.models import ConversationRow, GroupAttendeeRow, GroupCaseRow, GroupRow, ProbationRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Ids = Collection[str] | None
"""None: everyone."""

_REFS = several("refs")
_GROUPS = select(GroupRow.id, GroupRow.held_on, GroupRow.facilitator_id, GroupRow.kind, GroupRow.signed_off_on).where(
    GroupRow.workspace == WORKSPACE
)
_SOME_GROUPS = _GROUPS.where(
    or_(
        among(GroupRow.facilitator_id),
        GroupRow.id.in_(
            select(GroupAttendeeRow.group_id).where(GroupAttendeeRow.workspace == WORKSPACE, among(GroupAttendeeRow.person_id))
        ),
        GroupRow.id.in_(
            select(GroupCaseRow.group_id).where(GroupCaseRow.workspace == WORKSPACE, among(GroupCaseRow.case_ref, _REFS))
        ),
    )
)
_ATTENDED = question(
    select(GroupAttendeeRow.group_id, GroupAttendeeRow.person_id).where(GroupAttendeeRow.workspace == WORKSPACE),
    among(GroupAttendeeRow.group_id),
    GroupAttendeeRow.person_id,
)
_SPOKEN_OF = question(
    select(GroupCaseRow.group_id, GroupCaseRow.case_ref).where(GroupCaseRow.workspace == WORKSPACE),
    among(GroupCaseRow.group_id),
    GroupCaseRow.case_ref,
)
_CONVERSATIONS = question(
    select(ConversationRow.person_id, ConversationRow.held_on, ConversationRow.kind).where(
        ConversationRow.workspace == WORKSPACE
    ),
    among(ConversationRow.person_id),
)
_PROBATION = question(
    select(ProbationRow.person_id, ProbationRow.assessed_on).where(ProbationRow.workspace == WORKSPACE),
    among(ProbationRow.person_id),
)


def groups(work: UnitOfWork, people: Ids, refs: Ids) -> tuple[facts.Group, ...]:
    """Those these people led or attended, and those that spoke of these cases."""
    if people is None or refs is None:
        rows = list(work.ask(_GROUPS))
    else:
        rows = list(work.ask(_SOME_GROUPS, ids=list(people), refs=list(refs))) if people or refs else []
    ids = None if people is None else [row.id for row in rows]
    attended, spoken = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    for group_id, person_id in _ATTENDED.ask(work, ids):
        attended[group_id] = (*attended.get(group_id, ()), person_id)
    for group_id, ref in _SPOKEN_OF.ask(work, ids):
        spoken[group_id] = (*spoken.get(group_id, ()), ref)
    return tuple(
        facts.Group(
            row.held_on,
            row.facilitator_id,
            row.kind,
            attended.get(row.id, ()),
            spoken.get(row.id, ()),
            row.signed_off_on,
            row.id,
        )
        for row in rows
    )


def conversations(work: UnitOfWork, people: Ids) -> tuple[facts.Conversation, ...]:
    """Held with these."""
    return tuple(facts.Conversation(*row) for row in _CONVERSATIONS.ask(work, people))


def probation_assessments(work: UnitOfWork, people: Ids) -> tuple[facts.ProbationAssessment, ...]:
    """Of these."""
    return tuple(facts.ProbationAssessment(*row) for row in _PROBATION.ask(work, people))
