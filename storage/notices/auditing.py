"""The whole ladder of what is owed, beside what has been sent: what is missing is put right, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import literal_column, select

from scheduling.answers import Obligation
from storage.asking import WORKSPACE, among
from storage.index import rows, stored
from storage.index.climbing import Named, holds, just_before, next_rung
from storage.index.refresh import Fresh
from storage.models import NoticeRow, OutboxRow
from storage.notices.catching_up import Told
from storage.notices.hours import mornings
from storage.notices.kinds import EVERY
from storage.notices.rerouting import REROUTED, reroute
from storage.notices.telling import CHUNK, tell, told_of, unsaid
from storage.notices.withdrawing import forget

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

WAKES = "next_at"
"""A ladder that would not have been looked at again, or too late."""
AHEAD = "swept_at"
"""A ladder said to be seen to until a day that has not come."""
PASSED_ON = "rerouted"
"""An escalation that reached nobody and had not been passed on."""
_UNREACHED = (
    select(NoticeRow.message_id, NoticeRow.subject, NoticeRow.kind, NoticeRow.rung, NoticeRow.recipient_id)
    .join(OutboxRow, OutboxRow.message_id == NoticeRow.message_id)
    .where(NoticeRow.workspace == WORKSPACE, among(NoticeRow.obligation_id), NoticeRow.kind.in_(REROUTED))
    .where(OutboxRow.op == literal_column("'post'"), OutboxRow.state == literal_column("'failed'"))
)
_PASSED_ON = select(NoticeRow.subject, NoticeRow.kind, NoticeRow.rung).where(
    NoticeRow.workspace == WORKSPACE, among(NoticeRow.obligation_id), NoticeRow.instead_of_id.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found of some obligations."""

    repaired: Counter[str]
    """By kind of notice that was missing, or by what else was wrong."""
    withdrawn: int
    """Obligations of which something waited that nobody is to be told any more: the line has changed since."""


def audit(work: UnitOfWork, fresh: Fresh) -> Audit:
    """Everything that is owed within what has just been derived, but for what is due now: that is the sweep's."""
    moments = stored.moments(work, fresh.owed)
    quiet = {
        row_id: (each, moments[row_id].swept_at)
        for row_id, each in fresh.owed.items()
        if row_id in moments and not ((next_at := moments[row_id].next_at) and next_at <= work.now)
    }
    told = told_of(work, quiet)
    withdrawn = _take_back(work, fresh, told)
    kept = {row_id: each for row_id, each in quiet.items() if row_id not in withdrawn}
    wrong = _wrong(work, fresh, {row_id: each for row_id, (each, _) in kept.items()}, moments)
    said = list(unsaid(work, fresh.view, kept, told))
    tell(work, said)
    repaired = Counter(wrong.values())
    # What follows from a ladder that was not looked at is not counted a second time.
    missed = (each for each in said if each.obligation_id not in wrong)
    repaired.update(notice.kind for each in missed for notice in each.notices if notice not in each.waited)
    lost = {row_id for row_id in kept if any(each.state == "failed" for each in told.get(row_id, ()))}
    if passed_on := _pass_on(work, sorted(lost)):
        repaired[PASSED_ON] += passed_on
    return Audit(repaired, len(withdrawn))


def _take_back(work: UnitOfWork, fresh: Fresh, told: Mapping[str, list[Told]]) -> set[str]:
    """Forget what waits for somebody who is no longer to be told; the sweep goes through those ladders again."""
    hours, named = mornings(work), Named(fresh.view)
    stale = [
        each
        for row_id, every in told.items()
        for each in every
        if each.state == "pending"
        and each.kind in EVERY  # else a newer version's to take back
        and not holds(fresh.view, fresh.owed[row_id], named, (each.kind, each.rung, each.meant_for))
    ]
    forget(work, [each.notice_id for each in stale])
    earliest: dict[str, tuple[datetime, str]] = {}
    for each in stale:
        earliest[each.obligation_id] = min(earliest.get(each.obligation_id, (each.at, each.kind)), (each.at, each.kind))
    again = [
        {"row_id": row_id, "swept_at": just_before(hours, at, kind), "next_at": work.now}
        for row_id, (at, kind) in earliest.items()
    ]
    rows.put(work, again)
    return set(earliest)


def _wrong(
    work: UnitOfWork, fresh: Fresh, owed: Mapping[str, Obligation], moments: Mapping[str, stored.Moments]
) -> dict[str, str]:
    """Ladders that would not be looked at when they should: set right. Answers what was wrong, by id."""
    hours, wrong = mornings(work), dict[str, str]()
    for row_id, obligation in owed.items():
        known = moments[row_id]
        expected = next_rung(fresh.view, obligation, known.swept_at, hours)
        if known.swept_at is not None and known.swept_at > work.now:
            wrong[row_id] = AHEAD
        elif expected is not None and (known.next_at is None or known.next_at > expected):
            wrong[row_id] = WAKES
    after = [
        {"row_id": row_id, "next_at": next_rung(fresh.view, owed[row_id], work.now, hours), "swept_at": work.now}
        for row_id in wrong
    ]
    rows.put(work, after)
    return wrong


def _pass_on(work: UnitOfWork, ids: list[str]) -> int:
    """Escalations Slack would not take, that went to nobody instead."""
    number = 0
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        unreached = work.ask(_UNREACHED, ids=some).all()
        passed_on = {tuple(row) for row in work.ask(_PASSED_ON, ids=some)} if unreached else set()
        lost = {row.message_id for row in unreached if (row.subject, row.kind, row.rung) not in passed_on}
        number += sum(reroute(work, message_id) for message_id in sorted(lost))
    return number
