"""The databases benches run on: what is committed is on the disk, as where it matters."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.databases import Server

SETTINGS = ("max_connections=300", "shared_buffers=256MB", "max_wal_size=4GB", "log_min_messages=fatal")
"""fsync, synchronous_commit and full_page_writes stay as PostgreSQL has them: on."""


class Place(Protocol):
    """Where a bench gets its databases."""

    kind: str

    def database(self) -> str:
        """The address of a new, empty database."""

    def size_mb(self, url: str) -> float:
        """What it takes on the disk."""


class _Files:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)

    def database(self) -> str:
        return f"sqlite:///{self._folder / f'bench{next(self._numbers)}.db'}"

    def size_mb(self, url: str) -> float:
        path = Path(url.removeprefix("sqlite:///"))
        return sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*")) / 1e6


class _Server:
    kind = "postgres"

    def __init__(self, server: Server) -> None:
        self._server, self._numbers = server, count(1)

    def database(self) -> str:
        name = f"bench{next(self._numbers)}"
        self._server.execute(f"CREATE DATABASE {name}")
        return self._server.address(name)

    def size_mb(self, url: str) -> float:
        name = url.partition("?")[0].rpartition("/")[2]
        ((size,),) = self._server.execute(f"SELECT pg_database_size('{name}')")
        return int(size) / 1e6


@contextmanager
def place(kind: str) -> Iterator[Place]:
    """`sqlite`: files in a folder of their own. `postgres`: a server of its own, started for it and gone afterwards."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="bench") as folder:
            yield _Files(Path(folder))
        return
    server = Server(settings=SETTINGS)
    try:
        yield _Server(server)
    finally:
        server.close()
