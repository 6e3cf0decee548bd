"""What SQLite is told of its tables, so that it finds rows by their ids however many there are.

SQLite plans by statistics it gathers only when asked, and without any it takes ten rows for everything a workspace has: it
would walk through all notices of a council to find the few of one case. What we know beforehand does not change as tables
grow, so it is written down once (https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_sqlite_stat_tables):
a workspace has a large share of all rows, and after that a column or two say which are meant. PostgreSQL gathers its own.
"""

from itertools import groupby

from sqlalchemy import Connection

ROWS, ROWS_OF_A_PART = 4 * 10**15, 200_000
"""In a large table, and in an index of some of it. Small ones are read in no time either way.

No table is so large. But a line of managers may have any number of steps as far as SQLite knows, and with fewer rows than that
it first reads all of a table, for a filter that spares it some steps. A table with nothing but indexes of parts, as what waits
to be sent, it takes for a million rows: an index of a part must stay below that, or it reads everything there ever was.
"""
OF_A_WORKSPACE = 4
"""One in so many is of the same workspace."""
FEW = 20
"""Rows that share what an index has besides the workspace: the cases of a person, the notices of a case."""
_INDEXES = """
    SELECT tables.name, indexes.name, indexes."unique", indexes.partial, columns.name
    FROM sqlite_schema AS tables
    JOIN pragma_index_list(tables.name) AS indexes
    JOIN pragma_index_info(indexes.name) AS columns
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
    ORDER BY tables.name, indexes.name, columns.seqno
"""


def write(connection: Connection) -> None:
    """Into a SQLite database of the newest schema, where they are not there yet. Connections made from then on go by them."""
    columns = connection.exec_driver_sql(_INDEXES).all()
    wanted = {
        (table, index, _estimate([row[4] for row in rows], ROWS_OF_A_PART if is_part else ROWS, is_unique=bool(is_unique)))
        for (table, index, is_unique, is_part), rows in groupby(columns, key=lambda row: tuple(row[:4]))
    }
    if wanted == _written(connection):
        return
    connection.exec_driver_sql("ANALYZE alembic_version")  # makes the table, which nothing else may
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", sorted(wanted))
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # and reads it


def _written(connection: Connection) -> set[tuple[str, str, str]]:
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").scalar() is None:
        return set()
    found = connection.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1").all()
    return {(table, index, stat) for table, index, stat in found}


def _estimate(columns: list[str | None], rows: int, *, is_unique: bool) -> str:
    """How many there are; then how many share the first column of the index, the first two, and so on."""
    shared: list[int] = []
    for column in columns:
        before = shared[-1] if shared else rows
        shared.append(rows // OF_A_WORKSPACE if column == "workspace" and not shared else min(FEW, max(before // 4, 1)))
    if is_unique:
        shared[-1] = 1
    return " ".join(map(str, (rows, *shared)))
