"""What is measured: counts in this process (all of gunicorn's together), and what the database says when asked.

Nothing of prometheus_client is imported before it is needed: it decides at its first import whether several processes count
together, and gunicorn's master says so only once it starts (`counting_together`).
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.bounded import Bounded, NoAnswer
from scheduling.errors import SupervisionError
from storage import gauges

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.core import Metric

    from storage.store import Store

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder in which several processes count together."""
SCRAPE_SECONDS = 2.0
"""How long the database may take; a scrape without its figures is better than none."""
ACK_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0)
"""Seconds; Slack gives up after three."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
NO_DATABASE = (NoAnswer, SupervisionError, SQLAlchemyError, OSError)
"""Whatever a database that cannot be asked comes out as."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What this process counts."""

    registry: CollectorRegistry
    answers: Counter
    acks: Histogram


@cache
def counts() -> Counts:
    """Made when first needed, once a process."""
    from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

    registry = CollectorRegistry()
    if TOGETHER not in os.environ:
        ProcessCollector(registry=registry)
    named = ("method", "code")
    answers = Counter("cornerstone_slack_answers", "Answers of Slack's Web API: ok, or its code.", named, registry=registry)
    acks = Histogram(
        "cornerstone_ack_seconds", "From Slack's request to our answer.", ("kind",), registry=registry, buckets=ACK_BUCKETS
    )
    return Counts(registry, answers, acks)


def answered(method: str, code: str) -> None:
    """Slack answered a call: `ok`, its code, or what went wrong on the way."""
    counts().answers.labels(method, code).inc()


def acknowledging(kind: str) -> AbstractContextManager[Any]:
    """Time a request of Slack's, from here to the end of the block."""
    return counts().acks.labels(kind).time()


@contextmanager
def counting_together() -> Iterator[dict[str, Any]]:
    """For gunicorn's master, before its workers: a folder for their counts, gone at the end. Gives gunicorn's settings.

    A folder the environment names is used as it is, emptied of what earlier processes counted.
    """
    given = os.environ.get(TOGETHER)
    folder = given or tempfile.mkdtemp(prefix="cornerstone-metrics-")
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - the name is the environment's
    for entry in os.scandir(folder):
        if entry.name.endswith(".db"):
            os.unlink(entry.path)  # noqa: PTH108
    os.environ[TOGETHER] = folder
    master = os.getpid()
    try:
        yield {"child_exit": _forget_worker}
    finally:
        # A worker leaves by the same way, after the fork: only the master takes the folder away.
        if os.getpid() == master and not given:
            shutil.rmtree(folder, ignore_errors=True)


def _forget_worker(_server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


class Exposition:
    """`/metrics` of one process, its database's figures with it."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        seconds: float = SCRAPE_SECONDS,
        serves: gauges.Serves = gauges.everything,
    ) -> None:
        """`now` is asked at each scrape; of workspaces that nobody `serves` it is not told how long something waits."""
        self._now = now
        self._gauges = Bounded(lambda: gauges.read(store, now(), serves), seconds)

    def __call__(self) -> bytes:
        """In Prometheus's text format. A database that does not answer costs its figures and `seconds`, no more."""
        from prometheus_client import CollectorRegistry, generate_latest, multiprocess

        registry = counts().registry
        if TOGETHER in os.environ:
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        own = CollectorRegistry()
        own.register(_Collected(self._figures()))
        return generate_latest(registry) + generate_latest(own)

    def _figures(self) -> list[Metric]:
        try:
            found = self._gauges.answer()
        except NO_DATABASE:
            return [_gauge("database_up", "Whether the database answers.", 0), _build()]
        return [_gauge("database_up", "Whether the database answers.", 1), _build(), *_stored(found, self._now())]


class _Collected:
    """Figures read already, as prometheus_client wants them."""

    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> list[Metric]:
        return self._found


def _stored(found: gauges.Gauges, now: datetime) -> list[Metric]:
    made = [
        _by("outbox_messages", "Posts, edits and deletions that ask for something.", "state", found.by_state),
        _gauge(
            "oldest_unsent_seconds", "How long the oldest message has been due and not gone.", _age(found.oldest_unsent_at, now)
        ),
        _gauge("sweep_lag_seconds", "How long the oldest due notice has waited for a clock.", _age(found.sweep_due_at, now)),
        _by("alarms", "Alarms that stand.", "name", found.alarms),
    ]
    if found.clock_beat_at:
        made.append(_gauge("clock_beat_age_seconds", "Since a clock was last alive.", _age(found.clock_beat_at, now)))
    return made


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0


def _gauge(name: str, what: str, value: float) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(f"cornerstone_{name}", what, value)


def _by(name: str, what: str, label: str, values: dict[str, int]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    made = GaugeMetricFamily(f"cornerstone_{name}", what, labels=[label])
    for key, value in sorted(values.items()):
        made.add_metric([key], value)
    return made


def _build() -> Metric:
    from prometheus_client.core import InfoMetricFamily

    said = {"version": version("cornerstone"), "python": platform.python_version()}
    return InfoMetricFamily("cornerstone_build", "What runs here.", said)
