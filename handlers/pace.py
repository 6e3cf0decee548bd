"""How often one person may ask: a stuck client or an automation is told to wait, and costs nobody else anything."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from threading import Lock

USUAL_A_MINUTE = 60
"""Confirming twenty drafts is forty presses. Who presses once a second all day is never told to wait."""
PEOPLE = 10_000
"""Remembered at once; who has asked nothing for longest is forgotten first, and begins anew."""


class Turn(Enum):
    """Whether a request may be begun."""

    GRANTED = "granted"
    REFUSED = "refused"
    """The first since one was granted."""
    REFUSED_AGAIN = "refused again"


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    is_told: bool = False


class Pace:
    """A bucket for each person: it holds a minute's requests, and fills evenly. Of this process, in memory only."""

    def __init__(self, a_minute: int, stopwatch: Callable[[], float], people: int = PEOPLE) -> None:
        """`stopwatch` in seconds; `people` is how many are remembered."""
        self.a_minute = a_minute
        self._stopwatch, self._people = stopwatch, people
        self._lock = Lock()
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def turn(self, workspace: str, slack_id: str) -> Turn:
        """One request of somebody's, counted."""
        now, key = self._stopwatch(), (workspace, slack_id)
        with self._lock:
            bucket = self._buckets.pop(key, None) or _Bucket(self.a_minute, now)
            self._buckets[key] = bucket
            if len(self._buckets) > self._people:
                self._buckets.popitem(last=False)
            bucket.left = min(float(self.a_minute), bucket.left + (now - bucket.at) * self.a_minute / 60)
            bucket.at = now
            if bucket.left >= 1:
                bucket.left -= 1
                bucket.is_told = False
                return Turn.GRANTED
            was_told, bucket.is_told = bucket.is_told, True
            return Turn.REFUSED_AGAIN if was_told else Turn.REFUSED
