"""What took long to count, kept in this process for some minutes: whoever turns a page does not wait for it again."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

KEPT_FOR = timedelta(minutes=10)
MOST = 16
"""Of all readers. Of a council of three thousand each is some megabytes."""


class Counted:
    """The last few, each as it stood when it was counted."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._kept: OrderedDict[Hashable, tuple[datetime, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, known_by: Hashable, now: datetime) -> Any | None:
        """What is known by that; None where it was counted longer than `KEPT_FOR` before `now`, or never."""
        with self._lock:
            since, found = self._kept.get(known_by, (now, None))
            return found if timedelta(0) <= now - since < KEPT_FOR else None

    def keep(self, known_by: Hashable, now: datetime, found: Any) -> None:
        """What is too old is kept no longer, nor what was kept longest where there would be too many."""
        with self._lock:
            self._kept[known_by] = (now, found)
            self._kept.move_to_end(known_by)
            for old in [key for key, (since, _) in self._kept.items() if now - since >= KEPT_FOR]:
                del self._kept[old]
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def forget(self, known_by: Hashable) -> None:
        """It is to be counted again."""
        with self._lock:
            self._kept.pop(known_by, None)
