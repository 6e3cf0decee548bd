"""The engine: SQLite as a careful single writer, or PostgreSQL over a small pool that lets go of what is lost."""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from storage import outages
from storage.isolation import EVERY, SETTING, see_everything
from storage.patience import Patience

BUSY_MS = 700
"""How long to wait for a writer. Slack gives up on an answer after three seconds, and a turn may be waited for twice."""
THREADS = 40
"""Connections at most, unless a process says how many threads it has."""
STATEMENT_MS = 60_000
"""No statement of the bot's takes as long: one that does would hold its connection for good. Imports lift it."""
IDLE_MS = 60_000
"""A process that stops in the middle of a transaction, paused or swapped out, holds its workspace no longer than this."""
CONNECT_SECONDS = 2
"""PostgreSQL's own least: a server that is there answers at once, and whoever waits has no longer than this."""
SLACK_MS = 100
"""A budget is told to the server anew when so much of it has gone: a statement may overrun it by no more."""
READ_ONLY = "cornerstone_read_only"
"""Execution option of a connection that will not write: it never waits for the writer."""
PATIENCE = "cornerstone_patience"
"""Execution option: the Patience of the unit of work the connection serves."""
ACROSS = "cornerstone_across"
"""Execution option of a connection of somebody else's code, which sees every workspace's rows: slack_sdk's stores."""
_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")
_SCHEMES = ("postgres", "postgresql", "postgresql+psycopg")


def address(url: str) -> URL:
    """As SQLAlchemy reads it; `postgres://`, as hosts hand it out, is PostgreSQL as well. Raises ArgumentError."""
    scheme, colon, rest = url.partition("://")
    parsed = make_url(f"postgresql+psycopg{colon}{rest}" if colon and scheme in _SCHEMES else url)
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        msg = f"no database of ours: {parsed.drivername}"
        raise ArgumentError(msg)
    return parsed


def create(url: str, *, threads: int = THREADS) -> Engine:
    """An engine for `threads` threads at once. Its errors never quote what was to be stored."""
    parsed = address(url)
    # Nobody waits for a connection longer than for a writer. Those used last go first, so that the rest may be closed idle.
    pool: dict[str, Any] = {"pool_size": threads, "max_overflow": 0, "pool_timeout": BUSY_MS / 1000, "pool_use_lifo": True}
    engine = _sqlite(parsed, pool) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed, pool)
    event.listen(engine, "before_cursor_execute", _keep_to_budget)
    return engine


def is_postgresql(engine: Engine) -> bool:
    """Whether several may write at once."""
    return engine.dialect.name == "postgresql"


def for_reading(engine: Engine) -> Engine:
    """The same engine for those who only read: on either database what they see is one picture, of one moment."""
    if is_postgresql(engine):
        return engine.execution_options(**{READ_ONLY: True}, isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**{READ_ONLY: True})


def lock_key(subject: str) -> int:
    """What PostgreSQL's advisory locks are named by."""
    return int.from_bytes(blake2b(f"cornerstone {subject}".encode(), digest_size=8).digest(), signed=True)


def open_for(connection: Connection, sees: str, patience: Patience, *, writer_of: str | None = None) -> None:
    """On PostgreSQL, once a transaction: which workspace's rows it sees, how long it may take, and whose only writer it is.

    In one statement, so that none of them costs a journey of its own. The only writer of a workspace it stays until the
    transaction ends, so that nothing follows from half a change.
    """
    asked = {SETTING: sees}
    if patience.is_unhurried:
        asked |= dict.fromkeys(_LIMITS, "0")
    elif patience.is_limited:
        patience.told_ms = patience.milliseconds(STATEMENT_MS)
        asked["statement_timeout"] = str(patience.told_ms)
    key = None if writer_of is None else lock_key(f"work {writer_of}")
    is_alone = "true" if key is None else f"pg_try_advisory_xact_lock({key})"
    statement = f"SELECT {_configured(tuple(asked))}, {is_alone}"
    if not connection.exec_driver_sql(statement, tuple(asked.values())).one()[-1]:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({key})")


