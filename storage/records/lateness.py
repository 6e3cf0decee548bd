"""When something owed is past: after its day or, where the policy counts hours, after its moment."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, null, or_, type_coerce

from storage.asking import TODAY
from storage.dialects import instant_of
from storage.models import Instant, ObligationRow

NOW: Any = bindparam("now", type_=Instant())
DUE_AT: Any = case((ObligationRow.due.contains("T"), instant_of(ObligationRow.due)), else_=type_coerce(null(), Instant()))
"""The moment something is due; none of what is due by a day."""


def is_past(today: Any = TODAY, now: Any = NOW) -> ColumnElement[bool]:
    """Late (R-12). Only of what is due today it is asked whether its moment has passed."""
    row = ObligationRow
    return or_(row.due_on < today, and_(row.due_on == today, now > DUE_AT))
