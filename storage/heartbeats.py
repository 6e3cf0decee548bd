"""The pulse of the clock processes, so that a web process can tell when nothing ticks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from storage.dialects import is_inserted
from storage.models import HeartbeatRow

if TYPE_CHECKING:
    from storage.store import Store


class Heartbeats:
    """One row a process, whatever the workspace."""

    def __init__(self, store: Store) -> None:
        """Made by the store."""
        self._store = store

    def beat(self, process: str, now: datetime) -> None:
        """This process is alive."""
        with self._store.writing() as session:
            if not is_inserted(session, HeartbeatRow, {"name": process, "beat_at": now}):
                session.execute(update(HeartbeatRow).where(HeartbeatRow.name == process).values(beat_at=now))
            session.commit()

    def latest(self) -> datetime | None:
        """When any process was last alive."""
        with self._store.reading() as session:
            return session.scalar(select(func.max(HeartbeatRow.beat_at)))
