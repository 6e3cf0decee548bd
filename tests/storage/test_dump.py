"""A backup by pg_dump is counted row by row, holds its password nowhere, and is brought back whole or not at all."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduling.policy import Policy
from storage import backup, dump
from storage.store import Store
from storage.sweep import sweep
from storage.trail.verifying import verify
from tests.databases import Server, name_of, programs
from tests.storage.conftest import address_of, opened
from tests.storage.council import at, settled
from tests.storage.reading import states
from tests.storage.test_moving import fill, raw

NOW = at("2026-03-26")
PASSWORD = "planted-password"


@pytest.fixture(autouse=True)
def _programs(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def filled(server_store: Store) -> Store:
    fill(server_store)
    return server_store


@pytest.fixture
def bare(postgresql: Server, policy: Policy) -> Iterator[Store]:
    """A new database, without a table."""
    with postgresql.copy() as url:
        store = opened(url, policy)
        yield store
        store.close()


def triggers(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))


def test_a_dump_brought_back_is_what_was_there(filled: Store, bare: Store, tmp_path: Path) -> None:
    file, before = tmp_path / "monday.dump", raw(filled.engine)
    written = dump.write(filled.engine, file)
    assert {each.table: each.rows for each in written} == {table: len(rows) for table, rows in before.items()}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["monday.dump"]
    assert dump.is_one(file)
    restored = dump.restore(file, bare.engine, at("2026-03-01"))
    assert restored == written
    assert raw(bare.engine) == before
    assert [each.wrong for each in verify(bare)] == [None]
    with pytest.raises(DBAPIError, match="only ever added to"), bare.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM trail")
    assert bare.is_ready() == []
    assert triggers(bare) == triggers(filled) != set(), "and the database refuses what it refused"


def test_rows_it_was_not_shown_make_a_dump_no_backup(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where row-level security hides some: pg_dump says nothing of that."""
    counts = dump.moving.counts
    monkeypatch.setattr(dump.moving, "counts", lambda connection: counts(connection) | {"requests": 7})
    with pytest.raises(backup.NotSound):
        dump.write(filled.engine, tmp_path / "monday.dump")
    assert list(tmp_path.iterdir()) == []


def test_rows_of_every_workspace_are_in_it_where_the_database_shows_one_at_a_time(
    postgresql: Server, policy: Policy, tmp_path: Path
) -> None:
    """As row-level security does, to the tables' owner as well; pg_dump by itself would refuse."""
    postgresql.execute("DROP ROLE IF EXISTS dumper")
    postgresql.execute("CREATE ROLE dumper LOGIN")
    with postgresql.copy(options="OWNER dumper") as url:
        store = opened(url.replace("postgres@", "dumper@") + "&options=-c%20cornerstone.workspace%3D%2A", policy)
        store.upgrade()
        settled(store, "2026-03-16")
        with store.engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE POLICY one ON requests USING (current_setting('cornerstone.workspace', true) IN ('*', workspace));"
                "INSERT INTO requests (workspace, request_id, seen_at) VALUES ('a', 'r', now()), ('b', 'r', now());"
                "ALTER TABLE requests ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
            )
        written = {each.table: each.rows for each in dump.write(store.engine, tmp_path / "monday.dump")}
        with postgresql.copy(options="OWNER dumper") as other:
            empty = opened(other.replace("postgres@", "dumper@") + "&options=-c%20cornerstone.workspace%3D%2A", policy)
            dump.restore(tmp_path / "monday.dump", empty.engine, NOW)
            assert raw(empty.engine) == raw(store.engine)
            empty.close()
        store.close()
    postgresql.execute("DROP ROLE dumper")
    assert written["requests"] == 2


def test_a_dump_is_not_brought_back_over_anything(filled: Store, server_store: Store, tmp_path: Path) -> None:
    dump.write(filled.engine, tmp_path / "monday.dump")
    before = raw(filled.engine)
    with pytest.raises(dump.NotANewDatabase):
        dump.restore(tmp_path / "monday.dump", filled.engine, NOW)
    assert raw(filled.engine) == before


