"""A backup by PostgreSQL's own programs: `pg_dump -Fc`, counted before it is called good, and brought back by `pg_restore`.

For whoever keeps their PostgreSQL with PostgreSQL's tools: parts can be restored, and indexes and triggers are in it. The other
kind (`storage.backup`) needs no program beside Cornerstone and can be brought back into either database.

A password is handed to the programs in their environment, never on a command line, where everybody could read it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # nosec B404 # pg_dump and its kin
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, inspect

from scheduling.errors import SupervisionError
from storage import backup, database, migrate, moving, outages
from storage.isolation import EVERY
from storage.models import Base
from storage.moving import Copied

MAGIC = b"PGDMP"
"""What such a file begins with."""
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH", "PGPASSFILE", "PGSSLROOTCERT")
"""Of our environment: the programs learn no key and no token."""
SECRETS = ("password", "sslpassword")
EVERY_WORKSPACE = "-c cornerstone.workspace=*"
"""Where the database shows a connection one workspace only, this one is shown all."""
_BLOCK = re.compile(rb'COPY (?:"?\w+"?\.)?"?(\w+)"? \(')
_LATER = "made by a later version"


class NeedsPostgresql(SupervisionError):
    """pg_dump is for PostgreSQL, and DATABASE_URL names none. Leave `--format` out, or name the PostgreSQL to restore into."""


class NoProgram(SupervisionError):
    """PostgreSQL's own program is not here. Install its client (Debian: postgresql-client), or leave `--format` out."""


class ProgramTooOld(SupervisionError):
    """pg_dump here is older than the server, so it cannot back it up. Install the server's, or leave `--format` out."""


class ProgramFailed(SupervisionError):
    """PostgreSQL's program could not do it. Check that this user may read every table, and `cornerstone doctor`."""


class NotANewDatabase(SupervisionError):
    """That database has Cornerstone's tables already, and nothing was restored. Make a new one (createdb), and name that."""


def is_one(path: Path) -> bool:
    """Whether this file was made by pg_dump in its own format."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def check_is_for(url: str) -> None:
    """Raise NeedsPostgresql where the address is not one of PostgreSQL: before anything is opened there."""
    if database.address(url).get_backend_name() != "postgresql":
        raise NeedsPostgresql


def write(engine: Engine, path: Path) -> list[Copied]:
    """Back the database up into a new file that only its owner may read. Answers what is in it.

    It is one moment's, and every row of that moment is counted in the file. Raises NeedsPostgresql, NoProgram, ProgramTooOld,
    ProgramFailed, BackupExists, CannotWrite, NotSound, and what reading the database raises.
    """
    if not database.is_postgresql(engine):
        raise NeedsPostgresql
    if path.exists():
        raise backup.BackupExists
    dump, restore = _program("pg_dump"), _program("pg_restore")
    if migrate.revision(engine) != migrate.head():
        raise moving.SourceNotCurrent
    try:
        with backup.beside(path) as part, _moment(engine) as (snapshot, server, rows):
            if _version(dump) < server:
                raise ProgramTooOld
            _run(dump, _environment(engine), "-Fc", "--no-owner", "--no-privileges", "--enable-row-security",
                 f"--snapshot={snapshot}", f"--file={part}", f"--dbname={_address(engine)}")  # fmt: skip
            if _counted(restore, part) != rows:
                raise backup.NotSound
            backup.keep(part, path)
    except OSError as error:
        raise backup.CannotWrite from error
    return [Copied(table, count) for table, count in sorted(rows.items())]


def restore(path: Path, engine: Engine, now: datetime) -> list[Copied]:
    """Bring it back into a database without our tables, all of it or nothing, and up to this version. Answers what is there.

    What was still to be sent is looked for in Slack before it is sent, as after any backup. Raises NeedsPostgresql, NoProgram,
    NotANewDatabase, NoBackup, FromALaterVersion.
    """
    if not database.is_postgresql(engine):
        raise NeedsPostgresql
    pg_restore, psql = _program("pg_restore"), _program("psql")
    with outages.told():
        if set(inspect(engine).get_table_names()) & {*Base.metadata.tables, "alembic_version"}:
            raise NotANewDatabase
    _restored(pg_restore, psql, path, engine, now)
    migrate.upgrade(engine)
    with outages.told(), moving.reading(engine) as connection:
        return [Copied(table, count) for table, count in sorted(moving.counts(connection).items())]


def _restored(pg_restore: str, psql: str, path: Path, engine: Engine, now: datetime) -> None:
    """The file as statements, and ours after them, in one transaction of psql's."""
    given = [psql, "--no-psqlrc", "--quiet", "--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", "-", "-d", _address(engine)]
    pipe = subprocess.PIPE
    reading = [pg_restore, "--no-owner", "--no-privileges", "-f", "-", str(path)]
    with (
        subprocess.Popen(reading, stdout=pipe, stderr=subprocess.DEVNULL, env=_plain()) as source,  # noqa: S603 # nosec B603 # our own words and a path, no shell
        subprocess.Popen(given, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, env=_environment(engine)) as target,  # noqa: S603 # nosec B603 # our own words and a path, no shell
    ):
        assert source.stdout
        assert target.stdin
        assert target.stderr
        try:
            shutil.copyfileobj(source.stdout, target.stdin)
            # Both are done before psql is told to end: only then does it commit. What broke off in the middle it rolls back.
            is_read = source.wait() == 0
            target.stdin.write((_afterwards(now) if is_read else "SELECT 1 / 0;").encode())
            target.stdin.close()
        except BrokenPipeError:  # psql has given up already
            source.kill()
        said = target.stderr.read().decode(errors="replace")
        if target.wait():
            raise backup.FromALaterVersion if _LATER in said else backup.NoBackup


