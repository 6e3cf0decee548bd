"""Which columns name a person or a case, read from the tables themselves: what is added later is not forgotten."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Column, ForeignKeyConstraint, Table

from storage.models import Base

UNKEYED: dict[str, tuple[str, ...]] = {
    "alarms": ("about",),
    "notices": ("instead_of_id",),
    "obligations": ("about",),
}
"""Columns that may hold a person's id without the database knowing."""
CASE = "case_ref"


def tables() -> tuple[Table, ...]:
    """Every table, parents before children."""
    return tuple(Base.metadata.sorted_tables)


def key_of(table: Table) -> Column[str]:
    """The column that names one row within its workspace."""
    return tuple(table.primary_key.columns)[-1]


@cache
def people_columns(table: Table) -> tuple[Column[str], ...]:
    """Columns of the table that name a person."""
    keyed = [tuple(key.columns)[-1] for key in _keys(table) if key.referred_table.name == "people"]
    return (*keyed, *(table.c[name] for name in UNKEYED.get(table.name, ())))


@cache
def case_columns(table: Table) -> tuple[Column[str], ...]:
    """Columns of the table that name a case, with a key to it or by their name."""
    if table.name == "cases":
        return (table.c.ref,)
    return (table.c[CASE],) if CASE in table.c else ()


@cache
def children(table: Table) -> tuple[tuple[Table, Column[str], Column[str]], ...]:
    """Tables with rows of this one's rows: the child, its column, and the column of this one it holds."""
    found = []
    for child in tables():
        for key in _keys(child):
            if key.referred_table is table and child is not table:
                found.append((child, tuple(key.columns)[-1], key.elements[-1].column))
    return tuple(found)


def _keys(table: Table) -> Iterator[ForeignKeyConstraint]:
    """In the order they are declared; of a key with a workspace the last column is the one that names."""
    yield from sorted(table.foreign_key_constraints, key=lambda key: [column.name for column in key.columns])
