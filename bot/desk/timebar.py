"""The time machine as the page sees it: what it is doing, and how the last journey ended."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from bot.desk.kinds import TimeMachine
from bot.desk.world import World

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Journey:
    """A move through time: under way, or how it ended."""

    words: str
    under_way: bool
    failed: bool = False


class TimeBar:
    """One journey at a time, each in a thread of its own."""

    def __init__(self, world: World, machine: TimeMachine | None) -> None:
        self._world, self._machine = world, machine
        self._lock = threading.Lock()
        self._journey: Journey | None = None
        self._thread: threading.Thread | None = None

    @property
    def can_move(self) -> bool:
        """Whether there is a time machine at all."""
        return self._machine is not None

    @property
    def journey(self) -> Journey | None:
        """The journey under way, or the last one."""
        return self._journey

    def start(self, where: str) -> bool:
        """Set off: "day", "week" or "next". False when a journey is under way or there is no machine."""
        words = {"day": "Moving on a day", "week": "Moving on a week", "next": "Moving to the next notice"}[where]
        with self._lock:
            if self._machine is None or (self._journey and self._journey.under_way):
                return False
            self._journey = Journey(words, under_way=True)
            self._world.changes.mark("time")
            self._thread = threading.Thread(target=self._travel, args=(self._machine, where), name="time-machine", daemon=True)
            self._thread.start()
            return True

    def wait(self, seconds: float) -> Journey | None:
        """Wait for the end of the journey."""
        if self._thread:
            self._thread.join(seconds)
        return self._journey

    def _travel(self, machine: TimeMachine, where: str) -> None:
        before = len(self._world.log.sent())
        try:
            found = True
            if where == "next":
                found = machine.to_next_notice()
            else:
                machine.advance(7 if where == "week" else 1)
            self._end(_words(len(self._world.log.sent()) - before, nothing_planned=not found), failed=False)
        # The thread is the machine's only caller: whatever stops it must reach the page, and the log has the trace.
        except Exception:
            log.exception("The time machine stopped")
            self._end("The time machine stopped. The log of `cornerstone demo` says why.", failed=True)

    def _end(self, words: str, *, failed: bool) -> None:
        self._journey = Journey(words, under_way=False, failed=failed)
        self._world.changes.mark("time")


def _words(sent: int, *, nothing_planned: bool) -> str:
    if sent:
        return f"{sent} message{'s' * (sent != 1)} sent on the way."
    return "Nothing more is planned." if nothing_planned else "Nothing was sent on the way."
