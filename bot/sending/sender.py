"""Every workspace's lane, side by side: one that is sick or busy never delays another."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.clock import stopwatch
from bot.sending.lane import Lane
from bot.sending.line import HTTP_TIMEOUT, Line
from bot.sending.looking import Choice
from bot.sending.pace import MOST, PER_SECOND, Pace
from bot.sending.papers import Papers
from storage import gauges
from storage.errors import Busy, InDoubt, Unavailable
from storage.store import Store

log = logging.getLogger(__name__)

LANES = 64
"""Workspaces at once. A lane that gets no answer pauses itself, so a few sick ones never fill them."""


@dataclass(slots=True)
class Sender:
    """Claims, posts and settles; safe to run in any number of processes."""

    store: Store
    client: Callable[[str], WebClient]
    """The client for a workspace, without retry handlers; its time-out is `http_timeout`."""
    http_timeout: timedelta = HTTP_TIMEOUT
    at_once: int = MOST
    """Posts in flight of one workspace, each to another person."""
    per_second: float = PER_SECOND
    unsure: Choice = "repeat"
    """What happens where Slack gave no answer and its history cannot be read: the message may repeat, or may be missed."""
    steady: Callable[[], float] = stopwatch
    """Seconds that only go forward."""
    serves: gauges.Serves = gauges.everything
    """Whether anything is sent in a workspace: what is for one where the app is not installed waits."""
    has_calendars: bool = False
    """Calendars outside Slack reach the bot."""
    sends_files: bool = True
    """Files may lie in Slack."""
    stopping: threading.Event = field(default_factory=threading.Event)
    """Once set, what is not in flight is given back."""
    papers: Papers = field(init=False)
    """Files for the threads of messages, which no message waits for."""
    _lanes: dict[str, Lane] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)
    _pool: ThreadPoolExecutor | None = None

    def __post_init__(self) -> None:
        self.papers = Papers(self._line(), self.serves)

    def send(self, now: datetime) -> int:
        """Send what can be sent from `now` on, and wait for the end of it; how many arrived."""
        lanes = self._due()
        if len(lanes) < 2:
            return sum(lane.run(now) for lane in lanes)
        return sum(self._threads().map(lambda lane: self._run(lane, now), lanes))

    def tick(self, now: datetime) -> None:
        """The same without waiting: a lane still at work goes on, the others begin."""
        for lane in self._due():
            if lane.workspace not in self._under_way:
                self._under_way.add(lane.workspace)
                self._threads().submit(self._run, lane, now)

    def close(self) -> None:
        """Give back what is not in flight and wait for the rest."""
        self.stopping.set()
        if self._pool:
            self._pool.shutdown(wait=True)
        self.papers.close()

    def _due(self) -> list[Lane]:
        served = filter(self.serves, self.store.outbox.lanes())
        return [self._lanes.get(name) or self._lanes.setdefault(name, self._lane(name)) for name in served]

    def _lane(self, workspace: str) -> Lane:
        return Lane(workspace, self._line(), Pace(most=self.at_once, per_second=self.per_second))

    def _line(self) -> Line:
        return Line(
            store=self.store,
            client=self.client,
            http_timeout=self.http_timeout,
            at_once=self.at_once,
            unsure=self.unsure,
            steady=self.steady,
            stopping=self.stopping,
            has_calendars=self.has_calendars,
            sends_files=self.sends_files,
        )

    def _run(self, lane: Lane, now: datetime) -> int:
        """One lane's trouble is its own."""
        try:
            return lane.run(now)
        except (Busy, Unavailable, InDoubt) as held:
            log.warning("sending in %s waits: %s", lane.workspace, type(held).__name__)
        except Exception:
            log.exception("sending in %s failed; it is tried again at the next tick", lane.workspace)
        finally:
            self._under_way.discard(lane.workspace)
        return 0

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(LANES, thread_name_prefix="lane")
        return self._pool
