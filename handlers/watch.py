"""One clock for everybody who waits: what has to happen at an instant, unless it has been settled before."""

import heapq
import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Condition, Thread

log = logging.getLogger(__name__)

FINISHED_WITHIN = 5.0
"""Seconds for what is still to be done when the process is told to stop."""


APART = 0.02
"""Seconds the watch sleeps at least: with a hundred requests a second it would wake for each, and nearly all are answered."""


class Watch:
    """One thread for all, asleep until the next instant. What is to happen must be quick."""

    def __init__(self, stopwatch: Callable[[], float]) -> None:
        """Its thread starts with the first thing to watch for: after a server has forked, never before."""
        self._stopwatch = stopwatch
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._number = itertools.count()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._stopped = False

    def at(self, instant: float, act: Callable[[], object]) -> bool:
        """Let it happen then, in seconds on the stopwatch. False once the watch has stopped: it will not happen."""
        with self._changed:
            if self._stopped:
                return False
            heapq.heappush(self._due, (instant, next(self._number), act))
            if self._thread is None:
                self._thread = Thread(target=self._keep, name="watch", daemon=True)
                self._thread.start()
            elif self._due[0][2] is act:
                self._changed.notify()
            return True

    def stop(self) -> list[Callable[[], object]]:
        """Stop. Answers what has not happened, soonest first."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread:
            self._thread.join()
        return [act for _, _, act in sorted(self._due)]

    def _keep(self) -> None:
        while (act := self._next()) is not None:
            try:
                act()
            except Exception:
                log.exception("something that was due could not be done; the others are not kept waiting")

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            while not self._stopped:
                left = self._due[0][0] - self._stopwatch() if self._due else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(None if left is None else max(left, APART))
            return None


class Afterwards:
    """What is done once Slack has its answer, out of the way of those who wait for theirs."""

    def __init__(self, stopwatch: Callable[[], float], threads: int = 4) -> None:
        """`threads` at once; a thread starts when there is something to do."""
        self._stopwatch = stopwatch
        self._watch = Watch(stopwatch)
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="afterwards")

    def do(self, act: Callable[[], None], seconds: float = 0.0) -> bool:
        """Do it so many seconds from now. False where the process is stopping: it will not be done."""
        if seconds > 0:
            return self._watch.at(self._stopwatch() + seconds, lambda: self.do(act))
        try:
            self._pool.submit(_logged, act)
        except RuntimeError:
            log.warning("the process is stopping: something to be done afterwards was left")
            return False
        return True

    def drop(self) -> None:
        """Begin nothing more, and wait for nothing."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def stop(self) -> None:
        """Do now what was to be done later, each once, and stop."""
        for act in self._watch.stop():
            act()
        with suppress(RuntimeError):  # dropped before
            wait([self._pool.submit(int)], FINISHED_WITHIN)  # all before it have begun, or the time is up
        self._pool.shutdown(wait=True, cancel_futures=True)


def _logged(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:
        log.exception("something to be done afterwards failed")