def test_a_damaged_dump_leaves_nothing_behind(filled: Store, bare: Store, tmp_path: Path) -> None:
    file = tmp_path / "monday.dump"
    dump.write(filled.engine, file)
    whole = file.read_bytes()
    torn = tmp_path / "torn.dump"
    for damaged in (whole[: len(whole) // 2], b"PGDMP", whole[:-2000]):
        torn.write_bytes(damaged)
        with pytest.raises(backup.NoBackup):
            dump.restore(torn, bare.engine, NOW)
        with bare.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0


def test_a_dump_of_a_later_version_is_refused(filled: Store, bare: Store, tmp_path: Path, policy: Policy) -> None:
    file = tmp_path / "monday.dump"
    with filled.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patched:  # as that version would have made it
        patched.setattr(dump.migrate, "head", lambda: "9999")
        dump.write(filled.engine, file)
    with pytest.raises(backup.FromALaterVersion):
        dump.restore(file, bare.engine, NOW)
    with bare.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0


def test_what_was_due_is_looked_for_before_it_is_sent(server_store: Store, bare: Store, tmp_path: Path) -> None:
    settled(server_store, "2026-03-16")
    sweep(server_store, "council", NOW)
    assert set(states(server_store).values()) == {"pending"}
    dump.write(server_store.engine, tmp_path / "monday.dump")
    dump.restore(tmp_path / "monday.dump", bare.engine, at("2026-03-28"))
    assert set(states(bare).values()) == {"uncertain"}
    assert states(bare).keys() == states(server_store).keys()


PRETENDER = """#!{python}
import os, sys
with open({seen!r}, "a") as seen:
    print(sys.argv, sorted(os.environ.items()), file=seen)
if "--version" in sys.argv:
    print("pg_dump (PostgreSQL) {version}.1")
else:
    sys.exit(1)
"""


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, version: int) -> Path:
    """A pg_dump that only writes down how it was called."""
    seen = folder / "seen"
    (folder / "bin").mkdir()
    program = folder / "bin" / "pg_dump"
    program.write_text(PRETENDER.format(python=sys.executable, seen=str(seen), version=version))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return seen


def test_the_password_is_on_no_command_line_and_no_key_is_passed_on(
    filled: Store, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORNERSTONE_KEYS", "planted-key")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://postgres:{PASSWORD}@/x")
    seen = pretend(tmp_path, monkeypatch, 99)
    with_password = opened(address_of(filled).replace("postgres@", f"postgres:{PASSWORD}@"), policy)
    with pytest.raises(dump.ProgramFailed) as told:
        dump.write(with_password.engine, tmp_path / "monday.dump")
    with_password.close()
    assert PASSWORD not in str(told.value)
    _, called = seen.read_text().splitlines()
    line, _, environment = called.partition("] [")
    assert PASSWORD not in line
    assert name_of(address_of(filled)) in line
    assert f"('PGPASSWORD', '{PASSWORD}')" in environment
    assert environment.count(PASSWORD) == 1
    assert "planted-key" not in called


def test_a_pg_dump_older_than_the_server_says_so(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, 9)
    with pytest.raises(dump.ProgramTooOld):
        dump.write(filled.engine, tmp_path / "monday.dump")


def test_without_the_program_it_says_what_to_install(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(dump.NoProgram, match=r"pg_dump: .*postgresql-client"):
        dump.write(filled.engine, tmp_path / "monday.dump")


def test_it_is_for_postgresql_alone(file_store: Store, filled: Store, tmp_path: Path) -> None:
    with pytest.raises(dump.NeedsPostgresql):
        dump.write(file_store.engine, tmp_path / "monday.dump")
    dump.write(filled.engine, tmp_path / "monday.dump")
    with pytest.raises(dump.NeedsPostgresql):
        dump.restore(tmp_path / "monday.dump", file_store.engine, NOW)
    assert not dump.is_one(tmp_path / "nowhere")
