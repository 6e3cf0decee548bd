"""What was erased is gone from the files too, as far as a database can see to that.

SQLite writes zeros over what is deleted (`secure_delete`); its write-ahead log and what older versions left behind go by
VACUUM and a checkpoint. PostgreSQL gives the space of dead rows free, to be written over; its own log and every backup keep
what was until they are thrown away.
"""

import sqlite3
import time
from contextlib import closing

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage import database
from storage.lifecycle.pointing import tables

TRIES = 50
AGAIN_SECONDS = 0.2


def scrub(engine: Engine) -> bool:
    """Whether it could be done: on SQLite not while somebody reads or writes without a pause."""
    if database.is_postgresql(engine):
        return _vacuumed(engine)
    for _ in range(TRIES):
        if _asked(engine, "VACUUM") and empty_log(engine):
            return True
        time.sleep(AGAIN_SECONDS)
    return False


def empty_log(engine: Engine) -> bool:
    """Of SQLite: whether the write-ahead log could be emptied, which nobody waits for. PostgreSQL sees to its own."""
    return database.is_postgresql(engine) or _asked(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def _asked(engine: Engine, statement: str) -> bool:
    """Outside of any transaction; whether it was done, and nobody was in the way."""
    with closing(engine.raw_connection()) as connection:
        raw = connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        try:
            answer = raw.execute(statement).fetchone()
        except sqlite3.OperationalError:
            return False
    return answer is None or answer[0] == 0


def _vacuumed(engine: Engine) -> bool:
    names = ", ".join(f'"{table.name}"' for table in tables())
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql(f"VACUUM {names}")
            connection.detach()  # its settings are nobody else's
    except DBAPIError:
        return False
    return True
