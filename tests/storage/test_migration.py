"""The migrations lead to the tables the models declare, and a database that is not there yet says what to do."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from scheduling.policy import Policy
from storage import database, migrate
from storage.models import Base
from storage.store import Store
from tests.databases import Databases, Server
from tests.storage.conftest import address_of, opened


def test_the_migrated_schema_is_the_declared_one(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(council: Store) -> None:
    council.upgrade()
    assert council.is_ready() == []
    assert council.workspaces() == ["council"]


def test_a_database_that_was_never_upgraded_says_what_to_do(policy: Policy, databases: Databases) -> None:
    with databases.copy() as url:
        store = opened(url, policy)
        (fault,) = store.is_ready()
        store.close()
    assert "cornerstone db upgrade" in fault


def test_a_file_that_cannot_be_opened_says_so(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    store = opened(f"sqlite:///{tmp_path / 'folder.db'}", policy)
    (fault,) = store.is_ready()
    store.close()
    assert "DATABASE_URL" in fault


def test_a_server_that_is_not_there_says_so(policy: Policy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    store = opened(f"postgresql://cornerstone:planted@127.0.0.1:{port}/cornerstone", policy)
    (fault,) = store.is_ready()
    store.close()
    assert "DATABASE_URL" in fault
    assert "planted" not in fault


PERSON = """INSERT INTO people (workspace, id, name, name_key, email, zone, post, role, level, team, hours, employment,
    started_on, frontline, profession, joined_from) VALUES ('w', 'p', 'P', 'p', 'p@council.example', 'Europe/London', '',
    'case_holder', 'practitioner', '', 'full_time', 'permanent', '2020-01-06', true, 'social_work', 'outside')"""
MESSAGE = "INSERT INTO messages (workspace, id, recipient_id, kind, day_on) VALUES ('w', :id, 'p', 'to_read', '2026-03-24')"
NOTICE = """INSERT INTO notices (workspace, id, message_id, subject, kind, rung, recipient_id, at)
    VALUES ('w', :id, :id, :id, 'to_read', 0, 'p', :now)"""
POST = """INSERT INTO outbox (workspace, message_id, recipient_id, op, state, attempts, not_before, changed_at, reason)
    VALUES ('w', :id, 'p', 'post', 'pending', 0, :now, :now, '')"""
STEP = "UPDATE outbox SET state = :state, attempts = attempts + 1, changed_at = :now WHERE message_id = :id"
# One version of the code wrote these into tables of revision 0001; another may be running while they are upgraded.


TRIES = 10
"""Of under a second each, on a machine that has other things to do."""


class OldProcess:
    """Writes as the code of revision 0001 did, one transaction after another, until it is told to stop."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self.written, self.refused = 0, list[Exception]()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        now = "2026-03-24 09:00:00.000000" + ("+00" if self._engine.dialect.name == "postgresql" else "")
        while not self._stop.is_set():
            known = {"id": f"{self._name}{self.written}", "now": now}
            try:
                self._commit([(each, known) for each in (MESSAGE, NOTICE, POST)])
                for state in ("leased", "sending", "sent"):
                    self._commit([(STEP, known | {"state": state})])
            except Exception as error:
                self.refused.append(error)
            self.written += 1
            self._stop.wait(0.005)  # as between two requests: SQLite's writers only look again from time to time

    def _commit(self, statements: list[tuple[str, dict[str, str]]]) -> None:
        """As the bot does: what found the file taken for too long is done again, and only a fault is a fault."""
        for tries in range(TRIES):
            try:
                with self._engine.begin() as connection:
                    for statement, known in statements:
                        connection.execute(text(statement), known)
                return
            except OperationalError as busy:
                if "database is locked" not in str(busy) or tries + 1 == TRIES:
                    raise

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(10)


@contextmanager
def old_tables(databases: Databases, policy: Policy) -> Iterator[Store]:
    """A database at revision 0001, with somebody in it."""
    with databases.copy() as url:
        store = opened(url, policy)
        migrate.upgrade(store.engine, "0001")
        with store.engine.begin() as connection:
            connection.execute(text(PERSON))
        yield store
        store.close()


