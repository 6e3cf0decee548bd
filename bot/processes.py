"""The processes: everything in one, or web and clock apart, as the Procfile starts them."""

import atexit
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from bot import discreet
from bot.clock import Clock
from bot.door import Seen
from bot.feeding import Feed, serving_alone
from bot.figures.answering import Figures
from bot.memory import settle
from bot.metrics import Exposition
from bot.serving import STOP, WebServer
from bot.settings import Settings, SettingsFault, read_for_slack
from bot.ticks import build_scheduler
from bot.web import build_monitoring, build_web
from bot.wiring import (
    WEB_THREADS,
    bring_up,
    build_bolt,
    build_clock,
    build_deps,
    build_door,
    build_store,
    build_ticks,
    build_watching,
    build_workspaces,
    faults_of,
)
from bot.workspaces import Workspaces
from storage.store import Store


def run() -> None:
    """Answer Slack and keep the clock, in one process, until told to stop."""
    told = told_to_stop()
    with _started() as (settings, store, clock):
        workspaces = build_workspaces(settings, store)
        bolt = build_bolt(settings, build_deps(settings, store, clock, workspaces), workspaces)
        measured, feed = Exposition(store, clock.now, serves=workspaces.serves), Feed(store, clock.now)
        figures = Figures(store, clock.now)
        web = build_web(
            bolt.app,
            lambda: faults_of(store),
            measured,
            feed,
            bolt.installing,
            figures,
            door=build_door(settings),
            metrics_token=settings.cornerstone_metrics_token,
        )
        server = None if settings.slack_app_token else _server(web, settings)
        with (
            _measuring(settings, measured),
            _ticking(settings, store, clock, workspaces),
            build_watching(settings, store, clock, "run", workspaces),
        ):
            if server:
                _serve(server, settings, told)
            else:
                with serving_alone(settings, feed, figures):
                    _listen(bolt.app, settings, told)
        bolt.stop()


def web() -> None:
    """Answer Slack over HTTP: gunicorn with threads (the figures are in `slack-facts.md`)."""
    from bot.gunicorn import serve_with_gunicorn, workers_of

    discreet.begin()
    settings = read_for_slack()
    if settings.slack_app_token:
        raise SettingsFault("SLACK_APP_TOKEN: set, so start `cornerstone run` (Socket Mode), or leave it out for HTTP")
    seen = Seen(is_shared=workers_of(settings) > 1)
    serve_with_gunicorn(settings, lambda: _web_app(settings, seen))


def clock() -> None:
    """Sweep, send and check, until told to stop."""
    told = told_to_stop()
    with _started() as (settings, store, clock):
        workspaces = build_workspaces(settings, store)
        with (
            _measuring(settings, Exposition(store, clock.now, serves=workspaces.serves)),
            _ticking(settings, store, clock, workspaces),
            build_watching(settings, store, clock, "clock", workspaces),
        ):
            settle()
            print("Cornerstone's clock is running. Stop with Ctrl-C.", flush=True)
            told.wait()


def told_to_stop() -> threading.Event:
    """Set by Ctrl-C or a polite kill."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    return told


def _server(app: Flask, settings: Settings) -> WebServer:
    return WebServer(app, host=settings.host, port=settings.port, threads=WEB_THREADS)


def _serve(server: WebServer, settings: Settings, told: threading.Event) -> None:
    server.start()
    settle()
    print(f"Cornerstone answers on http://{settings.host}:{server.port}/slack/events. Stop with Ctrl-C.", flush=True)
    told.wait()
    server.stop()


def _listen(bolt: Any, settings: Settings, told: threading.Event) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    socket = SocketModeHandler(bolt, settings.slack_app_token, concurrency=WEB_THREADS)
    socket.connect()
    settle()
    print("Cornerstone is connected to Slack by Socket Mode. Stop with Ctrl-C.", flush=True)
    told.wait()
    socket.close()


@contextmanager
def _measuring(settings: Settings, measured: Exposition) -> Iterator[None]:
    """`/metrics` and `/healthz` on a port of their own, where the settings name one."""
    if settings.cornerstone_metrics_port is None:
        yield
        return
    port = settings.cornerstone_metrics_port
    try:
        monitoring = build_monitoring(measured, settings.cornerstone_metrics_token)
        server = WebServer(monitoring, host=settings.host, port=port, threads=2)
    except SettingsFault as fault:
        raise SettingsFault(fault.sentence.replace("PORT:", "CORNERSTONE_METRICS_PORT:", 1)) from None
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _ticking(settings: Settings, store: Store, clock: Clock, workspaces: Workspaces) -> Iterator[None]:
    ticks = build_ticks(settings, store, clock, workspaces)
    scheduler = build_scheduler(ticks, settings.zone)
    scheduler.add_job(ticks.begin)
    scheduler.start()
    try:
        yield
    finally:
        ticks.sender.stopping.set()
        scheduler.shutdown(wait=True)
        ticks.sender.close()


@contextmanager
def _started() -> Iterator[tuple[Settings, Store, Clock]]:
    discreet.begin()
    settings = read_for_slack()
    store = build_store(settings)
    try:
        bring_up(store)
        yield settings, store, build_clock(settings)
    finally:
        store.close()


def _web_app(settings: Settings, seen: Seen) -> Flask:
    """In a worker, after the fork: its threads and connections are its own."""
    store, clock = build_store(settings), build_clock(settings)
    workspaces = build_workspaces(settings, store)
    watching = build_watching(settings, store, clock, "web", workspaces)
    watching.start()
    atexit.register(watching.stop)
    bolt = build_bolt(settings, build_deps(settings, store, clock, workspaces), workspaces)
    web = build_web(
        bolt.app,
        lambda: faults_of(store),
        Exposition(store, clock.now, serves=workspaces.serves),
        Feed(store, clock.now),
        bolt.installing,
        Figures(store, clock.now),
        door=build_door(settings, seen),
        metrics_token=settings.cornerstone_metrics_token,
    )
    web.extensions[STOP] = bolt.stop
    return web
