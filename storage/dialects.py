"""The few places where SQLite and PostgreSQL are spoken to differently."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVarTuple

from sqlalchemy import Integer, Select, String, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from storage.models import Base, Instant

Columns = TypeVarTuple("Columns")


class plainly(FunctionElement[str]):  # noqa: N801 - written as the function it is
    """In ORDER BY: letter by letter, as SQLite and Python order text, whatever language a server of PostgreSQL sorts for."""

    type = String()
    inherit_cache = True


@compiles(plainly)
def _as_it_is(element: plainly, compiler: Any, **given: Any) -> str:
    return str(compiler.process(element.clauses, **given))


@compiles(plainly, "postgresql")
def _by_code(element: plainly, compiler: Any, **given: Any) -> str:
    return f'{compiler.process(element.clauses, **given)} COLLATE "C"'


class days_between(FunctionElement[int]):  # noqa: N801 - written as the function it is
    """Whole days from the second date to the first."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _by_number(element: days_between, compiler: Any, **given: Any) -> str:
    later, earlier = (compiler.process(each, **given) for each in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _by_subtraction(element: days_between, compiler: Any, **given: Any) -> str:
    later, earlier = (compiler.process(each, **given) for each in element.clauses)
    return f"({later} - {earlier})"


class instant_of(FunctionElement[Any]):  # noqa: N801 - written as the function it is
    """The moment an ISO text with an offset names, to be held against an `Instant`."""

    type = Instant()
    inherit_cache = True


@compiles(instant_of)
def _as_kept(element: instant_of, compiler: Any, **given: Any) -> str:
    # In UTC, with as many digits as SQLAlchemy keeps an Instant with: as texts they come in the order of time.
    return f"strftime('%Y-%m-%d %H:%M:%f000', {compiler.process(element.clauses, **given)})"


@compiles(instant_of, "postgresql")
def _as_moment(element: instant_of, compiler: Any, **given: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **given)} AS timestamptz)"


def insert_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose unique keys are not there yet: a racing second insert is no error."""
    if rows:
        connection = session.connection()
        connection.execute(_insert(connection.dialect.name, table), list(rows))


def is_inserted(session: Session, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert one row unless its key is there; answers whether it was new."""
    connection = session.connection()
    return connection.execute(_insert_telling(connection.dialect.name, table), row).first() is not None


def renew(session: Session, table: type[Base], name: str, rows: Sequence[Mapping[str, Any]], *, before: datetime) -> int:
    """Insert the rows that are not there, and set anew the instant called `name` of those where it lies `before`.

    Answers how many it was; the rest are left as they are.
    """
    if not rows:
        return 0
    connection = session.connection()
    statement = _renew(connection.dialect.name, table, name)
    return connection.execute(statement, [{**row, "before": before} for row in rows]).rowcount


def locked(statement: Select[*Columns]) -> Select[*Columns]:
    """Take the rows nobody else is taking. SQLite ignores it: its one writer is alone already."""
    return statement.with_for_update(skip_locked=True)


def held(statement: Select[*Columns], table: type[Base]) -> Select[*Columns]:
    """Hold these rows of one table until the transaction ends; whoever is changing one is waited for. SQLite ignores it."""
    return statement.with_for_update(of=table)


@cache
def _insert(dialect: str, table: type[Base]) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table).on_conflict_do_nothing()


@cache
def _insert_telling(dialect: str, table: type[Base]) -> Any:
    return _insert(dialect, table).returning(*table.__table__.primary_key)


@cache
def _renew(dialect: str, table: type[Base], name: str) -> Any:
    made, columns = (postgresql if dialect == "postgresql" else sqlite).insert(table), table.__table__.c
    is_old = columns[name] < bindparam("before", type_=Instant())
    new = made.on_conflict_do_update(
        index_elements=[*table.__table__.primary_key], set_={name: made.excluded[name]}, where=is_old
    )
    return new.execution_options(preserve_rowcount=True)  # of an INSERT it is not kept otherwise
