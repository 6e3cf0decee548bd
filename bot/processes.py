"""The processes: everything in one, or web and clock apart, as the Procfile starts them."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from bot.clock import Clock
from bot.settings import Settings, SettingsFault, check_for_slack, read
from bot.ticks import build_scheduler, logged
from bot.web import build_web
from bot.wiring import WEB_THREADS, build_bolt, build_clock, build_deps, build_store, build_ticks
from storage.store import Store

log = logging.getLogger(__name__)


def run() -> None:
    """Answer Slack and keep the clock, in one process, until told to stop."""
    with _started() as (settings, store, clock):
        bolt = build_bolt(settings, build_deps(settings, store, clock))
        ticks = build_ticks(settings, store, clock)
        scheduler = build_scheduler(ticks, settings.zone)
        scheduler.add_job(logged("acquaint", ticks.acquaint))  # once at the start, so that the first messages know everybody
        scheduler.start()
        try:
            if settings.slack_app_token:
                from slack_bolt.adapter.socket_mode import SocketModeHandler

                socket = SocketModeHandler(bolt, settings.slack_app_token)
                socket.connect()
                print("Cornerstone is connected to Slack by Socket Mode. Stop with Ctrl-C.", flush=True)
                until_told_to_stop()
                socket.close()
            else:
                serve(build_web(bolt, store.is_ready), settings)
        finally:
            scheduler.shutdown(wait=True)


def web() -> None:
    """Answer Slack over HTTP: gunicorn with threads (the figures are in `slack-facts.md`)."""
    from bot.gunicorn import serve_with_gunicorn

    settings = read()
    check_for_slack(settings)
    if settings.slack_app_token:
        raise SettingsFault("SLACK_APP_TOKEN: set, so start `cornerstone run` (Socket Mode), or leave it out for HTTP")
    serve_with_gunicorn(settings, lambda: _web_app(settings))


def clock() -> None:
    """Sweep, send and check, until told to stop."""
    with _started() as (settings, store, clock):
        ticks = build_ticks(settings, store, clock)
        scheduler = build_scheduler(ticks, settings.zone)
        scheduler.add_job(logged("acquaint", ticks.acquaint))  # once at the start, so that the first messages know everybody
        scheduler.start()
        print("Cornerstone's clock is running. Stop with Ctrl-C.", flush=True)
        until_told_to_stop()
        scheduler.shutdown(wait=True)


def serve(app: Flask, settings: Settings) -> None:
    """Serve `app` from this process until told to stop."""
    from waitress.server import create_server

    server = create_server(app, host=settings.host, port=settings.port, threads=WEB_THREADS, connection_limit=500)
    thread = threading.Thread(target=server.run, name="web", daemon=True)
    thread.start()
    print(f"Cornerstone answers on http://{settings.host}:{server.effective_port}/slack/events. Stop with Ctrl-C.", flush=True)
    until_told_to_stop()
    server.close()


def until_told_to_stop() -> None:
    """Wait for Ctrl-C or a polite kill."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    told.wait()


@contextmanager
def _started() -> Iterator[tuple[Settings, Store, Clock]]:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    settings = read()
    check_for_slack(settings)
    store = build_store(settings)
    try:
        store.upgrade()
        yield settings, store, build_clock(settings)
    finally:
        store.close()


def _web_app(settings: Settings) -> Flask:
    store = build_store(settings)
    return build_web(build_bolt(settings, build_deps(settings, store, build_clock(settings))), store.is_ready)
