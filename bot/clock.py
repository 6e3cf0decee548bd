"""The one place that reads the clock; everywhere else time is an argument."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


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


class MovableClock:
    """A clock set forward or back by what a small file says, so that several processes share one demo time.

    Only the demo and the tests use it. The file holds `{"ahead_seconds": 86400.0}`; without the file it is the system's.
    """

    def __init__(self, path: Path) -> None:
        """`path` need not exist yet."""
        self._path = path
        self._read: tuple[int, float] = (0, 0.0)

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
            changed = self._path.stat().st_mtime_ns
            if changed != self._read[0]:
                self._read = (changed, float(json.loads(self._path.read_text(encoding="utf-8"))["ahead_seconds"]))
        except FileNotFoundError:
            return 0.0
        return self._read[1]
