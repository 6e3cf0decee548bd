"""Cornerstone's processes as a council starts them, and the desk they speak to."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.clock import MovableClock
from bot.desk import Desk
from bot.desk.client import Person
from tests.bot.council import KEY, ROOT, SECRET, TOKEN

RUN = [sys.executable, "-X", "faulthandler", "-c", "from bot.cli import main; main()"]
PATIENCE = 60.0


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Nothing of this computer's but the path."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "HOME": str(home), "CORNERSTONE_HOME": str(home), **settings}


def cornerstone(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*RUN, *arguments],
        cwd=home,
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
    )


@dataclass
class Process:
    """A command that goes on until it is stopped."""

    popen: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        streams = ((self.popen.stdout, self.said), (self.popen.stderr, self.logged))
        self._readers = [threading.Thread(target=self._read, args=each) for each in streams]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: object, lines: list[str]) -> None:
        for line in stream:  # type: ignore[attr-defined]
            lines.append(line)

    @property
    def log(self) -> str:
        return "".join(self.logged)

    def kill(self) -> int:
        """As the machine would die."""
        return self.end(signal.SIGKILL)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Stop it; how it ended."""
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        code = self.popen.wait(timeout=PATIENCE)
        for reader in self._readers:
            reader.join(timeout=5)
        for stream in (self.popen.stdout, self.popen.stderr):
            if stream:
                stream.close()
        return code


@dataclass
class Site:
    """A council's computer: its settings, its database, and the Slack it speaks to."""

    home: Path
    desk: Desk
    clock: MovableClock
    queued: int
    """How many people are told something at nine on the first morning."""
    started: list[Process] = field(default_factory=list)

    def settings(self, **more: str) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.desk.api_url,
            "CORNERSTONE_KEYS": KEY,
            "CORNERSTONE_CLOCK": str(self.home / "clock.json"),
            "PORT": "0",
            "WEB_CONCURRENCY": "2",  # also on a machine of two processors, where one would do
            **more,
        }

    @property
    def database(self) -> Path:
        return self.home / "cornerstone.db"

    def start(self, *arguments: str, **more: str) -> Process:
        process = Process(
            subprocess.Popen(
                [*RUN, *arguments],
                cwd=self.home,
                env=environment(self.home, **self.settings(**more)),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        self.started.append(process)
        return process

    def run(self, **more: str) -> Process:
        """Everything in one process, answering, and known to the desk."""
        process = self.start("run", **more)
        self.until(lambda: process.said or process.popen.poll() is not None)
        found = re.search(r"http://[\d.:]+/slack/events", "".join(process.said))
        assert found, process.log
        self.desk.bot_url = found[0]
        return process

    def ask(self, path: str) -> tuple[int, str]:
        """The bot's web side, asked for a page."""
        url = self.desk.bot_url.replace("/slack/events", path)
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def person(self, staff_id: str) -> Person:
        return self.desk.as_person(f"U{staff_id}")

    def until(self, holds: object, wait: float = PATIENCE) -> None:
        """Wait until this holds; it must."""
        if not self.desk.until(holds, wait):  # type: ignore[arg-type]
            logs = "\n".join(process.log for process in self.started)
            raise AssertionError(f"It did not happen within {wait} seconds. The processes say:\n{logs}")

    def at(self, instant: datetime) -> None:
        self.clock.set_to(instant)


@contextmanager
def stopped(site: Site) -> Iterator[Site]:
    """Whatever a test started is gone afterwards."""
    try:
        yield site
    finally:
        site.desk.faults.switch_off()
        for process in site.started:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
