"""A worker's draft of a decision: confirmed by somebody above, or sent back with the reason and written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from storage.errors import ReturnedAlready, ReturnReasonMissing
from storage.index.closing import Cause
from storage.models import DecisionCheckRow, DiscussionRow, new_id
from storage.notices.edits import touch
from storage.notices.queue import Telling, queue
from storage.records import checks, confirming
from storage.records.decisionrows import CONFIRMED, DECISION, RETURNED, Words, checked_words, checks_of
from storage.records.deputies import is_here

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


def confirm(work: UnitOfWork, row: DiscussionRow, viewer: Person) -> None:
    """It counts from today."""
    row.is_draft, row.confirmed_on = False, work.today
    _check(work, row, viewer, CONFIRMED)
    work.index.refresh(cases=[row.case_ref], cause=Cause(done_on=work.today))
    work.sight.note("confirmed", viewer, DECISION, row.id, row.worker_id)
    touch(work, [row.id])
    _tell(work, Telling(kind="logged", to=row.worker_id, at=work.now, discussion_id=row.id))


def send_back(work: UnitOfWork, row: DiscussionRow, viewer: Person, reason: str) -> None:
    """Whoever entered it is told. Raises ReturnReasonMissing, ReturnedAlready."""
    because = checks.fits(reason)
    if not because:
        raise ReturnReasonMissing
    before = checks_of(work, [row.id]).get(row.id, ())
    if before and before[-1].answered_at is None:
        raise ReturnedAlready
    _check(work, row, viewer, RETURNED, because)
    work.sight.note("returned", viewer, DECISION, row.id, row.worker_id)
    touch(work, [row.id])
    _tell(work, Telling("sent_back", row.by_id, work.now, rung=len(before), discussion_id=row.id))


def write_anew(work: UnitOfWork, row: DiscussionRow, viewer: Person, words: Words) -> str | None:
    """By whoever entered it. Where it had been sent back, the supervisor is asked again. Answers who is to confirm it."""
    for name, value in checked_words(work, words).items():
        setattr(row, name, value)
    row.changed_at = work.now
    back = DecisionCheckRow
    waiting = (back.workspace == work.workspace, back.discussion_id == row.id, back.answered_at.is_(None))
    work.session.execute(update(back).where(*waiting).values(answered_at=work.now))
    work.session.flush()
    work.sight.note("changed", viewer, DECISION, row.id, row.worker_id)
    touch(work, [row.id])
    times = len(checks_of(work, [row.id]).get(row.id, ()))
    supervisor = work.people.supervisor_of(row.worker_id)
    if supervisor is None:
        return None
    to = confirming.asked(work, {row.worker_id: supervisor.id})[row.worker_id]
    if times:
        _tell(work, Telling("to_confirm", to, work.now, rung=times, discussion_id=row.id))
    return to


def _tell(work: UnitOfWork, telling: Telling) -> None:
    """Unless they have left."""
    if is_here(work, work.people.get(telling.to)):
        queue(work, [telling])


def _check(work: UnitOfWork, row: DiscussionRow, viewer: Person, outcome: str, reason: str | None = None) -> None:
    mine = {"id": new_id(), "workspace": work.workspace, "discussion_id": row.id, "by_id": viewer.id}
    work.session.add(DecisionCheckRow(**mine, outcome=outcome, checked_at=work.now, reason=reason))
    work.session.flush()
