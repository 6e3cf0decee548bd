"""The desk's web server: waitress in a thread, on this machine only."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Response
from waitress import wasyncore
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

_DROP = "x-desk-drop"
_CUT = "x-desk-cut"
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def require_loopback(host: str) -> None:
    """The desk has no passwords, so it listens to nobody but this machine."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(f"The desk serves only this machine (127.0.0.1 or localhost), not {host!r}.")


def drop_connection() -> Response:
    """An answer that never arrives: the server closes the line instead."""
    return Response(headers={_DROP: "1"})


def cut_short(answer: Response) -> Response:
    """Of this answer only the first half arrives: then the server closes the line."""
    answer.headers[_CUT] = "1"
    return answer


def _first_half(answer: Iterable[bytes]) -> Iterator[bytes]:
    whole = b"".join(answer)
    yield whole[: len(whole) // 2]
    raise ClientDisconnected


class _Severing:
    """Closes the line where the app asked for it."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked: set[str] = set()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            asked.update(name.lower() for name, _ in headers)
            if _DROP in asked:
                raise ClientDisconnected
            return start_response(status, [each for each in headers if each[0].lower() != _CUT], *rest)

        answer = self._app(environ, start)
        return _first_half(answer) if _CUT in asked else answer


class _Task(WSGITask):  # type: ignore[misc]
    """Sends scope headers in lower case as Slack does: Bolt looks for just that, and waitress writes capitals."""

    def build_response_header(self) -> bytes:
        header: bytes = super().build_response_header()
        for name in (b"X-Oauth-Scopes:", b"X-Accepted-Oauth-Scopes:"):
            header = header.replace(b"\r\n" + name, b"\r\n" + name.lower())
        return header


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        words = f"Port {port} on {host} cannot be used ({error.strerror}). Stop what is using it, or name another port."
        raise OSError(error.errno, words) from error


class LocalServer:
    """One WSGI app, served until stopped. Port 0 takes any that is free."""

    def __init__(self, app: WsgiApp, host: str, port: int, *, threads: int = 24, request_seconds: float = 60.0) -> None:
        """`request_seconds`: after so long without a word, a line is closed whose request has not come in full."""
        require_loopback(host)
        # waitress warns of every request that waits a moment while its threads start.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            _Severing(app),
            map=self._sockets,
            sockets=[_bound("127.0.0.1" if host == "localhost" else host, port)],
            threads=threads,
            connection_limit=500,
            asyncore_loop_timeout=1,
            ident=None,
        )
        self._server.channel_class = _Channel
        # Set here, since waitress takes whole seconds only: it looks a few times in that time.
        self._server.adj.channel_timeout = request_seconds
        self._server.adj.cleanup_interval = self._server.adj.asyncore_loop_timeout = min(1.0, request_seconds / 4)
        self.host, self.port = str(self._server.effective_host), int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="desk-server", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Let running requests finish, then close every socket in the server's own thread."""
        if not self._thread.is_alive():
            return
        self._server.task_dispatcher.shutdown(timeout=5)
        self._server.trigger.pull_trigger(self._close_all)
        self._thread.join(5)
        # Only now: closed by the server's thread, it could be gone before the line above had pulled it.
        self._server.trigger.close()

    def _close_all(self) -> None:
        for each in list(self._sockets.values()):
            if isinstance(each, HTTPChannel):
                each.handle_close()
            elif each is self._server:
                wasyncore.dispatcher.close(each)
        self._sockets.clear()
