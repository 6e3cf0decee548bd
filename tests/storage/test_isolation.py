"""On PostgreSQL as a role like any other: a transaction sees and changes its own workspace, whatever a statement forgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, event, text

from bot.doctor import database as doctor
from scheduling.policy import Policy
from storage import SINGLE, backup, database, gauges, isolation, migrate
from storage.isolation import EVERY, POLICY, SETTING
from storage.models import Base
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import due_workspaces, sweep
from tests.databases import PLAIN, SUPERUSER, Server, name_of
from tests.storage.conftest import address_of, opened
from tests.storage.council import at, settled, who
from tests.storage.reading import send
from tests.storage.test_migration import PERSON, OldProcess, settle

OTHER = "other"
NOW = at("2026-03-26")
NOBODY: Any = None
"""The patient of a check that asks it nothing."""
OF_NO_WORKSPACE = {"heartbeats", "slack_oauth_states"}
"""Processes, and installations of which nobody knows yet where they will be."""
APPEND_ONLY = {"trail", "trail_heads"}
"""Their own triggers refuse every change, before it is asked whose row it is."""
GUARDED = sorted(table.name for table in Base.metadata.sorted_tables if table.name not in OF_NO_WORKSPACE)


@contextmanager
def plainly(server: Server, template: str = "") -> Iterator[str]:
    """A database of this role's own."""
    with server.copy(template) as url:
        server.execute(f"ALTER DATABASE {name_of(url)} OWNER TO {PLAIN}")
        yield server.address(name_of(url), PLAIN)


@pytest.fixture
def two(postgresql: Server, policy: Policy) -> Iterator[Store]:
    """Two councils with the same people, cases and Slack accounts, swept and sent."""

    def make(url: str) -> None:
        postgresql.execute(f"ALTER DATABASE {name_of(url)} OWNER TO {PLAIN}")
        store = opened(postgresql.address(name_of(url), PLAIN), policy)
        store.upgrade()
        for workspace in (SINGLE, OTHER):
            settled(store, "2026-03-16", workspace)
            with store.work(workspace, NOW) as work:
                work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision=workspace, rationale=workspace)
                work.settings.put("whose", workspace)
                work.commit()
            sweep(store, workspace, NOW)
        send(store, NOW)
        store.alarms.begin(OTHER, "backlog", now=NOW)
        store.close()

    with plainly(postgresql, postgresql.template("plainly", make)) as url:
        store = opened(url, policy)
        yield store
        store.close()


@contextmanager
def seeing(store: Store, workspace: str | None) -> Iterator[psycopg.Connection]:
    """A transaction of its own, rolled back."""
    with psycopg.connect(address_of(store)) as connection:
        if workspace is not None:
            connection.execute("SELECT set_config(%s, %s, true)", (SETTING, workspace))
        yield connection
        connection.rollback()


def test_every_table_carries_a_workspace_and_is_guarded_by_it(server_store: Store) -> None:
    assert {table.name for table in Base.metadata.sorted_tables if "workspace" not in table.columns} == OF_NO_WORKSPACE
    asked = """SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid
        WHERE relrowsecurity AND relforcerowsecurity AND polname = :policy AND polcmd = '*' AND polwithcheck IS NOT NULL"""
    with server_store.engine.connect() as connection:
        assert sorted(connection.execute(text(asked), {"policy": POLICY}).scalars()) == GUARDED


def test_a_statement_that_names_no_workspace_reads_its_own(two: Store) -> None:
    filled = set()
    for table in GUARDED:
        asked = f"SELECT DISTINCT workspace FROM {table}"
        for workspace in (SINGLE, OTHER):
            with seeing(two, workspace) as connection:
                found = {row[0] for row in connection.execute(asked)}
                assert found <= {workspace}
                filled |= {(table, workspace)} if found else set()
        with seeing(two, None) as connection:
            assert connection.execute(asked).fetchall() == []
    assert {table for table, _ in filled} >= {"people", "cases", "discussions", "obligations", "messages", "outbox", "settings"}


def test_nothing_is_seen_after_a_transaction_that_saw(two: Store) -> None:
    with psycopg.connect(address_of(two)) as connection:
        connection.execute("SELECT set_config(%s, %s, true)", (SETTING, EVERY))
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (14,)
        connection.commit()
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (0,)


@pytest.mark.parametrize("table", GUARDED)
def test_nobody_reaches_into_another_workspace(two: Store, table: str) -> None:
    with seeing(two, SINGLE) as connection:
        for statement in () if table in APPEND_ONLY else (f"DELETE FROM {table}", f"UPDATE {table} SET workspace = workspace"):
            assert connection.execute(f"{statement} WHERE workspace = '{OTHER}'").rowcount == 0
        if connection.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,):
            refusal = psycopg.errors.RestrictViolation if table in APPEND_ONLY else psycopg.errors.InsufficientPrivilege
            with pytest.raises(refusal):
                connection.execute(f"UPDATE {table} SET workspace = '{OTHER}'")


