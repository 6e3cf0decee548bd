"""Every place to look something up, taken."""

from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from storage import SINGLE
from storage.store import READERS, Store

LONG = timedelta(seconds=20)
"""Far longer than anything takes, and shorter than the places stay taken: who waits for one in vain is told so."""
TAKEN_SECONDS = 60


class Readers:
    """As many threads as there are places, each looking something up until they are let go."""

    def __init__(self, store: Store, now: datetime, **how: Any) -> None:
        self._go, self._there = Event(), [Event() for _ in range(READERS)]
        self._threads = [Thread(target=self._read, args=(store, now, there, how)) for there in self._there]
        for thread in self._threads:
            thread.start()
        assert all(there.wait(TAKEN_SECONDS) for there in self._there)

    def _read(self, store: Store, now: datetime, there: Event, how: dict[str, Any]) -> None:
        with store.read(SINGLE, now, **how):
            there.set()
            self._go.wait(TAKEN_SECONDS)

    def leave(self) -> None:
        self._go.set()
        for thread in self._threads:
            thread.join()
