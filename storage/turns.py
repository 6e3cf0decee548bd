"""Taking turns: so many at a time, in the order they came."""

from collections import deque
from threading import Event, Lock


class Turns:
    """A lock that nobody overtakes: with Python's own, the unlucky of fifty threads waits many times as long as the others."""

    def __init__(self, places: int = 1) -> None:
        """Nobody has a turn; `places` may have one at once."""
        self._lock = Lock()
        self._free = places
        self._waiting: deque[Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for the turn, so long at most. Answers whether it is ours."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """Hand it to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
