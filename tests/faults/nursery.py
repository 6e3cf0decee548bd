"""The rig's hand on its clocks: start, kill, stop, let go on, bury, and read what they logged."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.faults.clocks import Asked

ROOT = Path(__file__).parents[2]


@dataclass
class Running:
    """A clock's process."""

    asked: Asked
    pid: int

    def signal(self, number: int) -> None:
        """Send it a signal; it is not buried yet, so its id is nobody else's."""
        os.kill(self.pid, number)

    @property
    def state(self) -> str:
        """One letter, as Linux has it: `T` is stopped, `Z` is dead."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def allow(self, file_bytes: int) -> None:
        """No file of its may grow beyond; -1 for no limit. As a full disk would be, for this process alone."""
        _, hard = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (file_bytes, hard))


@dataclass
class Nursery:
    """A process that forks clocks; every clock is gone when it is closed."""

    log: list[str] = field(default_factory=list)
    living: list[Running] = field(default_factory=list)

    def __post_init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.clocks"], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._lock = threading.Lock()

    def open(self, url: str, key: str, at: datetime, warm: Asked) -> None:
        """Which database the clocks are over. What is queued there at `at` is sent once, to warm up."""
        words = {"open": url, "key": key, "at": at.isoformat(), "warm": json.loads(warm.line())["start"]}
        if not self._ask(json.dumps(words)):
            raise AssertionError("warming up came to no end:\n" + "".join(self.log))

    def start(self, asked: Asked) -> Running:
        """A new clock."""
        running = Running(asked, int(str(self._ask(asked.line()))))
        self.living.append(running)
        return running

    def bury(self, running: Running) -> int:
        """Wait for its end; how it ended, as waitpid has it."""
        status = int(str(self._ask(json.dumps({"bury": running.pid}))))
        self.living.remove(running)
        return status

    def kill(self, running: Running) -> int:
        """As the machine would die."""
        running.signal(signal.SIGKILL)
        return self.bury(running)

    def clear(self) -> list[str]:
        """Kill whoever is left; what was logged since the last time."""
        for running in list(self.living):
            self.kill(running)
        logged = list(self.log)
        del self.log[: len(logged)]
        return logged

    def close(self) -> None:
        """End it."""
        self.clear()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._reader.join(5)
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    def _ask(self, line: str) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise AssertionError("the clocks' parent ended:\n" + "".join(self.log))
        return json.loads(answer)

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.log.append(line)
