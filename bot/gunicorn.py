"""gunicorn, told from here what the council's settings say."""

import os
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from bot import discreet
from bot.arrivals import App, Worker, noted
from bot.memory import settle
from bot.metrics import counting_together
from bot.serving import STOP
from bot.settings import Settings
from bot.wiring import WEB_THREADS

PROCESSORS = 4
"""From so many on two processes answer over PostgreSQL. With fewer they and the database keep each other waiting, and whoever
saves something may wait for both: one is as quick at its quickest, and lets people wait half as long at fifty a second. SQLite
has a single writer, and its waiting processes only poll: there one process takes turns faster.
"""
KEPT_OPEN = 75
"""Seconds a connection may be idle: longer than a load balancer keeps its own (60 is usual). Otherwise a request of Slack's
could reach one that is being closed, and be lost."""


class _Log(Logger):  # type: ignore[misc]
    """gunicorn's own, which quotes nothing either."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(discreet.Discreet(discreet.FORMAT))


class _Server(BaseApplication):  # type: ignore[misc]
    """Builds the app in each worker, after the fork: no connection is shared."""

    def __init__(self, build: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._build = build
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> App:
        self._web = self._build()
        settle()
        return noted(self._web)

    def stop(self) -> None:
        """The worker has answered everybody."""
        self._web.extensions[STOP]()


def workers_of(settings: Settings, processors: int | None = None) -> int:
    """How many processes answer, on a machine of so many processors (this one) where WEB_CONCURRENCY does not say."""
    if settings.url.startswith("sqlite"):
        return 1
    return settings.web_concurrency or (2 if (processors or os.cpu_count() or 1) >= PROCESSORS else 1)


def serve_with_gunicorn(settings: Settings, build: Callable[[], Flask]) -> None:
    """Serve until told to stop: 128 threads in all, in as many workers as `workers_of` says."""
    workers = workers_of(settings)
    options = {
        "bind": f"{settings.host}:{settings.port}",
        "workers": workers,
        "worker_class": Worker,
        "threads": WEB_THREADS // workers,
        "keepalive": KEPT_OPEN,
        "graceful_timeout": 10,
        "accesslog": None,
        "logger_class": _Log,
        "proc_name": "cornerstone-web",
    }
    with counting_together() as counting:
        _Server(build, options | counting).run()
