"""The bot's web server in this process: waitress in a thread, stopped without cutting anybody off."""

import errno
import logging
import threading
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from bot.arrivals import Channel
from bot.door import MOST_BYTES
from bot.settings import SettingsFault

STOP = "cornerstone.stop"
"""In a Flask app's extensions: what its server calls when it has answered everybody, and before the process ends."""
MOST_HEADERS = 32_768
"""Bytes of a request's headers; Slack's have about a thousand, and a proxy adds as many."""
FINISHED_WITHIN = 4.0
"""Seconds a request in hand may take at the end; Slack has given up on it by then."""


class WebServer:
    """One app, served until stopped. Raises SettingsFault where its port is taken."""

    def __init__(self, app: Flask, *, host: str, port: int, threads: int) -> None:
        """Port 0 takes any that is free."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits a moment
        self._sockets: dict[int, Any] = {}
        try:
            self._server = create_server(
                app,
                host=host,
                port=port,
                threads=threads,
                connection_limit=500,
                max_request_header_size=MOST_HEADERS,
                max_request_body_size=MOST_BYTES,
                cleanup_interval=1,
                map=self._sockets,
                ident=None,
            )
        except OSError as error:
            raise SettingsFault(_cannot(error, host, port)) from None
        self._server.channel_class = Channel
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more, finish what is in hand, close every socket in the server's own thread."""
        if not self._thread.is_alive():
            return
        self._server.trigger.pull_trigger(lambda: wasyncore.dispatcher.close(self._server))
        self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=FINISHED_WITHIN)
        self._server.trigger.pull_trigger(self._close_all)
        self._thread.join(timeout=5)
        self._server.trigger.close()

    def _close_all(self) -> None:
        for each in list(self._sockets.values()):
            if each is not self._server.trigger:
                each.handle_close()
        self._sockets.clear()


def _cannot(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT: {port} is in use on {host}; stop what is using it, or set another"
    if error.errno == errno.EACCES:
        return f"PORT: {port} is not open to this user; set one above 1023"
    return f"HOST: {host!r} is not an address of this computer; 127.0.0.1 or 0.0.0.0, say"