def test_old_processes_go_on_writing_while_the_tables_are_upgraded(databases: Databases, policy: Policy) -> None:
    with old_tables(databases, policy) as store:
        (fault,) = store.is_ready()
        assert "cornerstone db upgrade" in fault
        old = [OldProcess(store.engine, name) for name in "ab"]
        settle(old, 20)
        new = opened(address_of(store), policy)
        new.upgrade()
        settle(old, 20)
        for process in old:
            process.stop()
        assert [process.refused for process in old] == [[], []]
        assert new.is_ready() == []
        with new.reading() as session:
            assert session.execute(text("SELECT DISTINCT state, urgency, attempts FROM outbox")).all() == [("sent", 2, 3)]
            assert session.scalar(text("SELECT count(*) FROM outbox")) == sum(process.written for process in old)
        test_the_migrated_schema_is_the_declared_one(new)
        new.close()


def settle(old: list[OldProcess], more: int) -> None:
    """Until each has written so many more."""
    goals = [process.written + more for process in old]
    for _ in range(2000):
        if all(process.written >= goal or process.refused for process, goal in zip(old, goals, strict=True)):
            return
        threading.Event().wait(0.01)


def test_any_number_of_processes_may_upgrade_at_once(databases: Databases, policy: Policy) -> None:
    with databases.copy() as url:
        stores = [opened(url, policy) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(Store.upgrade, stores))
        assert [store.is_ready() for store in stores] == [[], [], [], []]
        test_the_migrated_schema_is_the_declared_one(stores[0])
        for store in stores:
            store.close()


def test_a_schema_of_a_version_to_come_is_left_alone_and_will_do(council: Store) -> None:
    with council.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert council.is_ready() == []
    council.upgrade()
    assert migrate.revision(council.engine) == "9999"


@pytest.mark.parametrize("revision", ["0001", ""])
def test_a_schema_behind_this_version_will_not(council: Store, revision: str) -> None:
    with council.engine.begin() as connection:
        change = f"UPDATE alembic_version SET version_num = '{revision}'" if revision else "DELETE FROM alembic_version"
        connection.execute(text(change))
    assert len(council.is_ready()) == 1


def test_while_a_table_is_held_the_upgrade_lets_everybody_else_pass(postgresql: Server, policy: Policy) -> None:
    with old_tables(postgresql, policy) as store, ThreadPoolExecutor(1) as pool:
        with psycopg.connect(address_of(store)) as holder:
            holder.execute("SELECT * FROM outbox")  # and does not end its transaction
            upgraded = pool.submit(store.upgrade)
            old = OldProcess(store.engine, "a")
            settle([old], 200)
            old.stop()
            assert not upgraded.done()
            assert old.refused == []
        upgraded.result()
        assert store.is_ready() == []


def test_tables_that_are_never_free_are_told_of_and_left_as_they_were(
    databases: Databases, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(database, "BUSY_MS", 50)
    with old_tables(databases, policy) as store:
        other = opened(address_of(store), policy)
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE people SET name = 'Q'"))
            connection.execute(text("DELETE FROM notices"))
            with pytest.raises(migrate.SchemaInUse):
                other.upgrade()
        assert migrate.revision(store.engine) == "0001"
        other.upgrade()
        assert other.is_ready() == []
        other.close()


def test_an_index_whose_making_was_broken_off_is_made_anew(postgresql: Server, policy: Policy) -> None:
    with old_tables(postgresql, policy) as store:
        migrate.upgrade(store.engine, "0002")
        with psycopg.connect(address_of(store), autocommit=True) as other, psycopg.connect(address_of(store)) as holder:
            holder.execute("UPDATE people SET name = 'Q'; INSERT INTO outbox SELECT * FROM outbox WHERE false")
            other.execute("SET lock_timeout = 50")
            with pytest.raises(psycopg.Error):
                other.execute("CREATE INDEX CONCURRENTLY ix_outbox_ready ON outbox (id)")
        store.upgrade()
        test_the_migrated_schema_is_the_declared_one(store)
        with store.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM pg_index WHERE NOT indisvalid")) == 0


def test_what_cannot_be_reached_is_no_question_of_patience(policy: Policy) -> None:
    store = opened("postgresql://cornerstone@127.0.0.1:9/cornerstone", policy)
    with pytest.raises(OperationalError):
        store.upgrade()
    store.close()
