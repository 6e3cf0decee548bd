"""Everything from one database into another, empty one: SQLite to PostgreSQL, back, or to one of its own kind.

What is read is one picture of one moment; what is written is one transaction, so that a copy is whole or not there. Sealed
text is carried over sealed: no key is needed, and none is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Engine, Integer, Table, func, insert, select, text

from scheduling.errors import SupervisionError
from storage import database, migrate, outages
from storage.models import Base
from storage.sealed import as_stored

CHUNK = 1_000
"""Rows in hand at once, however many there are."""
Progress = Callable[[str, int, int], None]
"""Told the table, how many of its rows have been copied, and how many there are."""


class TargetNotEmpty(SupervisionError):
    """There is something in that database already, and nothing was copied. Give one that is empty."""


class SourceNotCurrent(SupervisionError):
    """The database to be copied is not at this version's schema. Run `cornerstone db upgrade` on it with this version first."""


class SourceChanged(SupervisionError):
    """The database changed while it was copied, so nothing was stored. Stop every process of the bot, and run it again."""


class CountsDiffer(SupervisionError):
    """Not every row arrived, so nothing was stored. Run it again; if it happens again, report it with the name of the table."""


@dataclass(frozen=True, slots=True)
class Copied:
    """One table."""

    table: str
    rows: int


def copy(
    source: Engine,
    target: Engine,
    progress: Progress = lambda *_: None,
    *,
    must_stand_still: bool = True,
    afterwards: Callable[[Connection], None] = lambda _: None,
) -> list[Copied]:
    """Copy every table, parents before children; `target` is upgraded and empty. Answers what was copied.

    `afterwards` is done to the copy before it is stored. Raises TargetNotEmpty, SourceNotCurrent, CountsDiffer; SourceChanged
    where it `must_stand_still` and does not; Busy and Unavailable. Whatever is raised, the target is as it was.
    """
    with outages.told():
        if migrate.revision(source) != migrate.head() or migrate.revision(target) != migrate.head():
            raise SourceNotCurrent
        with _writing(target) as into:
            with reading(source) as out:
                before = _marks(out) if must_stand_still else None
                found = [_copy_table(out, into, table, progress) for table in _tables()]
                if before is not None:
                    out.rollback()  # the picture of before; now what has become of it
                    if _marks(out) != before:
                        raise SourceChanged
            afterwards(into)
            with outages.told_of_commit():
                into.commit()
    return found


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: _count(connection, table) for table in _tables()}


def is_empty(engine: Engine) -> bool:
    """Whether an upgraded database holds nothing yet."""
    with outages.told(), reading(engine) as connection:
        return not any(_has_rows(connection, table) for table in _tables())


def _tables() -> Sequence[Table]:
    return as_stored(Base.metadata)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """For as long as it takes, one picture of one moment."""
    with database.for_reading(engine).connect() as connection:
        if database.is_postgresql(engine):
            database.lift_limits(connection)
        yield connection


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A transaction over an empty database, which nobody else writes to meanwhile."""
    with engine.connect() as connection:
        if database.is_postgresql(engine):
            database.lift_limits(connection)
            names = ", ".join(table.name for table in _tables())
            connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
        if any(_has_rows(connection, table) for table in _tables()):
            raise TargetNotEmpty
        yield connection


def _copy_table(out: Connection, into: Connection, table: Table, progress: Progress) -> Copied:
    total, done = _count(out, table), 0
    progress(table.name, 0, total)
    with closing(_chunks(out, table)) as chunks:
        for rows in chunks:
            _write(into, table, rows)
            done += len(rows)
            progress(table.name, done, total)
    if into.dialect.name == "postgresql":
        _go_on_counting(into, table)
    if not total == done == _count(into, table):
        raise CountsDiffer
    return Copied(table.name, total)


def _chunks(connection: Connection, table: Table) -> Generator[Sequence[Any]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=CHUNK)
    with connection.execute(query) as found:
        yield from found.partitions()


def _write(connection: Connection, table: Table, rows: Sequence[Any]) -> None:
    if not _takes_copies(connection, table):
        connection.execute(insert(table), [row._asdict() for row in rows])
        return
    jsons = {at for at, column in enumerate(table.columns) if isinstance(column.type, JSON)}
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copying:
            for row in rows:
                copying.write_row([json.dumps(v) if at in jsons else v for at, v in enumerate(row)] if jsons else row)
    finally:
        cursor.close()


def _takes_copies(connection: Connection, table: Table) -> bool:
    """PostgreSQL's COPY, unless row-level security holds us: then it takes none, and rows come by INSERT."""
    if connection.dialect.name != "postgresql":
        return False
    return not connection.execute(select(func.row_security_active(table.name))).scalar_one()


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Rows to come are numbered after those that came."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer) and column.autoincrement is True:
            last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), last, False)))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None


def _marks(connection: Connection) -> list[Any]:
    """Differs when anything was stored in between: of SQLite a connection's own counter, of PostgreSQL a sum over every row."""
    if connection.dialect.name == "sqlite":
        return [connection.exec_driver_sql("PRAGMA data_version").scalar()]
    database.lift_limits(connection)
    sums = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {} AS t"
    return [tuple(connection.exec_driver_sql(sums.format(table.name)).one()) for table in _tables()]
