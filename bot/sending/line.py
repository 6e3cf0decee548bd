"""What every lane works with, and how long a send is somebody's own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from slack_sdk import WebClient

from bot.sending.looking import Choice
from storage.errors import Busy, InDoubt, Unavailable
from storage.store import Store

T = TypeVar("T")
HELD = (Busy, InDoubt, Unavailable)
NOTE_TRIES = 20
NOTE_AGAIN = timedelta(seconds=0.5)
"""With the database's own patience well within the lease."""
HTTP_TIMEOUT = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Line:
    """What a lane works with."""

    store: Store
    client: Callable[[str], WebClient]
    http_timeout: timedelta
    at_once: int
    unsure: Choice
    steady: Callable[[], float]
    stopping: threading.Event
    has_calendars: bool
    """Calendars outside Slack reach the bot, so messages may offer entries for them."""
    sends_files: bool
    """Files may lie in Slack: a manager's month comes with its chart and workbook, and a report where it is asked for."""

    def tried(self, note: Callable[[], T]) -> T:
        """Write something down even if the database is held for a while. Raises what it raises then."""
        for _ in range(NOTE_TRIES):
            try:
                return note()
            except HELD:
                self.stopping.wait(NOTE_AGAIN.total_seconds())
        return note()

    @property
    def guard(self) -> timedelta:
        """A post is handed to Slack within this of being written down as sending, or not at all."""
        return self.http_timeout / 2

    @property
    def lease(self) -> timedelta:
        """Longer than guard and time-out, so that nobody takes over a send that is still in flight."""
        return self.http_timeout * 3

    @property
    def patience(self) -> timedelta:
        """So long after it was last known to be on its way a post is there or never will be."""
        return self.guard + self.http_timeout
