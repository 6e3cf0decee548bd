"""The one place that reads the clock; everywhere else time is an argument."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Protocol


def stopwatch() -> float:
    """Seconds on a clock that nobody sets: for how long something took, never for when it was.

    On Linux the time a computer sleeps counts too, so that a lease it slept through is seen to be over.
    """
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return monotonic() if boottime is None else time.clock_gettime(boottime)


class Setbacks:
    """By how much the computer's clock is set back: it then shows less time than has passed on one that nobody sets."""

    def __init__(self, steady: Callable[[], float] = stopwatch) -> None:
        """`steady`: seconds that only go forward."""
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def since_last(self, now: datetime) -> timedelta:
        """Since the last time this was asked; nothing where it was not, or was set forward."""
        passed, last = self._steady(), self._last
        self._last = (now, passed)
        if last is None:
            return timedelta(0)
        return max(timedelta(0), timedelta(seconds=passed - last[1]) - (now - last[0]))


class Clock(Protocol):
    """Tells the time as an aware instant in UTC."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        return datetime.now(UTC)


class Stopwatch:
    """This instant, carried on from the one a tick began with: sending a batch may take a minute."""

    def __init__(self, begun_at: datetime) -> None:
        """It runs from here."""
        self._begun_at, self._began = begun_at, monotonic()

    def now(self) -> datetime:
        """The instant it began with and what has passed since."""
        return self._begun_at + timedelta(seconds=monotonic() - self._began)


class MovableClock:
    """A clock set forward or back by what a small file says, so that several processes share one demo time.

    Only the demo and the tests use it. The file holds `{"ahead_seconds": 86400.0}`; without the file it is the system's.
    """

    def __init__(self, path: Path) -> None:
        """`path` need not exist yet."""
        self._path = path
        self._read: tuple[tuple[int, int], float] = ((0, 0), 0.0)

    def now(self) -> datetime:
        """This instant on the moved clock, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead())

    def set_to(self, instant: datetime) -> None:
        """Make it `instant` now, for every process that reads the file."""
        ahead = (instant - datetime.now(UTC)).total_seconds()
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"ahead_seconds": ahead}), encoding="utf-8")
        fresh.replace(self._path)

    def _ahead(self) -> float:
        try:
            found = self._path.stat()
            # Two moves within one tick of the file system's clock differ in the file that was put there.
            version = (found.st_mtime_ns, found.st_ino)
            if version != self._read[0]:
                self._read = (version, float(json.loads(self._path.read_text(encoding="utf-8"))["ahead_seconds"]))
        except FileNotFoundError:
            return 0.0
        return self._read[1]
