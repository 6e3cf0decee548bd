"""Watches over the bot from every process that has its database: the clocks, what waits, the database itself.

One thread a process, a look a minute; beside the scheduler, because a scheduler that hangs is among what is watched.
"""

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Self
from zlib import crc32

from bot.alarms import Teller
from bot.bounded import Bounded
from bot.clock import Clock
from bot.metrics import NO_DATABASE
from bot.outage import Outage
from bot.pulse import LATE_AFTER, STOPPED_AFTER, Pulse, name_of
from bot.remedies import UNREACHABLE
from bot.ticks import logged
from storage import gauges
from storage.alarms import EVERYWHERE
from storage.store import Store

log = logging.getLogger(__name__)

EACH = timedelta(seconds=60)
ON_TIME_AGAIN = timedelta(minutes=10)
"""Apart from `LATE_AFTER`, so that a queue around it is no alarm a minute."""
DATABASE_SECONDS = 20.0
"""How long a look may hang before the database counts as gone."""
FINISHED_WITHIN = 5.0
"""Seconds at the end of the process for a look in hand."""


@dataclass(slots=True)
class Watchman:
    """What one process sees: alarms begin and end by it. Telling them is another's work."""

    store: Store
    kind: str
    """`web`, `clock` or `run`: what this process is."""
    serves: gauges.Serves = gauges.everything
    """Whether anything is sent in a workspace: what waits where the app is not installed is no trouble of ours."""
    _pulse: Pulse = field(default_factory=Pulse)
    _unswept_from: dict[str, datetime] = field(default_factory=dict)
    """By workspace: since which look the sweep is behind there though a clock runs."""

    def look(self, now: datetime) -> None:
        """Write that this process lives, which shows that the database can be written to, and see what is wrong.

        Raises what the database raises.
        """
        self.store.heartbeats.beat(f"{name_of(f'watch-{self.kind}')}:{self.store.key_mark}", now)
        found = gauges.read(self.store, now, self.serves)
        self._see_clocks(found, now)
        self._see_sweep(found, now)
        self._see_backlog(found, now)
        self._see_failed(now)

    def _see_clocks(self, found: gauges.Gauges, now: datetime) -> None:
        beat_at = found.clock_beat_at
        if self._pulse.has_stopped(beat_at, now):
            self.store.alarms.begin(EVERYWHERE, "clock_stopped", now=beat_at or now)
        elif beat_at and now - beat_at < STOPPED_AFTER:
            self.store.alarms.end(EVERYWHERE, "clock_stopped", now=now)

    def _see_sweep(self, found: gauges.Gauges, now: datetime) -> None:
        """Behind at every look for a while: after an import, a sleep or a start the first sweep has to come round."""
        beat_at = found.clock_beat_at
        runs = beat_at is not None and now - beat_at < STOPPED_AFTER  # else that is the alarm
        late = {each for each, since in found.unswept_since.items() if now - since >= ON_TIME_AGAIN}
        self._unswept_from = {each: self._unswept_from.get(each, now) for each in late if runs}
        for workspace, seen_at in self._unswept_from.items():
            since = found.unswept_since[workspace]
            if now - since > LATE_AFTER and now - seen_at >= ON_TIME_AGAIN:
                self.store.alarms.begin(workspace, "sweep", now=since)
        for alarm in self.store.alarms.standing():
            if alarm.name == "sweep" and alarm.workspace not in late:
                self.store.alarms.end(alarm.workspace, "sweep", now=now)

    def _see_backlog(self, found: gauges.Gauges, now: datetime) -> None:
        for workspace, since in found.unsent_since.items():
            if now - since > LATE_AFTER:
                self.store.alarms.begin(workspace, "backlog", now=since)
        for alarm in self.store.alarms.standing():
            waits_since = found.unsent_since.get(alarm.workspace, now)
            if alarm.name == "backlog" and now - waits_since < ON_TIME_AGAIN:
                self.store.alarms.end(alarm.workspace, "backlog", now=now)

    def _see_failed(self, now: datetime) -> None:
        """Told once, until nothing has failed for a day; people out of reach have an alarm of their own."""
        failed = gauges.failed_lately(self.store, now, besides=UNREACHABLE)
        for workspace, number in failed.items():
            self.store.alarms.begin(workspace, "failed", detail=str(number), now=now)
        for alarm in self.store.alarms.standing():
            if alarm.name == "failed" and alarm.workspace not in failed:
                self.store.alarms.end(alarm.workspace, "failed", now=now)


class Watching:
    """The thread that looks once a minute. Start it after a fork; it ends with the process, or when told to stop."""

    def __init__(self, watchman: Watchman, teller: Teller, outage: Outage, clock: Clock) -> None:
        """`clock` is asked once a second, so that a clock set ahead brings the next look."""
        self._watchman, self._teller, self._outage, self._clock = watchman, teller, outage, clock
        self._look = Bounded(lambda: watchman.look(clock.now()), DATABASE_SECONDS)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """No further look; the one in hand may finish."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(FINISHED_WITHIN)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.stop()

    def look(self, now: datetime) -> None:
        """Once: see, then tell. A database that cannot be used is part of what is looked for."""
        try:
            self._look.answer()
        except NO_DATABASE as trouble:
            log.warning("the database could not be used: %s", type(trouble).__name__)
            self._outage.is_down(now)
            return
        self._outage.is_up(now)
        self._teller.tell(now)

    def _run(self) -> None:
        # Processes started together look at different moments, so that rarely two see an outage at once.
        looked_at = self._clock.now() - EACH + timedelta(seconds=crc32(name_of("").encode()) % EACH.seconds)
        while not self._stopping.wait(1.0):
            now = self._clock.now()
            if abs(now - looked_at) >= EACH:
                looked_at = now
                logged("watch", partial(self.look, now))()
