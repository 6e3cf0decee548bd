"""A backup is whole, checked, made while everybody goes on writing, and can be brought back."""

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from scheduling.policy import Policy
from storage import SINGLE, backup, migrate, moving
from storage.backup import BackupExists, CannotWrite, FromALaterVersion, NoBackup
from storage.errors import Busy
from storage.moving import SourceNotCurrent, TargetNotEmpty
from storage.store import Store
from storage.sweep import sweep
from storage.trail.verifying import verify
from tests.databases import Databases
from tests.storage.conftest import address_of, migrated, opened
from tests.storage.council import at, day, who
from tests.storage.reading import send, states
from tests.storage.test_moving import fill, raw

NOW = at("2026-03-26")
PATIENCE = 3.0
"""Seconds until Slack gives up. A turn waited for in vain is answered by then too: this computer may have much else to do."""


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@pytest.fixture
def empty(databases: Databases, policy: Policy) -> Iterator[Store]:
    """Where a backup is brought back to."""
    with databases.copy(databases.template("storage", lambda url: migrated(url, policy))) as url:
        store = opened(url, policy)
        yield store
        store.close()


def test_a_backup_brought_back_is_what_was_there(filled: Store, empty: Store, tmp_path: Path) -> None:
    file = tmp_path / "monday.db"
    written = backup.write(filled.engine, file)
    before = raw(filled.engine)
    assert {each.table: each.rows for each in written} == {table: len(rows) for table, rows in before.items()}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["monday.db"]
    restored = backup.restore(file, empty.engine, at("2026-03-01"))
    assert sorted(map(str, restored)) == sorted(map(str, written))
    assert raw(empty.engine) == before
    assert [(each.events, each.wrong) for each in verify(empty)] == [(len(before["trail"]), None)]


class Writer:
    """Keeps two settings equal, in each of its transactions, and measures how long each took."""

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._name = store, f"writer {number}"
        self.slowest, self.written, self.busy, self.refused = 0.0, 0, 0, list[Exception]()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        while not self._stop.wait(0.02):
            begun = time.monotonic()
            try:
                with self._store.work(SINGLE, NOW) as work:
                    work.settings.put(f"{self._name} left", self.written)
                    work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision=f"{self.written}", rationale="r")
                    work.settings.put(f"{self._name} right", self.written)
                    work.commit()
                self.written += 1
            except Busy:
                self.busy += 1
            except Exception as error:
                self.refused.append(error)
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(10)


@pytest.mark.usefixtures("as_the_bot_waits")
def test_everybody_goes_on_writing_while_backups_are_made_and_each_is_one_moment(
    filled: Store, empty: Store, policy: Policy, tmp_path: Path
) -> None:
    other = opened(address_of(filled), policy)  # a second process
    writers = [Writer(store, number) for number, store in enumerate((filled, other, other))]
    files = [tmp_path / f"{number}.db" for number in range(4)]
    while not all(writer.written for writer in writers):
        time.sleep(0.01)
    before = []
    for file in files:
        before.append(sum(writer.written for writer in writers))
        backup.write(filled.engine, file)
    after = sum(writer.written for writer in writers)
    for writer in writers:
        writer.stop()
    other.close()
    assert [writer.refused for writer in writers] == [[], [], []]
    assert max(writer.slowest for writer in writers) < PATIENCE
    assert after > before[0] > 0, "somebody wrote meanwhile"
    for file, least in zip(files, before, strict=True):
        with closing(sqlite3.connect(file)) as copy:
            kept = dict(copy.execute("SELECT name, value FROM settings WHERE name LIKE 'writer%'").fetchall())
            for number in range(3):
                assert kept.get(f"writer {number} left") == kept.get(f"writer {number} right")
            logged = copy.execute("SELECT count(*) FROM discussions WHERE kind = 'ad_hoc'").fetchone()[0]
            assert logged - 1 == sum(int(value) + 1 for name, value in kept.items() if name.endswith("left")) >= least
    backup.restore(files[-1], empty.engine, NOW)


def test_a_backup_and_a_look_whether_it_is_ready_wait_for_no_writer(filled: Store, policy: Policy, tmp_path: Path) -> None:
    other = opened(address_of(filled), policy)
    with filled.work(SINGLE, NOW) as work:
        work.settings.put("half", "done")
        assert other.is_ready() == []
        backup.write(other.engine, tmp_path / "meanwhile.db")
        work.commit()
    other.close()
    with closing(sqlite3.connect(tmp_path / "meanwhile.db")) as copy:
        assert copy.execute("SELECT count(*) FROM settings WHERE name = 'half'").fetchone() == (0,)


