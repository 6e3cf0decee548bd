"""Real processes to measure: `cornerstone web` over a council, and the bare yardstick."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from cryptography.fernet import Fernet

from storage import SINGLE, packs
from storage.store import Store
from tests.bench.load import SECRET

BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is ready."""

    port: int
    process: subprocess.Popen[bytes]
    ready_seconds: float

    @property
    def resident_mb(self) -> float:
        """Memory of the process and its children, shared pages counted once (PSS)."""
        everyone = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        return sum(each.memory_full_info().pss for each in everyone) / 1e6


@dataclass(frozen=True, slots=True)
class Council:
    """A database with people and cases, and its key."""

    url: str
    """For DATABASE_URL."""
    key: str

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open it."""
        store = Store(self.url, keys=[self.key], policy=packs.load("wokingham"))
        try:
            yield store
        finally:
            store.close()


def new_council(url: str) -> Council:
    """The tables, in an empty database."""
    council = Council(url, Fernet.generate_key().decode())
    with council.store() as store:
        store.upgrade()
    return council


def link_everyone(council: Council) -> None:
    """Give everybody a Slack account, as matching by e-mail would."""
    with council.store() as store, store.work(SINGLE, datetime.now(UTC)) as work:  # noqa: TID251  a bench runs in real time
        for person in work.people.everyone():
            work.people.link_slack(person.id, f"U{person.id}", "Europe/London")
        work.commit()


@contextmanager
def served(arguments: Sequence[str], environment: dict[str, str]) -> Iterator[Running]:
    """Start a server on a free port; ended at the end. `{port}` in an argument is the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [each.format(port=port) for each in arguments],
        env={**os.environ, **environment, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield Running(port, process, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server was not ready within 30 seconds")


def cornerstone(command: str, council: Council, api: str) -> tuple[list[str], dict[str, str]]:
    """`cornerstone run|web` over a council."""
    return [str(BIN / "cornerstone"), command], {
        "DATABASE_URL": council.url,
        "CORNERSTONE_KEYS": council.key,
        "SLACK_BOT_TOKEN": "xoxb-desk-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api,
        "SLACK_APP_TOKEN": "",
        "CORNERSTONE_REQUESTS_A_MINUTE": "1000000",  # a few managers ask for everybody
    }
