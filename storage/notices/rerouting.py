"""An escalation whose recipient Slack cannot reach goes to whoever covers for them, else to the next above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import AbsenceRow, NoticeRow, ObligationRow, ResponsibleRow
from storage.notices.kinds import IN_HOURS, RAISED
from storage.notices.queue import Telling, queue
from storage.records.deputies import deputy

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

REROUTED = (*IN_HOURS, RAISED)
"""Kinds that ask somebody to act for another; what only reminds its own recipient is not passed on."""


def reroute(work: UnitOfWork, message_id: str) -> int:
    """Queue the escalations of an undelivered message for the next above. Answers how many found somebody.

    Should that person be out of reach too, their message fails in turn and climbs on.
    """
    row = NoticeRow
    mine = row.workspace == work.workspace, row.message_id == message_id, row.kind.in_(REROUTED)
    tellings = []
    for notice in work.session.scalars(select(row).where(*mine)):
        above = _next(work, notice)
        if above is not None:
            tellings.append(
                Telling(
                    notice.kind,
                    above,
                    notice.at,
                    notice.rung,
                    obligation_id=notice.obligation_id,
                    discussion_id=notice.discussion_id,
                    absence_id=notice.absence_id,
                    instead_of_id=notice.instead_of_id or notice.recipient_id,
                )
            )
    return queue(work, tellings)


def _next(work: UnitOfWork, notice: NoticeRow) -> str | None:
    """Their deputy, else the nearest manager above: who has not been told of it at this step, and whom Slack can reach.

    Never those it is about. Where nobody above can be reached either it goes to the nearest, whose message fails in turn.
    """
    row = NoticeRow
    same = row.workspace == work.workspace, row.subject == notice.subject, row.kind == notice.kind, row.rung == notice.rung
    told = set(work.session.scalars(select(row.recipient_id).where(*same)))
    apart = {*told, notice.recipient_id, *_about(work, notice)}
    if found := deputy(work, notice.recipient_id, apart, in_slack=True):
        return found
    return next((each.id for each in work.people.line_above(notice.recipient_id) if each.id not in told), None)


def _about(work: UnitOfWork, notice: NoticeRow) -> set[str]:
    """Whose it is, and who owes it to them."""
    row, owed, away = ResponsibleRow, ObligationRow, AbsenceRow
    everybody = (
        select(owed.person_id).where(owed.id == notice.obligation_id),
        select(row.person_id).where(row.obligation_id == notice.obligation_id),
        select(away.person_id).where(away.id == notice.absence_id),
    )
    return {who for query in everybody for who in work.session.scalars(query)}
