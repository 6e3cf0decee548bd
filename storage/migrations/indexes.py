"""Indexes of tables that are written to all the time: on PostgreSQL built and dropped beside the writing.

A migration that uses these says `BUILT_BESIDE = True` and does nothing else: on PostgreSQL it runs outside a transaction,
and one that was broken off is simply run again.
"""

from typing import Any

from alembic import op


def build(name: str, table: str, columns: list[str], where: Any = None) -> None:
    """Of all rows, or of those `where` names."""
    if _is_postgresql():
        drop(name, table)  # of a build that was broken off there is left what serves nobody
        op.create_index(name, table, columns, postgresql_where=where, postgresql_concurrently=True)
    else:
        op.create_index(name, table, columns, sqlite_where=where)


def drop(name: str, table: str) -> None:
    """Whether it is there or not."""
    if _is_postgresql():
        op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
    else:
        op.drop_index(name, table, if_exists=True)


def true() -> str:
    """As a condition on a column says it that is compared with it."""
    return "true" if _is_postgresql() else "1"


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
