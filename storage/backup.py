"""A backup is one file of SQLite, whatever the database: made while the bot runs, and checked before it is called good.

Of SQLite it is a copy of the pages, of one moment, in one step: a reader among others, which no writer waits for. In steps
it would begin again whenever somebody writes, and under load never end; VACUUM INTO would let nobody count what it copied.
Of PostgreSQL it is every row of one moment. In either case whatever is stored meanwhile is not in it.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, and_, update

from scheduling.errors import SupervisionError
from storage import database, migrate, moving, outages
from storage.models import OutboxRow
from storage.moving import Copied, Progress

ONLY_THE_OWNER = 0o600


class BackupExists(SupervisionError):
    """There is a file of that name already, and it was left as it is. Give another name: one with the date, say."""


class CannotWrite(SupervisionError):
    """The backup cannot be written there. Name a folder that exists, that this user may write to, and that has room."""


class NotSound(SupervisionError):
    """The copy is not sound, so it was thrown away. Run it again; if it happens again, check the disk."""


class NothingToBackUp(SupervisionError):
    """There is nothing to back up: that database has no tables of Cornerstone. Check CORNERSTONE_HOME or DATABASE_URL."""


class NoBackup(SupervisionError):
    """That file is no backup of Cornerstone, or it is damaged. Nothing was restored; give another."""


class FromALaterVersion(SupervisionError):
    """That backup was made by a later version of Cornerstone than this one. Restore it with that version."""


def write(engine: Engine, path: Path, progress: Progress = lambda *_: None) -> list[Copied]:
    """Back the database up into a new file that only its owner may read. Answers what is in it.

    Raises NothingToBackUp, BackupExists, CannotWrite, NotSound, and what reading the database raises. There is a file of that
    name only once it is whole and checked.
    """
    if path.exists():
        raise BackupExists
    with outages.told():
        if migrate.revision(engine) is None:
            raise NothingToBackUp
    try:
        with beside(path) as part:
            copied = _copied_rows(engine, part, progress) if database.is_postgresql(engine) else _copied_pages(engine, part)
            if _counted(part) != copied:
                raise NotSound
            keep(part, path)
    except OSError as error:
        raise CannotWrite from error
    return [Copied(table, rows) for table, rows in sorted(copied.items()) if table != "alembic_version"]


def restore(path: Path, engine: Engine, now: datetime, progress: Progress = lambda *_: None) -> list[Copied]:
    """Bring a backup back into an upgraded and empty database, all of it or nothing. Answers what was brought.

    What was still to be sent when it was made may have been sent since, so it is looked for in Slack before it is sent.
    Raises NoBackup, FromALaterVersion, TargetNotEmpty, and what writing to the database raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        try:
            copy.touch(ONLY_THE_OWNER)
            _copy_file(path, copy)
            _counted(copy)
        except (OSError, sqlite3.Error, NotSound) as error:
            raise NoBackup from error
        source = database.create(f"sqlite:///{copy}")
        try:
            revision = migrate.revision(source)
            if revision is None:
                raise NoBackup
            if revision > migrate.head():
                raise FromALaterVersion
            migrate.upgrade(source)
            return moving.copy(source, engine, progress, must_stand_still=False, afterwards=lambda into: _doubt(into, now))
        finally:
            source.dispose()


def _doubt(into: Connection, now: datetime) -> None:
    unsent = OutboxRow.state.in_(("pending", "leased", "sending"))
    due = and_(OutboxRow.op.in_(("post", "attach")), unsent, OutboxRow.not_before <= now)
    into.execute(update(OutboxRow).where(due).values(state="uncertain", lease_until=None, changed_at=now))


def _copied_pages(engine: Engine, part: Path) -> dict[str, int]:
    """Copy a file of SQLite; how many rows of each table there were at that moment."""
    with outages.told(), database.for_reading(engine).connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        connection.exec_driver_sql("SELECT 1 FROM sqlite_master").all()  # from here on it is one picture
        counts = _rows(source)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole without another beside it
    return counts


def _copied_rows(engine: Engine, part: Path, progress: Progress) -> dict[str, int]:
    target = database.create(f"sqlite:///{part}")
    try:
        migrate.upgrade(target)
        copied = moving.copy(engine, target, progress, must_stand_still=False)
        with target.connect() as connection:
            connection.rollback()
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.dispose()
    return {each.table: each.rows for each in copied} | {"alembic_version": 1}


def _copy_file(path: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _counted(path: Path) -> dict[str, int]:
    """The rows of each table of a file. Raises NotSound where a page is damaged or a row points nowhere."""
    with closing(sqlite3.connect(path)) as copy:
        is_whole = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not is_whole or copy.execute("PRAGMA foreign_key_check").fetchall():
            raise NotSound
        return _rows(copy)


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    names = [row[0] for row in connection.execute(named)]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 # nosec B608 # its own tables


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder, that only its owner may read; it and what SQLite put beside it are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        part = Path(folder) / "part.db"
        part.touch(ONLY_THE_OWNER)
        yield part


def keep(part: Path, path: Path) -> None:
    """Give it its name, unless somebody else took that meanwhile; from now on it outlives a power cut."""
    _flush(part)
    try:
        os.link(part, path)
    except FileExistsError:
        raise BackupExists from None
    _flush(path.parent)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
