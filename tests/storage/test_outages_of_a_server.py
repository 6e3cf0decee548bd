"""PostgreSQL alone: one writer a workspace, one picture a read, and what a server does when it stops, fails over or waits."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from scheduling.policy import Policy
from storage import SINGLE, database
from storage.errors import Busy, InDoubt, Unavailable
from storage.isolation import EVERY, SETTING
from storage.store import Store
from tests.databases import Server, name_of
from tests.storage.conftest import address_of, opened
from tests.storage.test_outages import NOW, PUT, names, put

pytestmark = pytest.mark.usefixtures("as_the_bot_waits")


def test_a_statement_that_would_outlast_the_time_is_broken_off(server_store: Store) -> None:
    def asks_too_much() -> None:
        with server_store.read(SINGLE, NOW, within=timedelta(milliseconds=200)) as work:
            work.session.execute(text("SELECT pg_sleep(20)"))

    begun = time.monotonic()
    with pytest.raises(Busy):
        asks_too_much()
    assert time.monotonic() - begun < 5
    with server_store.read(SINGLE, NOW) as work:
        work.session.execute(text("SELECT pg_sleep(0.3)"))  # the next unit has its own time


def test_one_writer_a_workspace_and_others_beside_it(server_store: Store, policy: Policy) -> None:
    other = opened(address_of(server_store), policy)
    with server_store.work(SINGLE, NOW) as work:
        work.settings.put("first", 1)
        put(other, "elsewhere", "another")  # waits for nobody
        other.heartbeats.beat("clock", NOW)
        with ThreadPoolExecutor(1) as pool:
            second = pool.submit(put, other, "second")
            time.sleep(0.1)
            assert not second.done()
            work.commit()
            second.result()
    other.close()
    assert names(server_store) == {"first", "second"}


def test_a_session_that_holds_the_workspace_makes_everybody_busy(server_store: Store) -> None:
    key = database.lock_key(f"work {SINGLE}")
    with psycopg.connect(address_of(server_store)) as holder:
        holder.execute(f"SELECT pg_advisory_lock({key})")  # type: ignore[arg-type]
        begun = time.monotonic()
        with pytest.raises(Busy):
            put(server_store, "waits in vain")
        assert time.monotonic() - begun < 2.0, "Slack gives up after three seconds"
    put(server_store, "free")
    assert names(server_store) == {"free"}


def test_a_read_is_one_picture_and_can_write_nothing(server_store: Store) -> None:
    with server_store.read(SINGLE, NOW) as work:
        stored = text("SELECT count(*) FROM settings")
        assert work.session.scalar(stored) == 0
        put(server_store, "meanwhile")
        assert work.session.scalar(stored) == 0
    with pytest.raises(Exception, match="read-only"), server_store.reading() as session:
        session.execute(text("DELETE FROM settings"))
    assert names(server_store) == {"meanwhile"}


def test_the_servers_time_zone_and_the_hosts_are_nothing_to_us(server_store: Store, postgresql: Server) -> None:
    name = name_of(address_of(server_store))
    postgresql.execute(f"ALTER DATABASE {name} SET timezone = 'Pacific/Auckland'")
    server_store.close()
    server_store.heartbeats.beat("clock", NOW)
    assert server_store.heartbeats.latest() == NOW
    assert postgresql.execute("SHOW timezone", name) == [("Pacific/Auckland",)]
    with server_store.reading() as session:
        assert session.scalar(text("SHOW timezone")) == "UTC"


def test_a_server_that_takes_no_writes_is_read_and_let_go_of(server_store: Store, postgresql: Server) -> None:
    name = name_of(address_of(server_store))
    put(server_store, "before")
    postgresql.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    server_store.close()  # as after a failover: new connections, to a server that only reads
    with server_store.reading() as session:
        first = session.scalar(text("SELECT pg_backend_pid()"))
    with pytest.raises(Unavailable):
        put(server_store, "refused")
    assert names(server_store) == {"before"}
    with server_store.reading() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != first, "the pool held on to the server that only reads"
    with pytest.raises(Unavailable):
        put(server_store, "refused")
    postgresql.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
    put(server_store, "after")
    assert names(server_store) == {"before", "after"}


def test_connections_broken_off_between_two_units_are_never_noticed(server_store: Store, postgresql: Server) -> None:
    put(server_store, "before")
    break_off(postgresql, server_store)
    put(server_store, "after")
    assert names(server_store) == {"before", "after"}


def test_a_connection_broken_off_in_the_middle_is_unavailable_and_stores_nothing(
    server_store: Store, postgresql: Server
) -> None:
    def loses_it() -> None:
        with server_store.work(SINGLE, NOW) as work:
            work.settings.put("half", 1)
            break_off(postgresql, server_store)
            work.settings.put("whole", 1)

    with pytest.raises(Unavailable):
        loses_it()
    assert names(server_store) == set()


def test_a_connection_lost_in_the_commit_leaves_it_in_doubt(server_store: Store, postgresql: Server) -> None:
    def in_a_unit() -> None:
        with server_store.work(SINGLE, NOW) as work:
            work.settings.put("doubtful", 1)
            break_off(postgresql, server_store)
            work.commit()

    def across() -> None:
        with server_store.writing() as session:
            session.execute(text(PUT), {"name": "doubtful"})
            break_off(postgresql, server_store)
            session.commit()

    for commits in (in_a_unit, across):
        with pytest.raises(InDoubt):
            commits()
    assert names(server_store) == set()


def test_a_row_held_too_long_is_busy(server_store: Store) -> None:
    for name in ("a", "b"):
        put(server_store, name)
    with psycopg.connect(address_of(server_store)) as holder:
        holder.execute(f"SET {SETTING} = '{EVERY}'")
        holder.execute("UPDATE settings SET value = '2' WHERE name = 'a'")
        with pytest.raises(Busy):
            put(server_store, "a")
    assert names(server_store) == {"a", "b"}


def break_off(server: Server, store: Store) -> None:
    """As a restart of the server would; answers when it has happened."""
    name = name_of(address_of(store))
    server.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
