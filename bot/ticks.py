"""APScheduler only ticks: sweep, send, morning message, nightly. All truth is in the database."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.acquaintance import match_people
from bot.clock import Clock, Setbacks
from bot.pulse import name_of
from bot.sending import Sender
from bot.slack_calls import NotTaken
from storage import SINGLE
from storage.errors import Busy, InDoubt, Unavailable
from storage.lifecycle import running
from storage.lifecycle.schedule import Schedule, ours
from storage.rederive import nightly
from storage.stopping import Stopped
from storage.store import Store
from storage.sweep import due_workspaces, sweep

log = logging.getLogger(__name__)

SET_BACK = timedelta(seconds=30)
"""What a clock may be corrected by without anybody waiting long for it."""
OUTAGES = (Busy, Unavailable, InDoubt)
"""Nothing is wrong with us: the database is held, or does not answer. A line in the log, and on at the next tick."""


def single() -> Collection[str]:
    """One token, one workspace."""
    return (SINGLE,)


@dataclass(frozen=True, slots=True)
class Ticks:
    """What the clock does, each a function of this instant and safe to run in any number of processes."""

    store: Store
    sender: Sender
    clock: Clock
    workspaces: Callable[[], Collection[str]] = single
    """Those with a Slack account to be matched with; of the others nothing is done (`Sender.serves`)."""
    setbacks: Setbacks = field(default_factory=Setbacks)
    schedule: Schedule = field(default_factory=ours)
    """How long what is kept is kept."""

    def told(self) -> bool:
        """Whether to stop: what takes long does so between two transactions, and is gone on with by whoever starts next."""
        return self.sender.stopping.is_set()

    def sweep(self) -> None:
        """Queue the notices that have come due, gathered into one morning message a person, wherever anything has."""
        now = self.clock.now()
        for workspace in filter(self.sender.serves, due_workspaces(self.store, now)):
            _apart("sweep", workspace, lambda name: sweep(self.store, name, now, self.told))

    def send(self) -> int:
        """Send what is queued; how many were sent."""
        return self.sender.send(self.clock.now())

    def send_on(self) -> None:
        """The same without waiting for slow answers: each workspace goes on by itself."""
        self.sender.tick(self.clock.now())

    def put_files(self) -> int:
        """Draw the files that belong into threads and put them there; how many threads have theirs."""
        return self.sender.papers.put(self.clock.now())

    def put_files_on(self) -> None:
        """The same without waiting for it."""
        self.sender.papers.tick(self.clock.now())

    def nightly(self) -> None:
        """Derive everything anew and compare every ladder with what was sent; repair and report what differs.

        Then erase what goes by itself: text that has been on the case system for long enough, and what was never stored.
        """
        now = self.clock.now()
        for workspace in filter(self.sender.serves, self.store.workspaces()):
            _apart("nightly", workspace, lambda name: self._nightly(name, now))
            _apart("erase", workspace, self.erase)

    def _nightly(self, workspace: str, now: datetime) -> None:
        log.info("nightly of %s: %s", workspace, nightly(self.store, workspace, now, self.told))

    def erase(self, workspace: str) -> None:
        """What goes each night by itself."""
        if number := running.nightly(self.store, workspace, self.clock.now(), self.schedule, self.told):
            log.info("erased of %s, as the schedule says: %d", workspace, number)

    def acquaint(self) -> None:
        """Match people to their Slack accounts: newcomers, and changes of time zone."""
        now = self.clock.now()
        for workspace in self.workspaces():
            _apart("acquaint", workspace, lambda name: self._match(name, now))

    def _match(self, workspace: str, now: datetime) -> None:
        try:
            match_people(self.store, self.sender.client(workspace), workspace, now, self.sender.stopping)
        except NotTaken as refusal:
            log.warning("nobody of %s is matched to Slack now (%s); who is to be told is looked up then", workspace, refusal)

    def begin(self) -> None:
        """At the start: meet everybody, so that the first messages find them, and make good what came due meanwhile."""
        for name, job in (("heartbeat", self.heartbeat), ("acquaint", self.acquaint), ("sweep", self.sweep)):
            logged(name, job)()

    def heartbeat(self) -> None:
        """Say that a clock is alive, for the web processes to see; and see to what waits by a time that was set back."""
        now = self.clock.now()
        self.store.heartbeats.beat(name_of("clock"), now)
        if (by := self.setbacks.since_last(now)) > SET_BACK:
            number = self.store.outbox.set_back(now)
            log.warning("the computer's clock was set back by %.0f seconds; %d waited by it", by.total_seconds(), number)


def build_scheduler(ticks: Ticks, zone: ZoneInfo) -> BackgroundScheduler:
    """A scheduler in memory with a handful of jobs (`scheduling-facts.md`, APScheduler 3.11)."""
    scheduler = BackgroundScheduler(
        timezone=zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    jobs: tuple[tuple[str, Callable[[], object], object], ...] = (
        ("sweep", ticks.sweep, IntervalTrigger(seconds=30, timezone=zone)),
        # Nine o'clock sharp as well, so that the morning message never waits for the half minute.
        ("morning", ticks.sweep, CronTrigger(hour=9, minute=0, second=0, timezone=zone)),
        ("send", ticks.send_on, IntervalTrigger(seconds=1, timezone=zone)),
        ("files", ticks.put_files_on, IntervalTrigger(seconds=5, timezone=zone)),
        ("acquaint", ticks.acquaint, CronTrigger(hour=7, minute=0, timezone=zone)),
        ("heartbeat", ticks.heartbeat, IntervalTrigger(seconds=60, timezone=zone)),
        # 02:30 exists once on every day but two of the year: deriving twice gives the same.
        ("nightly", ticks.nightly, CronTrigger(hour=2, minute=30, timezone=zone)),
    )
    for name, job, trigger in jobs:
        scheduler.add_job(logged(name, job), trigger, id=name)
    return scheduler


def _apart(tick: str, workspace: str, job: Callable[[str], object]) -> None:
    """For one workspace: what goes wrong there is logged, and the others have their turn."""
    try:
        job(workspace)
    except Stopped:
        log.info("tick %s of %s: told to stop; whoever starts next goes on from here", tick, workspace)
    except OUTAGES as error:
        log.warning("tick %s of %s: %s; it goes on at its next time", tick, workspace, type(error).__name__)
    except Exception:
        log.exception("tick %s of %s failed; it runs again at its next time", tick, workspace)


def logged(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """A job: a tick that fails is logged and tried again at the next: one bad minute must not stop the clock."""

    def tick() -> None:
        try:
            job()
        except OUTAGES as error:
            log.warning("tick %s: %s; it goes on at its next time", name, type(error).__name__)
        except Exception:
            log.exception("tick %s failed; it runs again at its next time", name)

    return tick
