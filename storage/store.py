"""The store: one engine, short transactions, any number of threads."""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from scheduling.policy import Policy
from storage import database, migrate, outages, sealed
from storage.alarms import Alarms
from storage.errors import Busy, Crowded, InDoubt, Unavailable
from storage.heartbeats import Heartbeats
from storage.isolation import EVERY
from storage.models import PersonRow
from storage.outbox import Outbox
from storage.patience import Patience
from storage.records.trail import Noted
from storage.transactions import Transaction
from storage.turns import Turns
from storage.unit import UnitOfWork

log = logging.getLogger(__name__)

READERS = 4
"""Who looks something up while somebody waits, at once in a process: more share the one interpreter and are all slower for it,
and so is whoever is to be answered in time meanwhile. The others wait for a place, asleep; so long as their patience lasts."""


class _Here(threading.local):
    """What a thread has in hand."""

    def __init__(self) -> None:
        self.writing = 0
        """Transactions that write, one inside another."""
        self.reading = False
        """It has a place among those who look something up."""
        self.traces: list[tuple[Patience, UnitOfWork, list[Noted]]] = []
        """What it was shown inside of them."""


class Store:
    """Facts, obligations and outbox of every workspace of one database."""

    def __init__(
        self,
        url: str,
        *,
        keys: Sequence[str],
        policy: Policy,
        zone: str = "Europe/London",
        threads: int = database.THREADS,
    ) -> None:
        """`url` as SQLAlchemy writes it; `keys` newest first; `threads` is how many at once; connects when first used."""
        self.policy = policy
        self.zone = zone
        self.engine = database.create(url, threads=threads)
        sealed.seal_with(self.engine, keys)
        self.key_mark = sealed.mark_of(keys[0])
        self._reading = database.for_reading(self.engine)
        self._turns: dict[str, Turns] = {}
        self._places = Turns(READERS)
        self._here = _Here()
        self.outbox = Outbox(self)
        self.heartbeats = Heartbeats(self)
        self.alarms = Alarms(self)

    @contextmanager
    def work(
        self, workspace: str, now: datetime, *, within: timedelta | None = None, unhurried: bool = False
    ) -> Iterator[UnitOfWork]:
        """Writes, one writer a workspace; rolled back unless committed.

        `within` is how long all of it may take: then it ends with Busy and nothing is stored. An import is `unhurried`: its
        statements may take minutes. Raises Busy, Unavailable, or InDoubt where the connection broke in the middle of COMMIT.
        """
        with self._writing(Patience(within, is_unhurried=unhurried), workspace) as session:
            work = UnitOfWork(session, workspace=workspace, now=now, policy=self.policy, zone=self.zone)
            yield work
            if shown := work.shown():  # somebody saw it, whether or not anything was stored
                session.rollback()
                self._trace(session, work, shown)

    @contextmanager
    def read(
        self, workspace: str, now: datetime, *, within: timedelta | None = None, unhurried: bool = False
    ) -> Iterator[UnitOfWork]:
        """Reads only, one picture of one moment: never waits for a writer, and what is written in it is never stored.

        What it noted of the trail is stored when it ends, in a transaction of its own, so that nobody is shown a record
        without a trace: that one waits for its turn. `within` and `unhurried` as for `work`. Raises Busy, Crowded where so many
        read that there was no place in that time, Unavailable.
        """
        patience = Patience(within, is_unhurried=unhurried)
        with self._place(patience), self._session(self._reading, patience, sees=workspace, writes=False) as session:
            work = UnitOfWork(session, workspace=workspace, now=now, policy=self.policy, zone=self.zone, writes=False)
            yield work
        if shown := work.shown():
            self._here.traces.append((patience, work, shown))
            self._trace_all()

    @contextmanager
    def _place(self, patience: Patience) -> Iterator[None]:
        """Among the few who look something up at once, for whom somebody waits; who writes, or reads already, has theirs."""
        if not patience.is_limited or self._here.writing or self._here.reading:
            yield
            return
        if not self._places.take(patience.seconds(database.STATEMENT_MS / 1000)):
            raise Crowded
        self._here.reading = True
        try:
            yield
        finally:
            self._here.reading = False
            self._places.give()

    @contextmanager
    def writing(self, *, within: timedelta | None = None) -> Iterator[Session]:
        """A transaction across workspaces: for the outbox, the alarms and the heartbeats. Raises what `work` raises."""
        with self._writing(Patience(within), None) as session:
            yield session

    @contextmanager
    def reading(self, *, within: timedelta | None = None) -> Iterator[Session]:
        """A read across workspaces. Raises Busy, Unavailable."""
        with self._session(self._reading, Patience(within), writes=False) as session:
            yield session

    @contextmanager
    def _writing(self, patience: Patience, workspace: str | None) -> Iterator[Session]:
        """Threads take turns here first: so only one a process waits at the database, and holds a connection while it waits.

        SQLite has one writer for all; and threads that wait here are served at once, where its busy handler sleeps and polls.
        """
        turns = self._turns_of(workspace)
        if turns and not turns.take(patience.seconds(database.BUSY_MS / 1000)):
            raise Busy
        self._here.writing += 1
        try:
            with self._session(self.engine, patience, sees=workspace or EVERY, workspace=workspace) as session:
                session.connection()  # takes the turn at the database now, so that waiting in vain is told as what it is
                yield session
        finally:
            self._here.writing -= 1
            if turns:
                turns.give()
            self._trace_all()

    def _trace_all(self) -> None:
        """Store what this thread was shown; where it has a turn of its own, which it would wait for, once it has given that."""
        while self._here.traces and not self._here.writing:
            patience, work, shown = self._here.traces.pop(0)
            with self._writing(patience, work.workspace) as session:
                self._trace(session, work, shown)

    def _trace(self, session: Session, work: UnitOfWork, shown: Iterable[Noted]) -> None:
        tracing = UnitOfWork(session, workspace=work.workspace, now=work.now, policy=self.policy, zone=self.zone)
        tracing.trail.take(shown)
        try:
            tracing.commit()
        except InDoubt as doubt:
            raise Unavailable from doubt  # the trace is there, or too much of it: nothing was to be saved that could be lost

    @contextmanager
    def _session(
        self, engine: Engine, patience: Patience, *, sees: str = EVERY, workspace: str | None = None, writes: bool = True
    ) -> Iterator[Session]:
        opened = Transaction(engine, patience, sees=sees, workspace=workspace, writes=writes)
        with outages.told(writes=writes), opened as session:
            yield session

    def _turns_of(self, workspace: str | None) -> Turns | None:
        if not database.is_postgresql(self.engine):
            return self._turns.setdefault("", Turns())
        return None if workspace is None else self._turns.setdefault(workspace, Turns())

    def workspaces(self) -> list[str]:
        """Those that have people."""
        with self.reading() as session:
            return list(session.scalars(select(PersonRow.workspace).distinct().order_by(PersonRow.workspace)))

    def measure(self) -> None:
        """Let PostgreSQL look at its tables anew: after an import it still plans as if they were empty.

        Only how fast it answers depends on it, so where that cannot be done now it is left. SQLite goes by `estimates`.
        """
        if not database.is_postgresql(self.engine):
            return
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("ANALYZE")
                connection.commit()
        except SQLAlchemyError as held:
            log.info("the database was not measured: %s", type(held).__name__)

    def upgrade(self) -> None:
        """Bring the database to the newest schema."""
        migrate.upgrade(self.engine)

    def is_ready(self) -> list[str]:
        """What keeps it from working, a sentence each; nothing when it is ready."""
        try:
            at_head = migrate.is_at_head(self.engine)
        except SQLAlchemyError as error:
            return [f"The database does not answer ({type(error).__name__}). Check DATABASE_URL and that it is running."]
        return [] if at_head else ["The database is not at the newest schema. Run `cornerstone db upgrade`."]

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
