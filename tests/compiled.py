"""A statement is compiled once a process, not once a test: each test opens a store of its own, and compiling is a sixth of it.

SQLAlchemy keeps what it compiled by the statement and the dialect it is for, and each engine has a dialect of its own. All
engines of a kind lead to the same server or to the same library here, so what one compiled holds for every other.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import CompiledCacheType, Dialect

COMPILED: CompiledCacheType = {}


def _is_the_same(one: Dialect, other: object) -> bool:
    return type(one) is type(other)


def _as_its_kind(one: Dialect) -> int:
    return hash(type(one))


def compile_once() -> None:
    """From now on, in this process."""
    for kind in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        made: Any = kind
        made.__eq__, made.__hash__ = _is_the_same, _as_its_kind
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=COMPILED)
