"""The store: one engine, short transactions, any number of threads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from scheduling.policy import Policy
from storage import database, migrate, sealed
from storage.errors import Busy
from storage.heartbeats import Heartbeats
from storage.models import PersonRow
from storage.outbox import Outbox
from storage.turns import Turns
from storage.unit import UnitOfWork


class Store:
    """Facts, obligations and outbox of every workspace of one database."""

    def __init__(self, url: str, *, keys: Sequence[str], policy: Policy, zone: str = "Europe/London") -> None:
        """`url` as SQLAlchemy writes it; `keys` newest first; connects when first used."""
        self.policy = policy
        self.zone = zone
        self.engine = database.create(url)
        sealed.seal_with(self.engine, keys)
        self._reading = self.engine.execution_options(**{database.READ_ONLY: True})
        # SQLite has one writer: threads that wait here take turns at once, where its own busy handler sleeps and polls.
        self._turns = Turns() if self.engine.dialect.name == "sqlite" else None
        self.outbox = Outbox(self)
        self.heartbeats = Heartbeats(self)

    @contextmanager
    def work(self, workspace: str, now: datetime) -> Iterator[UnitOfWork]:
        """Writes; rolled back unless committed."""
        with self.writing() as session:
            yield UnitOfWork(session, workspace=workspace, now=now, policy=self.policy, zone=self.zone)

    @contextmanager
    def read(self, workspace: str, now: datetime) -> Iterator[UnitOfWork]:
        """Reads only: never waits for a writer, and what is written in it is never stored."""
        with self.reading() as session:
            yield UnitOfWork(session, workspace=workspace, now=now, policy=self.policy, zone=self.zone, writes=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction across workspaces: for the outbox and the heartbeats."""
        if self._turns and not self._turns.take(database.BUSY_MS / 1000):
            raise Busy
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                _begin(session)
                yield session
        finally:
            if self._turns:
                self._turns.give()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read across workspaces."""
        with Session(self._reading) as session:
            yield session

    def workspaces(self) -> list[str]:
        """Those that have people."""
        with self.reading() as session:
            return list(session.scalars(select(PersonRow.workspace).distinct().order_by(PersonRow.workspace)))

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


def _begin(session: Session) -> None:
    """Take the turn now, so that waiting for another process in vain is told as what it is."""
    try:
        session.connection()
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise Busy from error
        raise
