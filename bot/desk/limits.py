"""How often Slack lets an app call: a bucket for every channel and every method."""

from __future__ import annotations

import threading

from bot.desk.desk_time import DeskTime, Mark


class Buckets:
    """Each bucket holds so many calls and fills again with time."""

    def __init__(self, time: DeskTime) -> None:
        self._time = time
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, Mark]] = {}

    def wait_for(self, name: str, *, holds: float, seconds_each: float) -> float:
        """Take one call from the bucket: 0.0, or how many seconds until the next is allowed."""
        with self._lock:
            left, mark = self._left.get(name, (holds, self._time.mark()))
            left = min(holds, left + self._time.since(mark) / seconds_each)
            # A thousandth is allowed for the rounding of clocks: a caller who waited exactly long enough may go.
            taken = left >= 0.999
            self._left[name] = (left - 1 if taken else left, self._time.mark())
            return 0.0 if taken else (1 - left) * seconds_each
