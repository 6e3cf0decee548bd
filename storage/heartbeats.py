"""The pulse of the processes, so that a web process can tell when nothing ticks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select, update

from storage.dialects import is_inserted
from storage.models import HeartbeatRow

if TYPE_CHECKING:
    from storage.store import Store

KEPT = timedelta(days=1)
"""How long a process that beats no more is remembered."""
AHEAD = timedelta(minutes=15)
"""A beat further ahead than this is of a computer whose time was wrong, and says nothing of who is alive."""


class Heartbeats:
    """One row a process, whatever the workspace."""

    def __init__(self, store: Store) -> None:
        """Made by the store."""
        self._store = store

    def beat(self, process: str, now: datetime) -> None:
        """This process is alive. Its name begins with what it does: `clock:<host>:<pid>`."""
        with self._store.writing() as session:
            if not is_inserted(session, HeartbeatRow, {"name": process, "beat_at": now}):
                session.execute(update(HeartbeatRow).where(HeartbeatRow.name == process).values(beat_at=now))
            # Ahead of us by as much is somebody whose time was wrong: whoever lives beats again within the minute.
            gone = or_(HeartbeatRow.beat_at < now - KEPT, HeartbeatRow.beat_at > now + KEPT)
            session.execute(delete(HeartbeatRow).where(gone, HeartbeatRow.name != process))
            session.commit()

    def sealing_otherwise(self, since: datetime) -> int:
        """How many processes, alive since then, do not seal with the key this store seals with: `watch-…:<mark of the key>`."""
        with self._store.reading() as session:
            name = HeartbeatRow.name
            other = name.startswith("watch-", autoescape=True) & ~name.endswith(f":{self._store.key_mark}", autoescape=True)
            found = session.scalar(select(func.count()).where(HeartbeatRow.beat_at >= since, other))
            return found or 0

    def latest(self, kind: str = "clock", now: datetime | None = None) -> datetime | None:
        """When any process of this kind was last alive; with `now`, beats from a wrong time ahead of it left out."""
        with self._store.reading() as session:
            theirs = HeartbeatRow.name.startswith(kind, autoescape=True)
            found = select(func.max(HeartbeatRow.beat_at)).where(theirs)
            return session.scalar(found if now is None else found.where(HeartbeatRow.beat_at <= now + AHEAD))
