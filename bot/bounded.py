"""Asking something that may hang, for so long at the most."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class NoAnswer(Exception):
    """It did not answer in time, or has not answered since it was asked before."""


class Bounded(Generic[T]):
    """Asks in a thread of its own, one at a time: what hangs leaves one thread behind, not one each time."""

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        """`ask` is given up after so many seconds; its errors are raised as they are."""
        self._ask, self._seconds = ask, seconds
        self._asking = threading.Lock()

    def answer(self) -> T:
        """What it says. Raises NoAnswer, or the error of the asking. Who asks meanwhile waits as long for their turn."""
        if not self._asking.acquire(timeout=self._seconds):
            raise NoAnswer
        found: list[T] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                found.append(self._ask())
            except Exception as error:
                failed.append(error)
            finally:
                self._asking.release()

        thread = threading.Thread(target=run, name="asking", daemon=True)
        thread.start()
        thread.join(self._seconds)
        if failed:
            raise failed[0]
        if not found:
            raise NoAnswer
        return found[0]
