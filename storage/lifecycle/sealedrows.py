"""What is sealed in the rows that hang from another: read from the tables, so that one added later goes with the rest."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, exists

from storage.lifecycle.classes import TABLES
from storage.lifecycle.pointing import children
from storage.models import Base
from storage.sealed import SealedText


def sealed_columns(table: Table) -> list[Column[str]]:
    """Its sealed columns."""
    return [column for column in table.columns if isinstance(column.type, SealedText)]


def emptied(table: Table) -> dict[str, Any]:
    """What an erasure puts in their place: nothing, or an empty text where the column must hold one."""
    return {column.name: None if column.nullable else "" for column in sealed_columns(table)}


def hanging_from(parent: str) -> Iterator[tuple[Table, Column[str]]]:
    """Tables of the same class with sealed text that hang from this one, and the column that says from which row."""
    for child, column, _ in children(Base.metadata.tables[parent]):
        if sealed_columns(child) and TABLES.get(child.name) == TABLES[parent]:
            yield child, column


def written_under(parent: str) -> list[ColumnElement[bool]]:
    """For each of those, whether there is a row under the parent's row."""
    table = Base.metadata.tables[parent]
    return [exists().where(column == table.c.id) for _, column in hanging_from(parent)]
