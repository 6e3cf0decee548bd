"""pgqueuer: jobs in PostgreSQL, enqueued with `execute_after`."""

import asyncio
import logging
import time
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import asyncpg
from pgqueuer import AsyncpgDriver, PgQueuer, Queries
from pgqueuer.models import Job

from tests.bench.contenders import BATCH, DUE, NOW, connect, settle

FUTURE = """
    INSERT INTO pgqueuer (priority, status, entrypoint, execute_after)
    SELECT 0, 'queued', 'nothing', %s::timestamptz + interval '1 day' + (n::bigint * 31 %% 31536000) * interval '1 second'
    FROM generate_series(%s::int, %s::int) n"""
DUE_NOW = """
    INSERT INTO pgqueuer (priority, status, entrypoint, execute_after)
    SELECT 0, 'queued', 'nothing', %s::timestamptz FROM generate_series(1, %s::int)"""
LEFT = "SELECT count(*) FROM pgqueuer WHERE execute_after <= now()"


class Jobs:
    """A deferred job a reminder; a worker that ends once all that is due is done and written down."""

    name = "pgqueuer, ten at a time as it comes"
    batch = 10

    def __init__(self, url: str) -> None:
        self._url, self._pending = url, 0
        logging.getLogger("pgqueuer").setLevel(logging.CRITICAL)
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
            took = asyncio.run(self._work(due))
            if left := connection.execute(LEFT).fetchone()[0]:
                raise SystemExit(f"pgqueuer left {left} of {due}")
        return took

    def close(self) -> None:
        """Every run closed its own connection."""

    async def _connection(self) -> asyncpg.Connection:
        address = urlsplit(self._url)
        (folder,) = parse_qs(address.query)["host"]
        return await asyncpg.connect(host=folder, user=address.username, database=address.path.lstrip("/"))

    async def _install(self) -> None:
        connection = await self._connection()
        await Queries(AsyncpgDriver(connection)).install()
        await connection.close()

    async def _work(self, due: int) -> float:
        connection = await self._connection()
        worker = PgQueuer(AsyncpgDriver(connection))
        fired = 0

        @worker.entrypoint("nothing")
        async def nothing(job: Job) -> None:
            nonlocal fired
            fired += 1
            if fired == due:
                worker.shutdown.set()

        began = time.perf_counter()
        await worker.run(batch_size=self.batch)
        took = time.perf_counter() - began
        await connection.close()
        return took


class JobsByTheHundred(Jobs):
    """The same with batches as large as the outbox's."""

    name = f"pgqueuer, {BATCH} at a time"
    batch = BATCH
