"""What a database's refusal means to a person: try again in a moment, it is down, or nobody knows whether it was stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from scheduling.errors import SupervisionError
from storage.errors import Busy, InDoubt, Unavailable

REFUSALS = (DBAPIError, NoConnectionFree, sqlite3.Error, psycopg.Error)
"""Whatever a database, its driver or the pool raises."""
READ_ONLY_STATE = "25006"
"""A standby, or a server that takes no writes for the time being."""
_BUSY_STATES = {"40001", "40P01", "55P03", "55006", "57014"}
"""Serialization, deadlock, a lock not had in time, an object in use, a statement that took too long."""
_DOWN_STATES = {"25P03", "25P04", READ_ONLY_STATE}
_DOWN_CLASSES = ("08", "53", "57", "58", "XX")
"""Connections, resources (the disk among them), the operator, the system, damage."""
_LOST_CLASSES = ("08", "57", "25P")
_BUSY_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT}
_DOWN_CODES = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}


@contextmanager
def told(*, writes: bool = True) -> Iterator[None]:
    """A refusal leaves as Busy or Unavailable, with the original as its cause; a fault of the code as it is.

    Where nothing may be written, a refusal to write is a fault of the code.
    """
    try:
        yield
    except REFUSALS as error:
        meant = meaning(error)
        if meant is None or (not writes and is_read_only(_source(error))):
            raise
        raise meant from error


@contextmanager
def told_of_commit() -> Iterator[None]:
    """The same around COMMIT, where a connection lost leaves it open whether all was stored: InDoubt."""
    try:
        yield
    except REFUSALS as error:
        if _is_lost(error):
            raise InDoubt from error
        raise


def meaning(error: Exception) -> SupervisionError | None:
    """Busy or Unavailable; None for what is no outage but a fault of the code or the data."""
    if isinstance(error, NoConnectionFree):
        return Busy()
    source = _source(error)
    if isinstance(source, sqlite3.Error):
        code = _code(source)
        return Busy() if code in _BUSY_CODES else Unavailable() if code in _DOWN_CODES else None
    state = getattr(source, "sqlstate", None)
    if state is None:
        # No answer of the server's at all: it was not reached, or the connection broke.
        return Unavailable() if isinstance(source, psycopg.OperationalError | psycopg.InterfaceError) else None
    if state in _BUSY_STATES:
        return Busy()
    return Unavailable() if state in _DOWN_STATES or state.startswith(_DOWN_CLASSES) else None


def is_read_only(error: BaseException | None) -> bool:
    """Whether PostgreSQL takes no writes: after a failover, a pool may hold on to what is a standby now."""
    return getattr(error, "sqlstate", None) == READ_ONLY_STATE


def _is_lost(error: Exception) -> bool:
    """Whether the answer to COMMIT was lost, rather than a refusal given."""
    source = _source(error)
    if isinstance(source, sqlite3.Error):
        return _code(source) == sqlite3.SQLITE_IOERR  # written in full or not: the disk did not say
    state = getattr(source, "sqlstate", None)
    if state is None:
        return isinstance(source, psycopg.OperationalError | psycopg.InterfaceError)
    return bool(state.startswith(_LOST_CLASSES)) and state not in _BUSY_STATES


def _source(error: Exception) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _code(error: sqlite3.Error) -> int:
    """The primary code; the finer ones are above its eight bits."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