def test_nobody_writes_into_another_workspace(two: Store) -> None:
    with seeing(two, SINGLE) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"INSERT INTO settings (workspace, name, value) VALUES ('{OTHER}', 'planted', '1')")


def test_a_unit_of_work_that_forgets_its_workspace_reads_and_changes_only_it(two: Store) -> None:
    with two.work(SINGLE, NOW) as work:
        assert work.session.scalar(text("SELECT count(*) FROM people")) == 7
        assert work.session.execute(text("UPDATE settings SET value = '\"ours\"' WHERE name = 'whose'")).rowcount == 1
        work.commit()
        assert work.session.scalar(text("SELECT count(*) FROM people")) == 7  # the transaction after the commit as well
    with two.read(OTHER, NOW) as work:
        assert work.settings.get("whose") == OTHER


def test_what_works_across_workspaces_goes_on(two: Store, postgresql: Server, policy: Policy, tmp_path: Path) -> None:
    """Sweep, outbox, night, gauges, backup and what brings it back: each as a role that is held by every policy."""
    late = at("2026-04-20")
    assert due_workspaces(two, late) == [SINGLE, OTHER] == two.workspaces()
    told = {workspace: sweep(two, workspace, late).notices for workspace in (SINGLE, OTHER)}
    assert told[SINGLE] == told[OTHER] > 0
    assert two.outbox.lanes() == [SINGLE, OTHER]
    assert len(send(two, late)) % 2 == 0
    assert nightly(two, SINGLE, late).repaired == {}
    assert gauges.read(two, late).alarms == {"backlog": 1}
    copied = backup.write(two.engine, tmp_path / "monday.db")
    with plainly(postgresql) as url:
        restored = opened(url, policy)
        restored.upgrade()
        assert set(backup.restore(tmp_path / "monday.db", restored.engine, late)) == set(copied)
        assert restored.workspaces() == [SINGLE, OTHER]
        two.measure()
        restored.close()


def test_what_it_costs_is_one_statement_that_is_sent_anyway(two: Store) -> None:
    counted: list[str] = []
    event.listen(two.engine, "before_cursor_execute", lambda *call: counted.append(call[2]))
    with two.work(SINGLE, NOW) as work:
        work.session.execute(text("SELECT 1"))
    assert len(counted) == 2
    assert SETTING in counted[0]
    assert "pg_try_advisory_xact_lock" in counted[0]


def test_a_dump_by_this_role_holds_everything_only_where_it_says_so(two: Store, postgresql: Server) -> None:
    address = address_of(two)
    with pytest.raises(RuntimeError, match="row-level security"):
        postgresql.run("pg_dump", address)
    asked = f"{address}&options=-c%20{SETTING}%3D{EVERY}"
    dumped = postgresql.run("pg_dump", "--enable-row-security", "--restrict-key=key", asked)
    people = dumped.partition("COPY public.people ")[2].partition("\\.")[0].splitlines()[1:]
    assert len(people) == 14


def test_old_processes_go_on_until_somebody_says_that_none_is_left(postgresql: Server, policy: Policy) -> None:
    with plainly(postgresql) as url:
        store = opened(url, policy)
        migrate.upgrade(store.engine, "0003")
        with store.engine.begin() as connection:
            connection.execute(text(PERSON))
        engine = create_engine(database.address(url))  # says nothing of any workspace
        old = OldProcess(engine, "a")
        settle([old], 10)
        store.upgrade()
        settle([old], 10)
        old.stop()
        assert old.refused == []
        assert not isolation.is_strict(store.engine)
        isolation.enforce(store.engine)
        assert isolation.is_strict(store.engine)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM outbox")).scalar() == 0
        with store.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM outbox")) == old.written
        engine.dispose()
        store.close()


def test_the_doctor_says_who_is_held_by_it(two: Store, postgresql: Server, policy: Policy) -> None:
    (held,) = doctor.isolation(NOBODY, two)
    assert held.level == "ok"
    above = opened(postgresql.address(name_of(address_of(two)), SUPERUSER), policy)
    (found,) = doctor.isolation(NOBODY, above)
    assert found.level == "warning"
    assert "superuser" in found.says
    assert "WORKSPACES.md" in found.do
    with two.engine.begin() as connection:
        isolation.answer(connection, isolation.LENIENT)
    (found,) = doctor.isolation(NOBODY, two)
    assert "cornerstone db enforce" in found.do
    above.close()
