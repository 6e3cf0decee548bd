"""One APScheduler date job a reminder, on its SQLAlchemyJobStore: what a first version of such a bot does."""

import logging
import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event
from typing import Any
from uuid import uuid4

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_REMOVED, JobEvent
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, insert

from storage import database
from tests.bench.contenders import DUE, NOW, settle

LIMIT = 600
CHUNK = 10_000


def nothing() -> None:
    """The reminder."""


class DateJobs:
    """A job of its own for each reminder; misfire_grace_time=None, or it would drop most of them."""

    name = "APScheduler, a date job a reminder"

    def __init__(self, url: str) -> None:
        self._url, self._engine, self._pending = url, create_engine(database.address(url)), 0
        self._level = logging.getLogger("apscheduler").level
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        scheduler = self._scheduler()
        scheduler.start(paused=True)
        job = scheduler.add_job(nothing, "date", run_date=NOW, misfire_grace_time=None)
        self._state: dict[str, Any] = job.__getstate__()
        scheduler.remove_all_jobs()
        scheduler.shutdown()

    def fill(self, pending: int) -> None:
        self._add(NOW + timedelta(days=1, seconds=number * 31 % 31_536_000) for number in range(self._pending, pending))
        self._pending = max(pending, self._pending)
        settle(self._url)

    def fire(self, due: int) -> float:
        self._add(DUE for _ in range(due))
        executed, removed, over = count(1), count(1), (Event(), Event())
        scheduler = self._scheduler()

        def heard(event: JobEvent) -> None:
            is_removal = event.code == EVENT_JOB_REMOVED
            if next(removed if is_removal else executed) == due:
                over[is_removal].set()

        scheduler.add_listener(heard, EVENT_JOB_EXECUTED | EVENT_JOB_REMOVED)
        began = time.perf_counter()
        scheduler.start()
        if not all(each.wait(LIMIT) for each in over):
            raise SystemExit(f"APScheduler had not fired {due} jobs after {LIMIT} seconds")
        took = time.perf_counter() - began
        scheduler.shutdown()
        return took

    def close(self) -> None:
        logging.getLogger("apscheduler").setLevel(self._level)  # others who log in this process go on
        self._engine.dispose()

    def _scheduler(self) -> BackgroundScheduler:
        self._store = SQLAlchemyJobStore(engine=self._engine)
        return BackgroundScheduler(jobstores={"default": self._store}, timezone=UTC)

    def _add(self, moments: Iterator[datetime]) -> None:
        """Straight into its table, as it would pickle them: adding a million one by one takes it half an hour."""
        rows: list[dict[str, Any]] = []
        with self._engine.begin() as connection:
            for moment in moments:
                rows.append(self._row(moment))
                if len(rows) == CHUNK:
                    connection.execute(insert(self._store.jobs_t), rows)
                    rows.clear()
            if rows:
                connection.execute(insert(self._store.jobs_t), rows)

    def _row(self, moment: datetime) -> dict[str, Any]:
        job_id = uuid4().hex
        trigger = self._state["trigger"].__class__(run_date=moment)
        state = self._state | {"id": job_id, "next_run_time": moment, "trigger": trigger}
        pickled = pickle.dumps(state, pickle.HIGHEST_PROTOCOL)
        return {"id": job_id, "next_run_time": moment.timestamp(), "job_state": pickled}


class DateJobsInWal(DateJobs):
    """The same in a SQLite with a write-ahead log, which nobody gets who does not ask for it."""

    name = f"{DateJobs.name}, with a write-ahead log"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
