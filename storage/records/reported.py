"""What a report needs beside the facts: sessions moved, records signed, actions, what case records keep in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from scheduling.measures import Action, Moved, OnFile, Signing
from scheduling.measures.reasons import reason_of
from storage.asking import WORKSPACE, among
from storage.models import ActionRow, DiscussionRow, PostponementRow, RecordRow, SessionRow, SignatureRow
from storage.records.booked import day_moved_to

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Whose = frozenset[str] | None
"""None: everybody's."""
_SIGNED = (
    select(SignatureRow.record_id, func.min(SignatureRow.signed_at).label("signed_at"))
    .where(SignatureRow.workspace == WORKSPACE, SignatureRow.capacity == "supervisee")
    .group_by(SignatureRow.record_id)
    .subquery()
)
_WRITTEN = (
    select(RecordRow.id, RecordRow.form, RecordRow.about_id, RecordRow.made_at, _SIGNED.c.signed_at)
    .outerjoin(_SIGNED, _SIGNED.c.record_id == RecordRow.id)
    .where(RecordRow.workspace == WORKSPACE, or_(_SIGNED.c.signed_at.is_not(None), RecordRow.state != "signed"))
)
_MOVES = (
    select(
        SessionRow.id,
        SessionRow.supervisee_id,
        SessionRow.supervisor_id,
        PostponementRow.from_on,
        day_moved_to(),
        PostponementRow.moved_on,
        PostponementRow.reason,
        PostponementRow.asked_by_id,
    )
    .join(PostponementRow, PostponementRow.session_id == SessionRow.id)
    .where(and_(SessionRow.workspace == WORKSPACE, PostponementRow.workspace == WORKSPACE))
    .order_by(PostponementRow.moved_on, PostponementRow.id)
)
_ACTIONS = select(
    ActionRow.id,
    ActionRow.supervisee_id,
    ActionRow.owner_id,
    ActionRow.case_ref,
    ActionRow.set_on,
    ActionRow.due_on,
    ActionRow.outcome_on,
).where(ActionRow.workspace == WORKSPACE, ActionRow.due_on.is_not(None))
_DISCUSSED = and_(DiscussionRow.workspace == RecordRow.workspace, DiscussionRow.id == RecordRow.of_id)
_ON_FILE = (
    select(
        RecordRow.case_ref,
        RecordRow.genogram,
        RecordRow.chronology,
        SessionRow.held_on,
        DiscussionRow.discussed_on,
        RecordRow.made_at,
    )
    .outerjoin(SessionRow, SessionRow.id == RecordRow.session_id)
    .outerjoin(DiscussionRow, _DISCUSSED)
    .where(RecordRow.workspace == WORKSPACE, or_(RecordRow.genogram.is_not(None), RecordRow.chronology.is_not(None)))
    .order_by(RecordRow.made_at, RecordRow.id)
)


def moves(work: UnitOfWork, whose: Whose, first_on: date) -> tuple[Moved, ...]:
    """Sessions put off, or called off, since that day."""
    rows = _asked(work, _MOVES.where(PostponementRow.moved_on >= first_on), SessionRow.supervisee_id, whose)
    return tuple(
        Moved(session, ann, tom, from_on, to_on, on, reason_of(reason), _party(asked_by, ann, tom))
        for session, ann, tom, from_on, to_on, on, reason, asked_by in rows
    )


def signings(work: UnitOfWork, whose: Whose) -> tuple[Signing, ...]:
    """Records a supervisee signed or has still to sign."""
    zone = work.zone
    return tuple(
        Signing(row, form, about, made.astimezone(zone).date(), signed.astimezone(zone).date() if signed else None)
        for row, form, about, made, signed in _asked(work, _WRITTEN, RecordRow.about_id, whose)
    )


def actions(work: UnitOfWork, whose: Whose) -> tuple[Action, ...]:
    """Actions agreed in their supervision that have a day."""
    return tuple(Action(*row) for row in _asked(work, _ACTIONS, ActionRow.supervisee_id, whose))


def on_file(work: UnitOfWork, whose: Whose) -> tuple[OnFile, ...]:
    """What records of cases discussed with them say of genogram and chronology, as of the day of the discussion."""
    return tuple(
        OnFile(ref, held_on or discussed_on or made_at.astimezone(work.zone).date(), tool, state)
        for ref, genogram, chronology, held_on, discussed_on, made_at in _asked(work, _ON_FILE, RecordRow.about_id, whose)
        for tool, state in (("genogram", genogram), ("chronology", chronology))
        if state
    )


def _asked(work: UnitOfWork, query: Any, whom: Any, whose: Whose) -> Sequence[Any]:
    return work.ask(query if whose is None else query.where(among(whom)), ids=list(whose or ())).all()


def _party(asked_by: str | None, supervisee: str, supervisor: str) -> str:
    return {supervisee: "supervisee", supervisor: "supervisor"}.get(asked_by or "", "not_said")
