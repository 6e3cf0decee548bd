"""The two places where SQLite and PostgreSQL are spoken to differently."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base

Columns = TypeVarTuple("Columns")


def insert_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose unique keys are not there yet: a racing second insert is no error."""
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
    else:
        session.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)


def is_inserted(session: Session, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert one row unless its key is there; answers whether it was new."""
    build = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    result = session.execute(build(table).values(**row).on_conflict_do_nothing().returning(*table.__table__.primary_key))
    return result.first() is not None


def locked(statement: Select[*Columns]) -> Select[*Columns]:
    """Take the rows nobody else is taking. SQLite ignores it: its one writer is alone already."""
    return statement.with_for_update(skip_locked=True)
