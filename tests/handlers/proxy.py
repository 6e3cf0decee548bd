"""A line to a PostgreSQL that can be slow, frozen, or cut at the worst moment."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto

COMMIT = b"COMMIT\x00"
"""As psycopg asks for it: `READ COMMITTED` is something else."""


class Trouble(Enum):
    """What is wrong with the line."""

    NONE = auto()
    FROZEN = auto()
    """Nothing passes, either way; nothing is closed."""
    DOWN = auto()
    """Every connection breaks at once, and no new one stands."""
    COMMIT_LOST = auto()
    """It breaks when a COMMIT is on its way: the server never gets it."""
    ANSWER_LOST = auto()
    """It breaks when the server answers a COMMIT: it is stored, and nobody is told."""
    COMMIT_HELD = auto()
    """A COMMIT is on its way until the trouble is over; whatever else is asked passes."""


class Proxy:
    """Between a bot's database driver and the server's socket. `times` troubles happen, then the line is good again."""

    def __init__(self, target: str) -> None:
        """`target` is the path of the server's Unix socket."""
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._changed = threading.Condition()
        self._trouble, self._then = Trouble.NONE, Trouble.NONE
        self._left, self.hits = 0, 0
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def switch(self, trouble: Trouble, times: int = 1_000_000, *, then: Trouble = Trouble.NONE) -> None:
        """From now on; `then`, once it has happened so many times."""
        with self._changed:
            self._trouble, self._left, self._then = trouble, times, then
            self._changed.notify_all()
            if trouble is Trouble.DOWN:
                self._cut(*self._lines)

    def until_hit(self, hits: int = 1, seconds: float = 30.0) -> None:
        """Wait until so many have met trouble at a COMMIT."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.hits >= hits, seconds), f"{self.hits} of {hits} met trouble"

    def close(self) -> None:
        """Cut everything."""
        self.switch(Trouble.DOWN)
        self._cut(self._listener)
        for thread in self._threads:
            thread.join(timeout=5)

    def _start(self, act: object, *arguments: object) -> None:
        thread = threading.Thread(target=act, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._trouble is Trouble.DOWN:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
            with self._changed:
                self._lines |= {client, server}
            asked = threading.Event()
            self._start(self._carry, client, server, asked, True)
            self._start(self._carry, server, client, asked, False)

    def _carry(self, near: socket.socket, far: socket.socket, asked: threading.Event, to_server: bool) -> None:
        """`asked`: a COMMIT has gone to the server, and its answer is to be lost."""
        try:
            while data := near.recv(65536):
                self._pass(data, asked, to_server=to_server)
                far.sendall(data)
        except OSError:
            pass
        finally:
            self._cut(near, far)

    def _pass(self, data: bytes, asked: threading.Event, *, to_server: bool) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._trouble is not Trouble.FROZEN)
            if not to_server and asked.is_set():
                raise ConnectionAbortedError
            if self._trouble is Trouble.DOWN and not asked.is_set():
                raise ConnectionAbortedError
            if to_server and COMMIT in data:
                self._meet_commit(asked)

    def _meet_commit(self, asked: threading.Event) -> None:
        trouble = self._trouble
        if trouble not in (Trouble.COMMIT_LOST, Trouble.ANSWER_LOST, Trouble.COMMIT_HELD):
            return
        self.hits, self._left = self.hits + 1, self._left - 1
        if self._left <= 0:
            self._trouble = self._then
        self._changed.notify_all()
        if trouble is Trouble.COMMIT_LOST:
            raise ConnectionAbortedError
        if trouble is Trouble.ANSWER_LOST:
            asked.set()
        if trouble is Trouble.COMMIT_HELD:
            self._changed.wait_for(lambda: self._trouble is not Trouble.COMMIT_HELD)

    def _cut(self, *lines: socket.socket) -> None:
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        with self._changed:
            self._lines -= set(lines)


@contextmanager
def proxied(url: str) -> Iterator[tuple[str, Proxy]]:
    """A database of `tests/databases.py` behind a proxy: its address from now on, and the proxy."""
    name, _, folder = url.partition("@/")[2].partition("?host=")
    proxy = Proxy(f"{folder}/.s.PGSQL.5432")
    try:
        yield f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}", proxy
    finally:
        proxy.close()