def lift_limits(connection: Connection) -> None:
    """On PostgreSQL: this transaction may take minutes, as a copy's does, and sees every workspace."""
    asked = {SETTING: EVERY} | dict.fromkeys(_LIMITS, "0")
    connection.exec_driver_sql(f"SELECT {_configured(tuple(asked))}", tuple(asked.values()))


def _configured(names: tuple[str, ...]) -> str:
    return ", ".join(f"set_config('{name}', %s, true)" for name in names)


def _sqlite(url: URL, pool: dict[str, Any]) -> Engine:
    if url.database and not url.database.startswith("file:"):
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, **pool)
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL, pool: dict[str, Any]) -> Engine:
    limits = {
        "timezone": "UTC",
        "lock_timeout": BUSY_MS,
        "statement_timeout": STATEMENT_MS,
        "idle_in_transaction_session_timeout": IDLE_MS,
        "log_parameter_max_length_on_error": 0,  # whatever the server does for others: no value of ours in its log
    }
    given = url.query.get("options", "")
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    arguments: dict[str, Any] = {
        "options": f"{options} {given}".strip(),
        "application_name": "cornerstone",
        "connect_timeout": CONNECT_SECONDS,
        # A server that has vanished without a word is given up within some ten seconds, not after two hours.
        "keepalives": 1,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 6000,
    }
    if "," in str(url.host) or isinstance(url.query.get("host"), tuple):
        arguments["target_session_attrs"] = "read-write"  # of several servers the one that takes writes
    arguments |= {name: value for name, value in url.query.items() if name in arguments and name != "options"}
    engine = create_engine(
        url, pool_pre_ping=True, hide_parameters=True, isolation_level="READ COMMITTED", connect_args=arguments, **pool
    )
    event.listen(engine, "handle_error", _let_go_of_a_standby)
    event.listen(engine, "checkin", _ask_for_nothing)
    event.listen(engine, "begin", _look_across)
    return engine


def _look_across(connection: Connection) -> None:
    if connection.get_execution_options().get(ACROSS, False):
        see_everything(connection)


def _ask_for_nothing(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # What has read before would ask for READ WRITE by name, which a standby refuses as something it does not know.
    if connection is not None and not connection.closed:
        connection.read_only = None


def _let_go_of_a_standby(context: ExceptionContext) -> None:
    """Reconnect, every connection of the pool: the address may lead to another server by now."""
    is_ours = context.connection is not None and context.connection.get_execution_options().get(READ_ONLY, False)
    if outages.is_read_only(context.original_exception) and not is_ours:
        context.is_disconnect = True


def _keep_to_budget(connection: Connection, cursor: Any, *_statement: Any) -> None:
    patience: Patience | None = connection.get_execution_options().get(PATIENCE)
    if patience is None or not patience.is_limited:
        return
    left = patience.milliseconds(STATEMENT_MS)
    if connection.dialect.name == "postgresql" and not 0 <= patience.told_ms - left <= SLACK_MS:
        cursor.connection.execute(f"SET LOCAL statement_timeout = {left}")
        patience.told_ms = left


def _make_private(_dialect: Any, _entry: ConnectionPoolEntry, arguments: Sequence[Any], _named: Any) -> None:
    # A new file is nobody else's, and so is what SQLite puts beside it. One that is there stays as whoever runs it wants it.
    file = str(arguments[0])
    if file and not file.startswith((":", "file:")):
        with suppress(OSError):  # it is there, or cannot be: SQLite says so
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _set_pragmas(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    # sqlite3 would otherwise begin its own transactions, deferred, and only before the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    kept = ("journal_mode = WAL", "foreign_keys = ON", f"busy_timeout = {BUSY_MS}", "cache_size = -16000")
    for pragma in (*kept, "secure_delete = ON"):  # zeros over what is erased
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    patience: Patience | None = options.get(PATIENCE)
    if patience is not None and patience.is_limited:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience.milliseconds(BUSY_MS)}")
        connection.info["is_hurried"] = True
    elif connection.info.pop("is_hurried", False):
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MS}")
    # A writer takes its turn at the start: a deferred transaction that later wants to write can only fail.
    connection.exec_driver_sql("BEGIN" if options.get(READ_ONLY, False) else "BEGIN IMMEDIATE")
