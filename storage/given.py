"""Rows given to a statement as one parameter, so that it reads the same, and is as quick to send, however many there are."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnClause, Connection, String, Subquery, bindparam, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSON

_ROWS: Any = bindparam("rows", type_=String())


def given(dialect: str, *columns: ColumnClause[Any]) -> Subquery:
    """Something to select from, as a table with these columns: its rows are the parameter `rows`, as `as_given` makes it.

    `dialect` as `dialect_of` names it.
    """
    if dialect == "postgresql":
        rows = func.json_to_recordset(cast(_ROWS, JSON)).table_valued(*columns).render_derived(with_types=True)
        return select(rows).subquery("given")
    each = func.json_each(_ROWS).table_valued("value")
    values = (func.json_extract(each.c.value, literal_column(f"'$.{name.key}'"), type_=name.type) for name in columns)
    return select(*(value.label(name.key) for name, value in zip(columns, values, strict=True))).subquery("given")


def as_given(rows: Iterable[Mapping[str, str | int]]) -> str:
    """The parameter: a value for each of the columns, by name."""
    return json.dumps(list(rows))


def dialect_of(connection: Connection) -> str:
    """Which of the two it is: `sqlite` or `postgresql`."""
    return connection.dialect.name
