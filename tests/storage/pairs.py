"""A primary of PostgreSQL and its standby: two servers, one of which takes over when the other dies."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import QUIET, Server

REPLICATING = ("wal_level=replica", "max_wal_senders=4", "hot_standby=on", "synchronous_commit=remote_apply")
"""Given after `QUIET`, the last of two settings holds."""


class Pair:
    """Both hold the same: the primary answers a COMMIT once the standby has it."""

    def __init__(self) -> None:
        """Both run; whoever writes is led to the primary."""
        self.primary = Server(settings=(*QUIET, *REPLICATING))
        self.standby = Server(settings=(*QUIET, *REPLICATING))
        self.standby.stop()
        data = self.standby.folder / "data"
        shutil.rmtree(data)
        self.standby.run("pg_basebackup", "-D", data, "-R", "-d", self.primary.address("postgres"), "--checkpoint=fast")
        self.standby.start()
        self.primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.execute("SELECT pg_reload_conf()")

    def address(self, name: str) -> str:
        """As DATABASE_URL names both."""
        return f"postgresql://postgres@/{name}?host={self.primary.folder}&host={self.standby.folder}"

    def fail_over(self) -> None:
        """The standby takes the place of the primary, which is dead."""
        self.standby.run("pg_ctl", "-D", self.standby.folder / "data", "-w", "promote")

    def close(self) -> None:
        """Leave nothing behind."""
        for server in (self.primary, self.standby):
            server.close()


@contextmanager
def paired() -> Iterator[Pair]:
    """While it lasts."""
    pair = Pair()
    try:
        yield pair
    finally:
        pair.close()
