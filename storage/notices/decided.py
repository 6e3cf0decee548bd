"""Decisions that messages tell of, as they stand now: nothing of what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import local_day
from storage.asking import WORKSPACE, among
from storage.models import DecisionCheckRow, DiscussionRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_DISCUSSIONS = select(
    DiscussionRow.id,
    DiscussionRow.case_ref,
    DiscussionRow.worker_id,
    DiscussionRow.by_id,
    DiscussionRow.is_draft,
    DiscussionRow.confirmed_on,
    DiscussionRow.kind,
).where(DiscussionRow.workspace == WORKSPACE, among(DiscussionRow.id))
_RETURNS = (
    select(DecisionCheckRow.discussion_id, DecisionCheckRow.checked_at, DecisionCheckRow.answered_at)
    .where(DecisionCheckRow.workspace == WORKSPACE, among(DecisionCheckRow.discussion_id))
    .where(DecisionCheckRow.outcome == "returned")
    .order_by(DecisionCheckRow.checked_at, DecisionCheckRow.id)
)


def discussions(work: UnitOfWork, ids: Collection[str]) -> dict[str, Any]:
    """By id."""
    return {each.id: each for each in work.ask(_DISCUSSIONS, ids=list(ids))} if ids else {}


def returns(work: UnitOfWork, found: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Of drafts, and of what was one: each time it was sent back, oldest first."""
    made = dict[str, list[Any]]()
    drafts = [each.id for each in found.values() if each.is_draft or each.confirmed_on]
    for each in work.ask(_RETURNS, ids=drafts) if drafts else ():
        made.setdefault(each.discussion_id, []).append(each)
    return made


def ended(kind: str, rung: int, about: Any, sent_back: Sequence[Any]) -> tuple[str, date | None]:
    """How what a notice asks for has ended, and when; empty while there is something to do.

    A draft that was sent back is told of again: the rung is how often it had been sent back before.
    """
    if kind not in ("to_confirm", "sent_back"):
        return "", None
    back = sent_back[rung] if rung < len(sent_back) else None
    if kind == "to_confirm" and back:
        return "returned", local_day(back.checked_at)
    if kind == "sent_back" and back and back.answered_at:
        return "rewritten", local_day(back.answered_at)
    return ("", None) if about.is_draft else ("confirmed", about.confirmed_on)
