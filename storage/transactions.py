"""A session whose every transaction begins as the database needs it, and whose COMMIT says when nobody knows its end."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from storage import database, outages
from storage.isolation import EVERY
from storage.patience import Patience


class Transaction(Session):
    """Made by the store; one after another may run in it, each begun the same way."""

    def __init__(
        self,
        engine: Engine,
        patience: Patience,
        *,
        sees: str = EVERY,
        workspace: str | None = None,
        writes: bool = True,
    ) -> None:
        """It `sees` one workspace's rows, or all; `workspace` is whose only writer it is.

        None waits for no other writer where the database needs none to.
        """
        bind = engine.execution_options(**{database.PATIENCE: patience}) if patience.is_limited else engine
        super().__init__(bind, expire_on_commit=not writes)
        self.patience = patience
        self.sees = sees
        self.workspace = workspace

    def commit(self) -> None:
        """Store all of it. Raises InDoubt where the connection was lost meanwhile, Busy where the time was up before."""
        self.flush()
        self.patience.check()
        with outages.told_of_commit():
            super().commit()


@event.listens_for(Transaction, "after_begin")
def _begin(session: Transaction, transaction: SessionTransaction, connection: Connection) -> None:
    if connection.dialect.name == "postgresql" and not transaction.nested:
        database.open_for(connection, session.sees, session.patience, writer_of=session.workspace)
