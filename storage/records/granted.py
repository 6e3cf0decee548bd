"""Grants in force, as they are asked about on every reading by somebody outside the line."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from storage.asking import TODAY, WORKSPACE
from storage.models import GrantRow
from storage.records.lines import PERSON


def in_force(today: Any = TODAY) -> ColumnElement[bool]:
    """Not over and not taken back."""
    return and_(GrantRow.until_on > today, GrantRow.revoked_at.is_(None))


OPEN_TO = (
    select(GrantRow.about_id, GrantRow.purpose, GrantRow.covers_personal)
    .where(GrantRow.workspace == WORKSPACE, GrantRow.reader_id == PERSON, in_force())
    .order_by(GrantRow.granted_at, GrantRow.id)
)
"""With `person`: whose records are open to them, and for what."""
