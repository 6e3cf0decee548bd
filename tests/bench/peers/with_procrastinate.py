"""procrastinate: tasks in PostgreSQL, deferred with `schedule_at`."""

import asyncio
import logging
import time
from contextlib import closing

from procrastinate import App, PsycopgConnector

from tests.bench.contenders import DUE, NOW, connect, settle

AT_ONCE = 20
FUTURE = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)
    SELECT 'default', 'nothing', %s::timestamptz + interval '1 day' + (n::bigint * 31 %% 31536000) * interval '1 second'
    FROM generate_series(%s::int, %s::int) n"""
DUE_NOW = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)
    SELECT 'default', 'nothing', %s::timestamptz FROM generate_series(1, %s::int)"""
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at <= now() AND status <> 'succeeded'"


class Tasks:
    """A deferred task a reminder; a worker that runs what is due and ends."""

    name = "procrastinate"

    def __init__(self, url: str) -> None:
        self._url, self._pending = url, 0
        self._level = logging.getLogger("procrastinate").level
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        asyncio.run(self._install())

    def fill(self, pending: int) -> None:
        if pending > self._pending:
            with closing(connect(self._url)) as connection:
                connection.execute(FUTURE, (NOW, self._pending + 1, pending))
            self._pending = pending
            settle(self._url)

    def fire(self, due: int) -> float:
        with closing(connect(self._url)) as connection:
            connection.execute(DUE_NOW, (DUE, due))
            took = asyncio.run(self._work())
            if left := connection.execute(LEFT).fetchone()[0]:
                raise SystemExit(f"procrastinate left {left} of {due}")
        return took

    def close(self) -> None:
        """Every run closed its own connections; others who log in this process go on."""
        logging.getLogger("procrastinate").setLevel(self._level)

    def _app(self) -> App:
        app = App(connector=PsycopgConnector(conninfo=self._url))

        @app.task(name="nothing")
        async def nothing() -> None:
            """The reminder."""

        return app

    async def _install(self) -> None:
        async with self._app().open_async() as app:
            await app.schema_manager.apply_schema_async()

    async def _work(self) -> float:
        async with self._app().open_async() as app:
            began = time.perf_counter()
            await app.run_worker_async(wait=False, concurrency=AT_ONCE, install_signal_handlers=False, listen_notify=False)
            return time.perf_counter() - began
