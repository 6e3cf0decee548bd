"""What follows a session: actions reminded of before their day and once after it, and feedback asked for the morning after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import Calendar, at_nine, days_after
from storage.models import ActionRow, NoticeRow, RecordRow, SessionRow
from storage.notices.kinds import ACTION_DUE, FEEDBACK
from storage.notices.queue import Telling, queue
from storage.views import ItemView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_CALENDAR = Calendar()
FEEDBACK_FORM = "feedback"


def remind(work: UnitOfWork, action: ActionRow) -> None:
    """Queue both reminders of an action with the action itself: a message that has nothing left to say then is not sent."""
    if action.due_on is None:
        return
    days = (_CALENDAR.before(action.due_on), _CALENDAR.on_or_after(days_after(action.due_on, 1)))
    queue(
        work,
        [
            Telling(ACTION_DUE, action.owner_id, at_nine(on), rung, about_id=action.id)
            for rung, on in enumerate(days)
            if on > work.today
        ],
    )


def ask_feedback(work: UnitOfWork, session: SessionRow) -> None:
    """With the supervisee's next morning message."""
    at = at_nine(_CALENDAR.on_or_after(days_after(work.today, 1)))
    queue(work, [Telling(FEEDBACK, session.supervisee_id, at, about_id=session.id)])


def actions(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, Any]:
    """What a message says of these actions, which is never their words."""
    if not ids:
        return {}
    row = ActionRow
    columns = (row.id, row.supervisee_id, row.due_on, row.set_on, row.outcome, row.outcome_on, SessionRow.held_on)
    query = select(*columns).join(SessionRow, SessionRow.id == row.session_id, isouter=True)
    found = query.where(row.workspace == work.workspace, row.id.in_(ids))
    return {each.id: each for each in work.session.execute(found)}


def sessions(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, Any]:
    """Those sessions, with the day feedback was given on each; None where it was not."""
    if not ids:
        return {}
    record, row = RecordRow, SessionRow
    given = select(record.session_id, record.made_at).where(
        record.workspace == work.workspace, record.form == FEEDBACK_FORM, record.session_id.in_(ids)
    )
    on = {each.session_id: each.made_at.astimezone(work.zone).date() for each in work.session.execute(given)}
    query = select(row.id, row.supervisee_id, row.held_on).where(row.workspace == work.workspace, row.id.in_(ids))
    return {each.id: (each, on.get(each.id)) for each in work.session.execute(query)}


def item_of_action(notice: NoticeRow, about: Any, people: dict[str, Any]) -> ItemView:
    """Of one action: done with once it is settled."""
    return _item(
        notice,
        people,
        action_due_on=about.due_on,
        last_held_on=about.held_on or about.set_on,
        closed_on=about.outcome_on,
        closed_how=f"action_{about.outcome}" if about.outcome else "",
    )


def item_of_session(notice: NoticeRow, about: tuple[Any, date | None], people: dict[str, Any]) -> ItemView:
    """Of the feedback on one session: done with once it is given."""
    session, given_on = about
    how = "feedback_given" if given_on else ""
    return _item(notice, people, session_id=session.id, last_held_on=session.held_on, closed_on=given_on, closed_how=how)


def _item(notice: NoticeRow, people: dict[str, Any], **more: Any) -> ItemView:
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        subject=notice.subject,
        **(more | people),
    )
