"""A database that is busy, down, read-only or gone in the middle is told as what it is, and nothing is half stored."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from scheduling.policy import Policy
from storage import SINGLE
from storage.errors import Busy, InDoubt, Unavailable
from storage.store import Store
from tests.databases import Databases, path_of
from tests.storage.conftest import KEY, address_of, migrated, opened
from tests.storage.council import at

pytestmark = pytest.mark.usefixtures("as_the_bot_waits")

NOW = at("2026-03-24T14:05")
PUT = "INSERT INTO settings (workspace, name, value) VALUES ('council', :name, '1')"


def put(store: Store, name: str, workspace: str = SINGLE) -> None:
    with store.work(workspace, NOW) as work:
        work.settings.put(name, 1)
        work.commit()


def names(store: Store) -> set[str]:
    with store.read(SINGLE, NOW) as work:
        return set(work.settings.all())


def test_a_database_out_of_reach_is_unavailable_for_whatever_is_asked(store: Store, databases: Databases) -> None:
    put(store, "before")
    store.close()
    with databases.out_of_reach(address_of(store)):
        for attempt in (store.work, store.read):
            with pytest.raises(Unavailable), attempt(SINGLE, NOW) as work:
                work.settings.all()
        for across in (store.writing, store.reading):
            with pytest.raises(Unavailable), across() as session:
                session.execute(text("SELECT 1 FROM settings"))
        (fault,) = store.is_ready()
        assert "DATABASE_URL" in fault
        store.close()
    put(store, "after")
    assert names(store) == {"before", "after"}


SHORT = timedelta(milliseconds=60)


def writes_late(store: Store) -> None:
    with store.work(SINGLE, NOW, within=SHORT) as work:
        work.settings.put("late", 1)
        time.sleep(0.1)
        work.settings.put("later", 1)


def commits_late(store: Store) -> None:
    with store.work(SINGLE, NOW, within=SHORT) as work:
        work.settings.put("late", 1)
        time.sleep(0.1)
        work.commit()


def reads_late(store: Store) -> None:
    with store.read(SINGLE, NOW, within=SHORT) as work:
        time.sleep(0.1)
        work.settings.all()


@pytest.mark.parametrize("outlasts", [writes_late, commits_late, reads_late])
def test_a_unit_that_outlasts_its_time_is_busy_and_stores_nothing(store: Store, outlasts: Callable[[Store], None]) -> None:
    with pytest.raises(Busy):
        outlasts(store)
    with store.work(SINGLE, NOW, within=timedelta(seconds=10)) as work:
        work.settings.put("in time", 1)
        work.commit()
    assert names(store) == {"in time"}


def test_whoever_waits_behind_another_gives_up_within_their_time(store: Store, policy: Policy) -> None:
    other = opened(address_of(store), policy)
    with store.work(SINGLE, NOW) as work:
        work.settings.put("slow", 1)
        begun = time.monotonic()
        for behind in (store, other):
            with pytest.raises(Busy), behind.work(SINGLE, NOW, within=timedelta(milliseconds=50)):
                raise AssertionError
        assert time.monotonic() - begun < 0.7, "the usual patience is longer than their time"
        work.commit()
    other.close()
    assert names(store) == {"slow"}


def test_whoever_finds_every_connection_in_use_is_busy(databases: Databases, policy: Policy) -> None:
    with databases.copy(databases.template("storage", lambda url: migrated(url, policy))) as url:
        small = Store(url, keys=[KEY], policy=policy, threads=1)
        begun = time.monotonic()
        with small.read(SINGLE, NOW) as work:
            assert work.settings.all() == {}
            for attempt in (small.work, small.read):
                with pytest.raises(Busy), attempt(SINGLE, NOW) as second:
                    second.settings.all()
        assert time.monotonic() - begun < 3.0
        put(small, "after")
        small.close()


def test_what_the_statement_itself_is_wrong_about_is_no_outage(store: Store) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught, store.writing() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    assert not isinstance(caught.value, Busy | Unavailable | InDoubt)


def test_a_file_nobody_may_write_to_is_unavailable(file_store: Store) -> None:
    put(file_store, "before")
    file_store.close()
    path = path_of(address_of(file_store))
    only_reads = opened(f"sqlite:///file:{path}?mode=ro&uri=true", file_store.policy)
    with pytest.raises(Unavailable):
        put(only_reads, "refused")
    only_reads.close()
    assert names(file_store) == {"before"}


def test_a_full_disk_is_unavailable_and_stores_nothing(file_store: Store) -> None:
    put(file_store, "before")
    with file_store.writing() as session:
        pages = session.scalar(text("PRAGMA page_count"))

    def fills() -> None:
        with file_store.writing() as session:
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            for number in range(1000):
                session.execute(text(PUT), {"name": f"{'x' * 1000}{number}"})
            session.commit()

    for _ in range(2):
        with pytest.raises(Unavailable):
            fills()
    assert names(file_store) == {"before"}


def test_a_file_that_is_no_database_is_unavailable(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "torn.db"
    path.write_bytes(b"not a database at all, whatever its name says" * 100)
    torn = opened(f"sqlite:///{path}", file_store.policy)
    with pytest.raises(Unavailable):
        names(torn)
    torn.close()


def test_a_file_held_by_another_process_is_busy_within_the_patience(file_store: Store) -> None:
    with closing(sqlite3.connect(path_of(address_of(file_store)), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.raises(Busy):
            put(file_store, "held")
        with pytest.raises(Busy), file_store.work(SINGLE, NOW, within=timedelta(milliseconds=50)):
            raise AssertionError
        assert time.monotonic() - begun < 1.4
        other.execute("ROLLBACK")
    put(file_store, "free")  # and the usual patience is back
    assert names(file_store) == {"free"}
