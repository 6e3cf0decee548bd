"""The outbox as the bot uses it, and the same updates by the bare driver: who is timed in `python -m tests.bench sweep`."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol

import psycopg
from cryptography.fernet import Fernet

from storage import packs
from storage.models import new_id
from storage.outbox import Claim, Sent
from storage.store import Store

WORKSPACE = "bench"
BATCH = 100
PEOPLE = 1000
NOW = datetime.now(UTC)  # noqa: TID251  a bench runs in real time, and peers read the clock
DUE = NOW - timedelta(minutes=1)
Row = tuple[Any, ...]


def connect(url: str) -> Any:
    """The bare driver, each statement its own commit, as durable as the store."""
    if not url.startswith("sqlite"):
        return psycopg.connect(url, autocommit=True)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("PRAGMA cache_size = -16000")
    return connection


def settle(url: str) -> None:
    """What loading left to be done is done now, and not while somebody is timed."""
    with closing(connect(url)) as connection:
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)",) if url.startswith("sqlite") else ("VACUUM ANALYZE", "CHECKPOINT"):
            connection.execute(statement)
    os.sync()  # while the system still writes a gigabyte in the background, every commit waits for it


class Contender(Protocol):
    """Something that fires what is due."""

    name: str

    def fill(self, pending: int) -> None:
        """Grow to so many that are not due for a day at least."""

    def fire(self, due: int) -> float:
        """Add so many that are due and fire them; the seconds from the first look to the last one written down."""

    def close(self) -> None:
        """Let go of the database."""


class Table:
    """The store's own tables, filled without it: one workspace, a thousand people, a message and its post for each."""

    def __init__(self, url: str) -> None:
        self.url, self.is_sqlite = url, url.startswith("sqlite")
        self._pending, self._ids = 0, count(1)
        with closing(open_store(url)) as store:
            store.upgrade()
        self.add("people", _people())

    def fill(self, pending: int) -> None:
        """From a day ahead, spread over a year."""
        new = range(self._pending, pending)
        self._add_posts((NOW + timedelta(days=1, seconds=number * 31 % 31_536_000) for number in new), len(new))
        self._pending = max(pending, self._pending)
        settle(self.url)

    def add_due(self, due: int) -> None:
        """One for each of so many people."""
        self._add_posts((DUE for _ in range(due)), due)

    def left(self) -> int:
        """How many that were due have not been sent."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"SELECT count(*) FROM outbox WHERE state <> 'sent' AND not_before <= '{DUE:%Y-%m-%d %H:%M:%S.%f}'")
            return int(cursor.fetchone()[0])

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Straight into a table: executemany, or COPY."""
        rows = iter(rows)
        if (first := next(rows, None)) is None:
            return
        columns = ", ".join(first)

        def values() -> Iterator[Row]:
            yield self._row(first)
            for row in rows:
                yield self._row(row)

        with closing(self.connect()) as connection:
            if isinstance(connection, sqlite3.Connection):
                connection.execute("BEGIN")
                marks = ", ".join("?" for _ in first)
                connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values())
                connection.execute("COMMIT")
                return
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values():
                    copy.write_row(row)

    def connect(self) -> Any:
        """The bare driver."""
        return connect(self.url)

    def _add_posts(self, moments: Iterable[datetime], number: int) -> None:
        ids = [new_id() for _ in range(number)]
        self.add("messages", (_message(message_id, n) for n, message_id in enumerate(ids)))
        self.add("outbox", (_post(message_id, n, at) for n, (message_id, at) in enumerate(zip(ids, moments, strict=True))))

    def _row(self, row: dict[str, Any]) -> Row:
        if not self.is_sqlite:
            return tuple(row.values())
        return tuple(f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value for value in row.values())


def open_store(url: str) -> Store:
    """As a process would."""
    return Store(url, keys=[Fernet.generate_key().decode()], policy=packs.load("wokingham"))


class Outbox:
    """`storage.outbox`, as the sender calls it: how one batch ended and what begins next share a commit."""

    name = "the outbox"

    def __init__(self, table: Table) -> None:
        self._table, self._store = table, open_store(table.url)

    def fill(self, pending: int) -> None:
        self._table.fill(pending)

    def fire(self, due: int) -> float:
        self._table.add_due(due)
        began = time.perf_counter()
        fired = self._send()
        took = time.perf_counter() - began
        if fired != due or self._table.left():
            raise SystemExit(f"the outbox sent {fired} of {due}")
        return took

    def _send(self) -> int:
        outbox, fired = self._store.outbox, 0
        for workspace in outbox.lanes():
            outbox.takeover(NOW, workspace)
            flying: list[Claim] = []
            is_last = False
            while flying or not is_last:
                claims = [] if is_last else outbox.claim(NOW, limit=BATCH, workspace=workspace)
                is_last = len(claims) < BATCH
                ended = [Sent(claim, "D1", f"1.{claim.id}") for claim in flying]
                settled, flying = outbox.settle(ended, NOW, claims)
                fired += len(settled)
        return fired

    def close(self) -> None:
        self._store.close()


class Bare:
    """The same rows, found once and marked sent one by one by the bare driver: one commit a send, and no word of who has it."""

    name = "bare driver, one commit a send"

    def __init__(self, table: Table) -> None:
        self._table, self._connection = table, table.connect()

    def fill(self, pending: int) -> None:
        self._table.fill(pending)

    def fire(self, due: int) -> float:
        self._table.add_due(due)
        mark = "?" if self._table.is_sqlite else "%s"
        now: Any = f"{NOW:%Y-%m-%d %H:%M:%S.%f}" if self._table.is_sqlite else NOW
        find = (
            f"SELECT id FROM outbox WHERE workspace = {mark} AND state = 'pending' AND urgency = 2 AND not_before <= {mark} "
            "ORDER BY not_before"
        )
        done = f"UPDATE outbox SET state = 'sent', attempts = attempts + 1, changed_at = {mark} WHERE id = {mark}"
        began = time.perf_counter()
        found = self._connection.execute(find, (WORKSPACE, now)).fetchall()
        for (row_id,) in found:
            self._connection.execute(done, (now, row_id))
        took = time.perf_counter() - began
        if len(found) != due:
            raise SystemExit(f"the bare driver found {len(found)} of {due}")
        return took

    def close(self) -> None:
        self._connection.close()


def _people() -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        yield {
            "workspace": WORKSPACE, "id": f"p{number}", "name": f"P {number}", "name_key": f"p {number}",
            "email": f"p{number}@example.org", "slack_id": f"U{number}", "zone": "Europe/London", "post": "",
            "role": "case_holder", "level": "practitioner", "team": "", "hours": "full_time", "employment": "permanent",
            "started_on": "2020-01-06", "frontline": True, "profession": "social_work", "joined_from": "outside",
        }  # fmt: skip


def _message(message_id: str, number: int) -> dict[str, Any]:
    return {
        "workspace": WORKSPACE, "id": message_id, "recipient_id": f"p{number % PEOPLE}", "kind": "late",
        "day_on": "2026-03-26",
    }  # fmt: skip


def _post(message_id: str, number: int, not_before: datetime) -> dict[str, Any]:
    return {
        "workspace": WORKSPACE, "message_id": message_id, "recipient_id": f"p{number % PEOPLE}", "op": "post",
        "state": "pending", "urgency": 2, "attempts": 0, "not_before": not_before, "changed_at": NOW, "reason": "",
    }  # fmt: skip
