"""Bringing a database to the newest schema while the bot runs, and saying whether it is there.

Expand, then contract. A migration only adds what processes of the version before can live beside: tables, columns that are
empty or have a default, indexes. It never renames, narrows or changes a type. What is no longer needed goes in a later
release than the one whose code stopped using it. So old processes go on while a newer schema is there, they are ready over
it, and one that is started again leaves it as it is: a schema at this code's newest revision *or beyond* will do. Revisions
are numbered, so that "beyond" can be told by a process that has never heard of them.

Each migration is a transaction of its own. On PostgreSQL it waits for a table no longer than a moment, since whoever comes
after waits behind it; then it lets everybody pass and tries again. Indexes of tables that are written to all the time are
built beside the writing, see `storage.migrations.indexes`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from scheduling.errors import SupervisionError
from storage import database, estimates, outages
from storage.errors import Busy
from storage.isolation import EVERY, SETTING, see_everything

FOLDER = Path(__file__).parent / "migrations"
PATIENCE_SECONDS = 120.0
AGAIN_SECONDS = 0.3
"""Everybody who had to wait behind a migration passes meanwhile."""
PASS_SECONDS = 0.2
"""Between two steps: whoever waits for SQLite looks every tenth of a second, and step after step would keep them out."""
LOCK_MS = 200
"""How long a migration waits for a table; the bot's own patience is longer, so it is the migration that gives way."""
BESIDE_MS = 60_000
"""How long an index built beside the writing waits for transactions to end: nobody waits behind it."""
_KEY = database.lock_key("schema")


class SchemaInUse(SupervisionError):
    """The tables are in use without a pause, so the database is not at the newest schema yet. Run it again in a while."""


def configured() -> Config:
    """Alembic, told where the migrations are; no ini file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def upgrade(engine: Engine, to: str | None = None) -> None:
    """To the newest revision, or `to`, one migration after another; any number of processes may do so at once.

    Raises SchemaInUse when the tables are never free, and what the database raises when it cannot be used.
    """
    goal = to or _revisions()[-1]
    give_up_at = monotonic() + PATIENCE_SECONDS
    is_new = False
    while True:
        try:
            is_stepped, before = _stepped(engine, goal)
            if not is_stepped:
                return
            is_new = is_new or before is None
            if not is_new:
                sleep(PASS_SECONDS)
        except (Busy, *outages.REFUSALS) as error:
            if not isinstance(error, Busy) and not isinstance(outages.meaning(error), Busy):
                raise
            if monotonic() > give_up_at:
                raise SchemaInUse from error
            sleep(AGAIN_SECONDS)


def is_at_head(engine: Engine) -> bool:
    """Whether every migration this code knows has been applied, and perhaps some it does not. Waits for no writer."""
    with database.for_reading(engine).connect() as connection:
        return _reaches(_current(connection), _revisions()[-1])


def revision(engine: Engine) -> str | None:
    """The database's own; None before the first. Waits for no writer."""
    with database.for_reading(engine).connect() as connection:
        return _current(connection)


def head() -> str:
    """This code's newest."""
    return _revisions()[-1]


def _stepped(engine: Engine, goal: str) -> tuple[bool, str | None]:
    """Take one step; answers whether there was one to take, and from where."""
    with _alone(engine) as connection:
        before = _current(connection)
        step = _next(before, goal)
        if step is None:
            if not database.is_postgresql(engine) and before is not None:
                estimates.write(connection)
            return False, before
        is_built_beside = database.is_postgresql(engine) and _is_built_beside(step)
        if not is_built_beside:
            _apply(connection, step)
    if is_built_beside:
        with _alone_beside(engine) as connection:
            if _next(_current(connection), goal) == step:
                _apply(connection, step)
    return True, before


def _apply(connection: Connection, step: str) -> None:
    config = configured()
    config.attributes["connection"] = connection
    command.upgrade(config, step)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction nobody else migrates beside. SQLite's one writer is alone already."""
    with engine.begin() as connection:
        if database.is_postgresql(engine):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_MS}")
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            see_everything(connection)
            # Asked again and again, never waited for: an index built beside the writing waits for whoever waits.
            if not connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_KEY})").scalar():
                raise Busy
        yield connection


@contextmanager
def _alone_beside(engine: Engine) -> Iterator[Connection]:
    """The same without a transaction, on a connection that is thrown away."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        connection.exec_driver_sql(f"SET lock_timeout = {BESIDE_MS}")
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SET {SETTING} = '{EVERY}'")
        if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_KEY})").scalar():
            raise Busy
        yield connection


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _next(current: str | None, goal: str) -> str | None:
    if _reaches(current, goal):
        return None
    known = _revisions()
    return known[0] if current is None else known[known.index(current) + 1]


def _reaches(current: str | None, goal: str) -> bool:
    """Revisions are four digits, so that those to come compare as well."""
    return current is not None and current >= goal


@cache
def _revisions() -> tuple[str, ...]:
    """First to newest."""
    found = ScriptDirectory.from_config(configured()).walk_revisions()
    return tuple(sorted(each.revision for each in found))


def _is_built_beside(step: str) -> bool:
    found = ScriptDirectory.from_config(configured()).get_revision(step)
    return bool(getattr(found.module, "BUILT_BESIDE", False))
