"""APScheduler only ticks: sweep, send, morning message, nightly. All truth is in the database."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.acquaintance import match_people
from bot.clock import Clock
from bot.sender import Sender
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticks:
    """What the clock does, each a function of this instant and safe to run in any number of processes."""

    store: Store
    sender: Sender
    clock: Clock
    workspace: str

    def sweep(self) -> None:
        """Queue the notices that have come due, gathered into one morning message a person."""
        sweep(self.store, self.workspace, self.clock.now())

    def send(self) -> int:
        """Send what is queued; how many were sent."""
        return self.sender.send(self.clock.now())

    def nightly(self) -> None:
        """Derive everything anew; repair and report what differs from the index."""
        report = nightly(self.store, self.workspace, self.clock.now())
        log.info("nightly: %s", report)

    def acquaint(self) -> None:
        """Match people to their Slack accounts: newcomers, and changes of time zone."""
        match_people(self.store, self.sender.client(self.workspace), self.workspace, self.clock.now())

    def begin(self) -> None:
        """At the start: meet everybody, so that the first messages find them, and make good what came due meanwhile."""
        for name, job in (("heartbeat", self.heartbeat), ("acquaint", self.acquaint), ("sweep", self.sweep)):
            logged(name, job)()

    def heartbeat(self) -> None:
        """Say that a clock is alive, for the web processes to see."""
        self.store.heartbeats.beat("clock", self.clock.now())


def build_scheduler(ticks: Ticks, zone: ZoneInfo) -> BackgroundScheduler:
    """A scheduler in memory with a handful of jobs (`scheduling-facts.md`, APScheduler 3.11)."""
    scheduler = BackgroundScheduler(
        timezone=zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    jobs: tuple[tuple[str, Callable[[], object], object], ...] = (
        ("sweep", ticks.sweep, IntervalTrigger(seconds=30, timezone=zone)),
        # Nine o'clock sharp as well, so that the morning message never waits for the half minute.
        ("morning", ticks.sweep, CronTrigger(hour=9, minute=0, second=0, timezone=zone)),
        ("send", ticks.send, IntervalTrigger(seconds=1, timezone=zone)),
        ("acquaint", ticks.acquaint, CronTrigger(hour=7, minute=0, timezone=zone)),
        ("heartbeat", ticks.heartbeat, IntervalTrigger(seconds=60, timezone=zone)),
        # 02:30 exists once on every day but two of the year: deriving twice gives the same.
        ("nightly", ticks.nightly, CronTrigger(hour=2, minute=30, timezone=zone)),
    )
    for name, job, trigger in jobs:
        scheduler.add_job(logged(name, job), trigger, id=name)
    return scheduler


def logged(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """A job: a tick that fails is logged and tried again at the next: one bad minute must not stop the clock."""

    def tick() -> None:
        try:
            job()
        except Exception:
            log.exception("tick %s failed; it runs again at its next time", name)

    return tick
