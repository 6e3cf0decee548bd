"""A time that all processes of the rig share, and that runs faster than ours: so a lease of seconds is over in a blink."""

import mmap
import struct
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

SPEED = 6.0
"""Seconds of the rig in one of ours."""
_BEGUN = struct.Struct("dd")


class HurriedTime:
    """Kept in a small file that every process maps: the instant at which it was set, and when that was."""

    def __init__(self, path: Path, *, ahead: float = 0.0) -> None:
        """The file is made where it is missing. `ahead`: seconds by which this process's clock is wrong."""
        self._ahead = ahead
        if not path.exists():
            path.write_bytes(bytes(_BEGUN.size))
        with path.open("r+b") as file:
            self._begun = mmap.mmap(file.fileno(), _BEGUN.size)

    def now(self) -> datetime:
        """This instant, in UTC."""
        at, since = _BEGUN.unpack(self._begun[:])
        return datetime.fromtimestamp(at, UTC) + timedelta(seconds=(time.monotonic() - since) * SPEED + self._ahead)

    def set_to(self, instant: datetime) -> None:
        """Make it `instant`, for everybody."""
        self._begun[:] = _BEGUN.pack(instant.timestamp(), time.monotonic())

    def close(self) -> None:
        """Give the file back."""
        self._begun.close()


def steady() -> float:
    """Seconds of the rig that only go forward, whatever the time is set to."""
    return time.monotonic() * SPEED


def ours(seconds: float) -> float:
    """So many seconds of the rig, in ours."""
    return seconds / SPEED


class HurriedEvent(threading.Event):
    """Waits for seconds of the rig."""

    def wait(self, timeout: float | None = None) -> bool:
        """As an Event does."""
        return super().wait(None if timeout is None else ours(timeout))
