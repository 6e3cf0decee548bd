"""When a request came in: a person waits from then on, and not from when a thread was free for it."""

from collections.abc import Callable, Iterable
from threading import local
from typing import Any

from gunicorn.workers.gthread import ThreadWorker
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from bot.clock import stopwatch

ARRIVED = "cornerstone.arrived"
"""In a WSGI environ: seconds on the stopwatch. Only a server sets it: what is sent over HTTP has other names."""

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


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker, which notes when a request began to wait for a thread, and stops the app it served."""

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
        return super().handle(conn)


def noted(app: App) -> App:
    """The app under gunicorn, told when each request came in."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[ARRIVED] = getattr(_in_hand, "arrived", None)
        return app(environ, start_response)

    return answer
