"""A row of every table, made from how the table is declared: so that a new table or column needs no line in a test."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Engine, Integer, Table, Time, func, insert, select

from storage import SINGLE
from storage.models import Base, Instant

VALUES: tuple[tuple[type, Any], ...] = (
    (JSON, {"a": 1}),
    (Boolean, False),
    (Integer, 7),
    (Instant, datetime(2026, 3, 24, 9, tzinfo=UTC)),
    (DateTime, datetime(2026, 3, 24, 9, tzinfo=UTC)),
    (Date, date(2026, 3, 24)),
    (Time, time(14)),
)


GIVEN: dict[tuple[str, str], Any] = {
    ("holds", "case_ref"): None,  # a hold is of a person or of a case
    ("person_changes", "field"): "hours",
    ("person_changes", "value"): "full_time",
    ("case_changes", "field"): "category",
    ("case_changes", "value"): "child_protection",
}
"""Where not every value makes sense."""


def fill_the_rest(engine: Engine) -> None:
    """One row, with a value in every column, into each table that has none; what it points to is there, parents first."""
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if not connection.scalar(select(func.count()).select_from(table)):
                connection.execute(insert(table), _row(connection, table))


def _row(connection: Connection, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in table.columns:
        if not (column.primary_key and column.autoincrement is True):
            made[column.name] = SINGLE if column.name == "workspace" else _value(column)
    made |= {column: value for (name, column), value in GIVEN.items() if name == table.name}
    for pointer in table.foreign_key_constraints:
        if pointer.referred_table is not table:
            there = connection.execute(select(*(each.column for each in pointer.elements)).limit(1)).one()
            made |= dict(zip((column.name for column in pointer.columns), there, strict=True))
    return made


def _value(column: Column[Any]) -> Any:
    return next((value for kind, value in VALUES if isinstance(column.type, kind)), column.name)
