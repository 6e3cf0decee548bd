"""When a request came in: a person waits from then on, and not from when a thread was free for it."""

import io
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import local
from typing import Any

from gunicorn.workers.gthread import ThreadWorker
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from bot.clock import stopwatch
from bot.door import MOST_BYTES

ARRIVED = "cornerstone.arrived"
"""In a WSGI environ: seconds on the stopwatch. Only a server sets it: what is sent over HTTP has other names."""

READ_WITHIN = 5.0
"""Seconds in which a request must be there in full: Slack sends one at once, and gives up after three. Whoever sends a byte now
and then would otherwise hold a connection, or a thread, for as long as they like."""

_in_hand = local()

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    arrived: float | None = None

    def received(self, data: bytes) -> int:
        read: int = super().received(data)
        if self.completed and self.arrived is None:
            self.arrived = stopwatch()
        return read


class _Task(WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[ARRIVED] = self.request.arrived
        return environ


class Channel(HTTPChannel):  # type: ignore[misc]
    """waitress's connection, which notes when each request was there in full."""

    parser_class = _Parser
    task_class = _Task
    last_activity: float
    _begun: float | None = None

    def handle_read(self) -> None:
        """What is idle for its time-out is closed by the server. Half a request counts as idle, all but for five seconds."""
        super().handle_read()
        if self.request is None:
            self._begun = None
            return
        if self._begun is None:
            self._begun = self.last_activity
        self.last_activity = self._begun - self.adj.channel_timeout + READ_WITHIN


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker, which notes when a request began to wait for a thread, and stops the app it served."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As gunicorn makes it."""
        super().__init__(*arguments, **named)
        self._reading: dict[Any, float] = {}

    def run(self) -> None:
        """Until told to stop."""
        try:
            super().run()
        finally:
            self.app.stop()

    def enqueue_req(self, conn: Any) -> None:
        """It waits from now on."""
        conn.arrived = stopwatch()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Its thread has it. A connection on which nothing has been asked yet has not waited."""
        is_asked = conn.initialized or conn.wait_for_data(0)
        _in_hand.arrived = conn.arrived if is_asked else None
        _in_hand.is_read = lambda: self._reading.pop(conn, None)
        self._reading[conn] = stopwatch()
        try:
            return super().handle(conn)
        finally:
            self._reading.pop(conn, None)

    def murder_pending(self) -> None:
        """Once a second, in the thread that waits for nobody: connections whose request does not come in full are closed."""
        super().murder_pending()
        for conn, since in list(self._reading.items()):
            if stopwatch() - since > READ_WITHIN:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)


def noted(app: App) -> App:
    """The app under gunicorn, told when each request came in."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[ARRIVED] = getattr(_in_hand, "arrived", None)
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            # One byte more says that it is too large, which is for the app to refuse.
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(MOST_BYTES + 1))
        getattr(_in_hand, "is_read", int)()
        return app(environ, start_response)

    return answer
