"""How many ask at once: when they have been answered as many may ask again, and are worth a moment's wait."""

from collections.abc import Callable

CROWD = 8
"""So many at once are a crowd."""
BACK_WITHIN, LOOK_EVERY = 0.15, 0.015
"""Seconds for which a crowd is waited for at the most, and how often it is looked for."""


class Crowd:
    """Those who ask for one thing, transaction after transaction.

    The first two of fifty would else have a transaction for themselves, which takes as long as that of all fifty, and the
    others would wait for it.
    """

    def __init__(self, stopwatch: Callable[[], float], pause: Callable[[float], None]) -> None:
        """Nobody has asked yet. `pause` waits so many seconds."""
        self._stopwatch, self._pause = stopwatch, pause
        self._number, self._ended = 0, 0.0

    def answered(self, number: int) -> None:
        """A transaction has ended, and so many have had their answer or wait for the next."""
        self._number, self._ended = number, self._stopwatch()

    def gather(self, waiting: Callable[[], int], most: int) -> None:
        """Until as many wait as before, or `most`, or nobody comes any more. But for the moment after a crowd nobody waits."""
        before, wanted = 0, min(self._number, most)
        while self._number >= CROWD and before < waiting() < wanted and self._stopwatch() < self._ended + BACK_WITHIN:
            before = waiting()
            self._pause(LOOK_EVERY)
