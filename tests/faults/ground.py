"""The database of the rig: reset for every round, looked at while it runs, and made to fail."""

import random
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import psycopg
from sqlalchemy import delete, insert, select

from bot.desk import Member
from storage import SINGLE
from storage.errors import Busy, InDoubt, Unavailable
from storage.models import AlarmRow, MessageRow, NoticeRow, OutboxRow
from storage.store import Store
from tests.bot.council import NINE, make_template, members_of, open_store
from tests.databases import Files, Server, name_of, path_of
from tests.faults.nursery import Running

DURABLE = ("fsync=off", "synchronous_commit=on", "full_page_writes=off", "max_connections=200", "autovacuum=off",
           "wal_level=minimal", "max_wal_senders=0", "shared_buffers=64MB", "log_min_messages=fatal")  # fmt: skip
"""What was committed survives the server's death, though not the machine's: of that there is no telling here."""
OPEN = ("pending", "leased", "sending", "uncertain")
Release = AbstractContextManager[None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the outbox that is not done with."""

    state: str
    op: str
    not_before: datetime
    lease_until: datetime | None


class Troubled(Protocol):
    """A database and what can happen to it; each trouble lasts as long as its context."""

    url: str

    def held(self) -> Release:
        """Somebody else writes, and takes their time."""

    def disk_full(self, clocks: list[Running]) -> Release:
        """Nothing can be written any more, by these clocks or by anybody."""

    def restarted(self) -> Release:
        """It dies; at the end it is back."""

    def cut_off(self) -> Release:
        """Every connection is broken."""

    def read_only(self) -> Release:
        """It takes no writes, as a standby."""


class Ground:
    """The council's store, from the rig's side."""

    def __init__(self, trouble: Troubled) -> None:
        """Over a database made by `make_template`."""
        self.trouble, self.url = trouble, trouble.url
        self.store: Store = open_store(trouble.url)
        self.members: list[Member] = members_of(self.store)
        with self.store.reading() as session:
            row = NoticeRow
            chosen = (row.subject, row.obligation_id, row.kind, row.rung, row.at)
            # What is to be prepared is shown only to whom it concerns; the others may be told to anybody.
            query = select(*chosen).where(row.kind != "upcoming").order_by(row.subject, row.recipient_id)
            self._notices = [each._asdict() for each in session.execute(query)]
            assert self._notices

    def close(self) -> None:
        """Give back every connection."""
        self.store.close()

    def reset(self, chance: random.Random, people: int, name: str) -> dict[str, str]:
        """So many people are owed something, some of them twice, and a few edits. Answers who is owed each message."""
        chosen = chance.sample([member.id.removeprefix("U") for member in self.members], people)
        letters = [(person, "morning") for person in chosen]
        letters += [(person, "escalation") for person in chance.sample(chosen, chance.randrange(0, people // 2 + 1))]
        owed = {f"{name}-{number}": person for number, (person, _) in enumerate(letters)}
        edited = chance.sample(sorted(owed), chance.randrange(0, 3))
        self._store_letters({f"{name}-{n}": letter for n, letter in enumerate(letters)}, edited, chance)
        return owed

    def _store_letters(self, letters: dict[str, tuple[str, str]], edited: list[str], chance: random.Random) -> None:
        mine, day = {"workspace": SINGLE}, {"day_on": NINE.date()}
        messages, notices, posts = [], [], []
        for number, (message, (person, kind)) in enumerate(letters.items()):
            about = self._notices[number % len(self._notices)] | ({} if kind == "morning" else {"kind": kind, "rung": 9})
            messages.append(mine | day | {"id": message, "recipient_id": person, "kind": kind})
            notices.append(mine | about | {"id": message, "message_id": message, "recipient_id": person})
            posts.append((message, person, "post", 1 if kind != "morning" else 2))
        posts += [(message, letters[message][0], "update", 3) for message in edited]
        chance.shuffle(posts)
        times = {"state": "pending", "not_before": NINE, "changed_at": NINE, "attempts": 0, "reason": ""}
        keys = ("message_id", "recipient_id", "op", "urgency")
        with self.store.writing() as session:
            for table in (NoticeRow, OutboxRow, MessageRow, AlarmRow):
                session.execute(delete(table))
            session.execute(insert(MessageRow), messages)
            session.execute(insert(NoticeRow), notices)
            session.execute(insert(OutboxRow), [mine | times | dict(zip(keys, each, strict=True)) for each in posts])
            session.commit()

    def waiting(self) -> list[Waiting] | None:
        """What is not done with; None while the database does not say."""
        row = OutboxRow
        try:
            with self.store.reading() as session:
                found = session.execute(select(row.state, row.op, row.not_before, row.lease_until).where(row.state.in_(OPEN)))
                return [Waiting(*each) for each in found]
        except (Busy, Unavailable, InDoubt):
            return None

    def ended(self) -> dict[str, Any]:
        """By message: the state of its post, the reason, and the time stamp it is known by."""
        row, message = OutboxRow, MessageRow
        query = select(row.message_id, row.state, row.reason, message.ts).join(message, message.id == row.message_id)
        with self.store.reading() as session:
            return {each.message_id: each for each in session.execute(query.where(row.op == "post"))}


@dataclass(slots=True)
class SqliteTrouble:
    """A file."""

    url: str

    @contextmanager
    def held(self) -> Iterator[None]:
        with closing(sqlite3.connect(path_of(self.url), isolation_level=None, timeout=20, check_same_thread=False)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")

    @contextmanager
    def disk_full(self, clocks: list[Running]) -> Iterator[None]:
        for limit in (0, resource.RLIM_INFINITY):
            for clock in clocks:
                with suppress(ProcessLookupError):  # it may have died
                    clock.allow(limit)
            if not limit:
                yield

    def restarted(self) -> Release:
        raise NotImplementedError("a file does not restart")

    cut_off = read_only = restarted


@dataclass(slots=True)
class PostgresqlTrouble:
    """A server that is nobody else's."""

    url: str
    server: Server

    @contextmanager
    def held(self) -> Iterator[None]:
        with psycopg.connect(self.url) as other:
            other.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
            yield

    @contextmanager
    def disk_full(self, clocks: list[Running]) -> Iterator[None]:
        """For those connected now. A server that cannot write its journal gives up; started again, it can."""
        here = f"datname = '{name_of(self.url)}' AND pid <> pg_backend_pid()"
        serving = [pid for (pid,) in self.server.execute(f"SELECT pid FROM pg_stat_activity WHERE {here}")]
        for limit in ("0", "unlimited"):
            for pid in serving:
                with suppress(RuntimeError):  # it may have ended
                    # Run as the user the server runs as, since no other may set its limits: the soft one, of a file's bytes.
                    self.server.run("/usr/bin/prlimit", "--pid", pid, f"--fsize={limit}:")
            if limit == "0":
                yield

    @contextmanager
    def restarted(self) -> Iterator[None]:
        self.server.stop("immediate")
        yield
        self.server.start()

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        self._break_off()
        yield
        self._break_off()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        name = name_of(self.url)
        self.server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        self._break_off()
        yield
        self.server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        self._break_off()

    def _break_off(self) -> None:
        self.server.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(self.url)}'")


@contextmanager
def sqlite_ground(files: Files) -> Iterator[Ground]:
    """Over a file."""
    with files.copy(files.template("faults", make_template)) as url:
        ground = Ground(SqliteTrouble(url))
        try:
            yield ground
        finally:
            ground.close()


@contextmanager
def postgresql_ground() -> Iterator[Ground]:
    """Over a server of its own, since it will be killed."""
    server = Server(settings=DURABLE)
    try:
        ground = Ground(PostgresqlTrouble(server.template("council", make_template), server))
        try:
            yield ground
        finally:
            ground.close()
    finally:
        server.close()
