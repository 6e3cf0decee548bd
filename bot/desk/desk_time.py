"""The desk's present, the time stamps it gives messages, and how long ago something was."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Mark(NamedTuple):
    """A moment by two clocks: the desk's, and one that always runs."""

    desk_at: float
    real_at: float


class DeskTime:
    """The desk's date and time. It may stand still or leap, so waiting is measured by a second clock too."""

    def __init__(self, clock: Callable[[], datetime], real: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._real = real
        self._lock = threading.Lock()
        self._last_micros = 0

    def now(self) -> datetime:
        """The desk's present, an aware instant."""
        return self._clock()

    def mark(self) -> Mark:
        """This moment."""
        return Mark(self._clock().timestamp(), self._real())

    def since(self, mark: Mark) -> float:
        """Seconds since then by whichever clock went further: a leap of the desk frees what had to wait."""
        return max(self._clock().timestamp() - mark.desk_at, self._real() - mark.real_at)

    def really_since(self, mark: Mark) -> float:
        """Seconds that have truly passed."""
        return self._real() - mark.real_at

    def next_ts(self) -> str:
        """A message's time stamp: unique, increasing, from the desk's clock."""
        with self._lock:
            micros = int(self._clock().timestamp() * 1_000_000)
            self._last_micros = max(micros, self._last_micros + 100)
            return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"
