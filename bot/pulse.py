"""Whether clocks beat, as the other processes see it."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

STOPPED_AFTER = timedelta(minutes=15)
"""A clock beats once a minute."""
LATE_AFTER = timedelta(minutes=30)
"""What has waited so long past its time is in trouble: there is a sweep twice a minute, and one send a second."""
LOOKS = 2
"""So many looks in a row find no new beat: once a computer has slept or its clock was set, a live clock has beaten by then."""


def name_of(kind: str) -> str:
    """This process among all: `clock:<host>:<pid>`."""
    return f"{kind}:{socket.gethostname()}:{os.getpid()}"


@dataclass(slots=True)
class Pulse:
    """What one process has seen of it."""

    _first_look_at: datetime | None = None
    _latest: datetime | None = None
    _looks: int = 0

    def has_stopped(self, latest: datetime | None, now: datetime) -> bool:
        """No beat for a quarter of an hour, nor since this process began to look; seen so at several looks."""
        self._first_look_at = self._first_look_at or now
        self._looks = self._looks + 1 if latest == self._latest else 0
        self._latest = latest
        return self._looks >= LOOKS and now - max(latest or self._first_look_at, self._first_look_at) >= STOPPED_AFTER