def _afterwards(now: datetime) -> str:
    moment = now.astimezone(UTC).isoformat()
    return f"""
        SET search_path = public; SET row_security = on; SET cornerstone.workspace = '{EVERY}';
        DO $$ BEGIN IF (SELECT version_num FROM alembic_version) > '{migrate.head()}'
            THEN RAISE EXCEPTION '{_LATER}'; END IF; END $$;
        UPDATE outbox SET state = 'uncertain', lease_until = NULL, changed_at = '{moment}'
            WHERE op IN ('post', 'attach') AND state IN ('pending', 'leased', 'sending') AND not_before <= '{moment}';
        """  # noqa: S608 # nosec B608 # a revision and a moment of our own


def _counted(restore: str, part: Path) -> dict[str, int]:
    """The rows of each of our tables in a file, read to its end. Raises NotSound where that cannot be."""
    found = dict.fromkeys(Base.metadata.tables, 0)
    reading = [restore, "--data-only", "-f", "-", str(part)]
    table = ""
    with subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_plain()) as process:  # noqa: S603 # nosec B603 # our own words and a path, no shell
        assert process.stdout
        for line in process.stdout:
            if table:
                if line == b"\\.\n":
                    table = ""
                elif table in found:
                    found[table] += 1
            elif begins := _BLOCK.match(line):
                table = begins[1].decode()
        if process.wait():
            raise backup.NotSound
    return found


@contextmanager
def _moment(engine: Engine) -> Iterator[tuple[str, int, Mapping[str, int]]]:
    """One picture of the database, its name for pg_dump, the server's version, and how many rows each table has in it."""
    with outages.told(), moving.reading(engine) as connection:
        snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar())
        server = int(str(connection.exec_driver_sql("SHOW server_version_num").scalar())) // 10_000
        yield snapshot, server, moving.counts(connection)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoProgram(f"{name}: {(NoProgram.__doc__ or '').strip()}")
    return found


def _version(program: str) -> int:
    number = re.search(r"(\d+)(?:\.\d+|devel|beta\d+|rc\d+)", _run(program, _plain(), "--version"))
    return int(number[1]) if number else 0


def _run(program: str, environment: Mapping[str, str], *arguments: str) -> str:
    """What it printed; its complaints are not shown, as they may name anything. Raises ProgramFailed."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, env=environment, check=False)  # noqa: S603 # nosec B603 # our own words and a path, no shell
    if done.returncode:
        raise ProgramFailed
    return done.stdout


def _address(engine: Engine) -> str:
    """Where the database is, without what is secret."""
    named = engine.url.translate_connect_args(username="user", database="dbname")
    asked: dict[str, str | Sequence[str]] = {**named, **engine.url.query}
    flat = {name: value if isinstance(value, str | int) else ",".join(value) for name, value in asked.items()}
    return make_conninfo(**{name: value for name, value in flat.items() if name not in (*SECRETS, "options")})


def _environment(engine: Engine) -> dict[str, str]:
    secret = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    given = engine.url.query.get("options", "")
    return _plain() | secret | {"PGOPTIONS": f"{given} {EVERY_WORKSPACE}".strip(), "PGAPPNAME": "cornerstone backup"}


def _plain() -> dict[str, str]:
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}
