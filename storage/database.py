"""The engine: SQLite as a careful single writer, or PostgreSQL."""

from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS = 700
"""How long to wait for a writer. Slack gives up on an answer after three seconds, and a turn may be waited for twice."""
READ_ONLY = "cornerstone_read_only"
"""Execution option of a connection that will not write: it never waits for the writer."""


def create(url: str, *, threads: int = 40) -> Engine:
    """An engine for `threads` threads at once. Its errors never quote what was to be stored."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_size=5, max_overflow=threads - 5, pool_pre_ping=True, hide_parameters=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_size=threads, max_overflow=0, hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    # sqlite3 would otherwise begin its own transactions, deferred, and only before the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", f"busy_timeout = {BUSY_MS}", "cache_size = -16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    # A writer takes its turn at the start: a deferred transaction that later wants to write can only fail.
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
