"""Decisions that messages tell of, as they stand now: nothing of what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import local_day
from storage.models import DecisionCheckRow, DiscussionRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def discussions(work: UnitOfWork, ids: Collection[str]) -> dict[str, Any]:
    """By id."""
    row = DiscussionRow
    query = select(row.id, row.case_ref, row.worker_id, row.by_id, row.is_draft, row.confirmed_on, row.kind)
    query = query.where(row.id.in_(ids))
    return {each.id: each for each in work.session.execute(query)} if ids else {}


def returns(work: UnitOfWork, found: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Of drafts, and of what was one: each time it was sent back, oldest first."""
    row, made = DecisionCheckRow, dict[str, list[Any]]()
    drafts = [each.id for each in found.values() if each.is_draft or each.confirmed_on]
    columns = select(row.discussion_id, row.checked_at, row.answered_at)
    query = columns.where(row.discussion_id.in_(drafts), row.outcome == "returned").order_by(row.checked_at, row.id)
    for each in work.session.execute(query) if drafts else ():
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
