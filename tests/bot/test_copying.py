"""`cornerstone db move`, `backup` and `restore`, as somebody types them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import SINGLE, dump, moving
from tests.bot.council import KEY, NINE, make_template, open_store
from tests.bot.processes import cornerstone
from tests.databases import Databases, Files, Server, path_of, programs

pytestmark = pytest.mark.slow
PASSWORD = "planted-password"


@pytest.fixture
def here(sqlite_files: Files) -> Iterator[str]:
    """A council on SQLite."""
    with sqlite_files.copy(sqlite_files.template("bot", make_template)) as url:
        yield url


@pytest.fixture
def there(postgresql: Server) -> Iterator[str]:
    """An empty database of PostgreSQL, behind a password."""
    with postgresql.copy() as url:
        yield url.replace("postgres@", f"postgres:{PASSWORD}@")


def with_password(url: str) -> str:
    return url.replace("postgres@", f"postgres:{PASSWORD}@")


def run(home: Path, url: str, *arguments: str) -> tuple[int, str]:
    done = cornerstone(home, *arguments, DATABASE_URL=url, CORNERSTONE_KEYS=KEY)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    for secret in (PASSWORD, KEY):
        assert secret not in said
    return done.returncode, said


def everyone(url: str) -> list[str]:
    store = open_store(url)
    with store.read(SINGLE, NINE) as work:
        found = [each.id for each in work.people.everyone()]
    store.close()
    return found


def test_a_council_moves_to_postgresql_once(here: str, there: str, tmp_path: Path) -> None:
    status, said = run(tmp_path, here, "db", "move", "--to", there)
    assert status == 0, said
    store = open_store(here)
    with store.reading() as session:
        counts = moving.counts(session.connection())
    store.close()
    for table, rows in counts.items():
        assert not rows or f"  {table:<20}{rows:>12,}\n" in said
    assert "Set DATABASE_URL to the new address" in said
    assert everyone(there) == everyone(here) != []
    status, said = run(tmp_path, here, "db", "move", "--to", there)
    assert (status, said.splitlines()[-1]) == (2, moving.TargetNotEmpty().sentence)


GONE = f"postgresql://cornerstone:{PASSWORD}@127.0.0.1:9/a"
"""Nobody listens there."""
HERE = "sqlite:///{home}/here.db"


@pytest.mark.parametrize(
    ("url", "to", "named"),
    [
        (HERE, f"mysql://cornerstone:{PASSWORD}@host/name", "--to"),
        (HERE, GONE.replace("postgresql", "postgres"), "--to"),
        (HERE, GONE, "--to"),
        (HERE, "sqlite:////dev/null/there.db", "--to"),
        (GONE, "sqlite:///{home}/there.db", "DATABASE_URL"),
        (GONE, GONE, "DATABASE_URL"),
        (f"mysql://cornerstone:{PASSWORD}@host/name", GONE, "DATABASE_URL"),
    ],
)
def test_of_two_databases_it_is_said_which_will_not_do_and_no_address_is_repeated(
    here: str, tmp_path: Path, url: str, to: str, named: str
) -> None:
    path_of(here).rename(tmp_path / "here.db")
    status, said = run(tmp_path, url.format(home=tmp_path), "db", "move", "--to", to.format(home=tmp_path))
    assert status == 2
    assert [each for each in ("--to:", "DATABASE_URL:") if each in said] == [f"{named}:"], said
    assert not (tmp_path / "there.db").exists()


def test_a_database_behind_this_version_is_to_be_upgraded_first(sqlite_files: Files, there: str, tmp_path: Path) -> None:
    with sqlite_files.copy() as url:
        status, said = run(tmp_path, url, "db", "move", "--to", there)
        assert (status, "There is no database at" in said, path_of(url).exists()) == (2, True, False)
        path_of(url).touch()
        status, said = run(tmp_path, url, "db", "move", "--to", there)
    assert (status, said.splitlines()[-1]) == (2, moving.SourceNotCurrent().sentence)


def test_a_backup_is_written_and_brought_back(databases: Databases, tmp_path: Path) -> None:
    with databases.copy(databases.template("bot", make_template)) as url:
        status, said = run(tmp_path, url, "backup", "monday.db")
        assert (status, said.splitlines()[-1]) == (0, "monday.db is whole and checked.")
        status, said = run(tmp_path, url, "backup", "monday.db")
        assert status == 2
        assert "nothing" not in said
        assert "Give another name" in said
        before = everyone(url)
    with databases.copy() as empty:
        status, said = run(tmp_path, empty, "restore", "monday.db")
        assert (status, said.splitlines()[-1]) == (0, "Everything was restored. Start the bot.")
        assert everyone(empty) == before != []


def test_a_backup_by_pg_dump_is_told_from_the_other_and_brought_back(
    postgresql: Server, sqlite_files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")
    with postgresql.copy(postgresql.template("bot", make_template)) as url:
        status, said = run(tmp_path, with_password(url), "backup", "monday.dump", "--format", "pg_dump")
        assert (status, said.splitlines()[-1]) == (0, "monday.dump is whole and checked.")
        before = everyone(url)
    with postgresql.copy() as empty:
        status, said = run(tmp_path, with_password(empty), "restore", "monday.dump")
        assert (status, said.splitlines()[-1]) == (0, "Everything was restored. Start the bot.")
        assert everyone(empty) == before != []
        status, said = run(tmp_path, with_password(empty), "restore", "monday.dump")
        assert (status, said.splitlines()[-1]) == (2, dump.NotANewDatabase().sentence)
    with sqlite_files.copy() as file:
        for command in (("restore", "monday.dump"), ("backup", "other.dump", "--format", "pg_dump")):
            status, said = run(tmp_path, file, *command)
            assert status == 2
            assert "PostgreSQL" in said


def test_restoring_says_what_is_wrong_with_a_file(sqlite_files: Files, tmp_path: Path) -> None:
    (tmp_path / "torn.db").write_text("torn", encoding="utf-8")
    with sqlite_files.copy() as empty:
        status, said = run(tmp_path, empty, "restore", "torn.db")
        assert status == 2
        assert "Nothing was restored" in said
        assert path_of(empty).exists()
