"""One lock for the desk's state, and what has changed since one last looked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Every pane of the page has a revision; a change raises it and wakes whoever waits."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._moved = threading.Condition(self.lock)
        self._latest = 0
        self._revisions: dict[str, int] = {}

    def mark(self, *panes: str) -> int:
        """These panes have changed. Answers the new revision."""
        with self.lock:
            self._latest += 1
            for pane in panes:
                self._revisions[pane] = self._latest
            self._moved.notify_all()
            return self._latest

    def revision(self, pane: str) -> int:
        """The revision at which this pane last changed."""
        with self.lock:
            return self._revisions.get(pane, 0)

    def until(self, holds: Callable[[], T], seconds: float) -> T:
        """Wait until this holds, at most so long; answers what it said last."""
        end = time.monotonic() + seconds
        while True:
            answer = holds()
            left = end - time.monotonic()
            if answer or left <= 0:
                return answer
            with self.lock:
                self._moved.wait(min(left, 0.05))