def test_nothing_is_ever_overwritten(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "monday.db"
    file.write_text("precious", encoding="utf-8")
    with pytest.raises(BackupExists):
        backup.write(filled.engine, file)
    assert file.read_text(encoding="utf-8") == "precious"


def test_a_name_taken_while_the_backup_is_made_is_left_alone(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, counted = tmp_path / "monday.db", backup._counted

    def taken(path: Path) -> dict[str, int]:
        file.write_text("precious", encoding="utf-8")
        return counted(path)

    monkeypatch.setattr(backup, "_counted", taken)
    with pytest.raises(BackupExists):
        backup.write(filled.engine, file)
    assert file.read_text(encoding="utf-8") == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["monday.db"]


@pytest.mark.parametrize("folder", ["nowhere", "a file"])
def test_where_it_cannot_be_written_that_is_said(filled: Store, tmp_path: Path, folder: str) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(CannotWrite):
        backup.write(filled.engine, tmp_path / folder / "monday.db")


def test_a_copy_that_is_not_sound_is_never_called_a_backup(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = backup._counted

    def torn(path: Path) -> dict[str, int]:
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(os.urandom(40960))
        return counted(path)

    monkeypatch.setattr(backup, "_counted", torn)
    with pytest.raises((backup.NotSound, sqlite3.DatabaseError)):
        backup.write(filled.engine, tmp_path / "monday.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"torn" * 2000])
def test_what_is_no_backup_is_not_brought_back(empty: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "torn.db"
    file.write_bytes(content)
    for path in (file, tmp_path / "nowhere.db"):
        with pytest.raises(NoBackup):
            backup.restore(path, empty.engine, NOW)
    assert moving.is_empty(empty.engine)


def test_a_database_with_anything_in_it_is_not_restored_over(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "monday.db"
    backup.write(filled.engine, file)
    before = raw(filled.engine)
    with pytest.raises(TargetNotEmpty):
        backup.restore(file, filled.engine, NOW)
    assert raw(filled.engine) == before


def test_a_backup_of_an_earlier_version_is_brought_up_and_one_of_a_later_is_refused(
    empty: Store, policy: Policy, tmp_path: Path
) -> None:
    early = opened(f"sqlite:///{tmp_path / 'early.db'}", policy)
    migrate.upgrade(early.engine, "0001")
    with early.engine.begin() as connection:
        connection.execute(text("INSERT INTO heartbeats (name, beat_at) VALUES ('clock', '2026-03-24 09:00:00.000000')"))
    backup.write(early.engine, tmp_path / "early-backup.db")
    with early.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup.write(early.engine, tmp_path / "later-backup.db")
    early.close()
    with pytest.raises(FromALaterVersion):
        backup.restore(tmp_path / "later-backup.db", empty.engine, NOW)
    backup.restore(tmp_path / "early-backup.db", empty.engine, NOW)
    assert empty.heartbeats.latest() == at("2026-03-24")


def test_what_has_been_sent_since_the_backup_is_looked_for_before_it_is_sent(
    council: Store, empty: Store, tmp_path: Path
) -> None:
    sweep(council, SINGLE, NOW)
    with council.work(SINGLE, NOW) as work:
        work.absences.record(viewer=who(work, "sue"), person_id="tim", from_on=day("2026-03-27"), until_on=day("2026-04-20"))
        work.commit()
    waiting = states(council)
    assert set(waiting.values()) == {"pending"}
    backup.write(council.engine, tmp_path / "monday.db")
    assert send(council, NOW), "after the backup, and it knows nothing of it"
    backup.restore(tmp_path / "monday.db", empty.engine, NOW)
    assert set(states(empty).values()) == {"uncertain"}
    assert states(empty).keys() == waiting.keys()
    assert send(empty, NOW) == []


def test_what_is_due_only_after_the_restore_simply_waits(council: Store, empty: Store, tmp_path: Path) -> None:
    sweep(council, SINGLE, at("2026-03-26T20:00"))
    backup.write(council.engine, tmp_path / "evening.db")
    backup.restore(tmp_path / "evening.db", empty.engine, at("2026-03-26T21:00"))
    assert states(empty) == states(council)
    assert set(states(empty).values()) == {"pending"}


def test_a_server_of_a_later_version_is_backed_up_by_that_version(server_store: Store, tmp_path: Path) -> None:
    with server_store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SourceNotCurrent):
        backup.write(server_store.engine, tmp_path / "monday.db")
    assert list(tmp_path.iterdir()) == []
