"""A session whose every transaction begins as the database needs it, and whose COMMIT says when nobody knows its end."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from storage import database, outages
from storage.patience import Patience


class Transaction(Session):
    """Made by the store; one after another may run in it, each begun the same way."""

    def __init__(self, engine: Engine, patience: Patience, *, workspace: str | None = None, writes: bool = True) -> None:
        """`workspace` is whose only writer it is; None waits for no other writer where the database needs none to."""
        bind = engine.execution_options(**{database.PATIENCE: patience}) if patience.is_limited else engine
        super().__init__(bind, expire_on_commit=not writes)
        self.patience = patience
        self.workspace = workspace

    def commit(self) -> None:
        """Store all of it. Raises InDoubt where the connection was lost meanwhile, Busy where the time was up before."""
        self.flush()
        self.patience.check()
        with outages.told_of_commit():
            super().commit()


@event.listens_for(Transaction, "after_begin")
def _begin(session: Transaction, _transaction: SessionTransaction, connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    session.patience.told_ms = 0  # the server was told for the transaction before
    if session.patience.is_unhurried:
        database.lift_limits(connection)
    if session.workspace is not None:
        database.take_workspace(connection, session.workspace)
