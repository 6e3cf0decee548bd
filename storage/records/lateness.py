"""When something owed is past, or was done in time: its day decides or, where the policy counts hours, its moment."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, null, or_, type_coerce

from storage.asking import TODAY
from storage.dialects import instant_of
from storage.models import DiscussionRow, Instant, ObligationRow

NOW: Any = bindparam("now", type_=Instant())
DUE_AT: Any = case((ObligationRow.due.contains("T"), instant_of(ObligationRow.due)), else_=type_coerce(null(), Instant()))
"""The moment something is due; none of what is due by a day."""


def is_past(today: Any = TODAY, now: Any = NOW) -> ColumnElement[bool]:
    """Late (R-12). Only of what is due today it is asked whether its moment has passed."""
    row = ObligationRow
    return or_(row.due_on < today, and_(row.due_on == today, now > DUE_AT))


def is_in_time() -> ColumnElement[bool]:
    """Of what was done, as a report from the facts has it: what is known by its day only was early enough on that day.

    Only of what was due by the hour and was done on that day it is asked when: a session is written down after it was held.
    """
    row, talk = ObligationRow, DiscussionRow
    by_then = exists().where(
        talk.workspace == row.workspace,
        talk.case_ref == row.case_ref,
        talk.discussed_on == row.due_on,
        talk.is_draft.is_(False),
        or_(talk.discussed_at.is_(None), talk.discussed_at <= DUE_AT),
    )
    by_its_hour = or_(~row.due.contains("T"), row.closed_at <= DUE_AT, by_then.correlate(row))
    return or_(row.closed_on < row.due_on, and_(row.closed_on == row.due_on, by_its_hour))
