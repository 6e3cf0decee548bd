"""The yardsticks: a Bolt command that only acks, or commits one row by the bare driver first; our server, our threads."""

import sqlite3
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import uuid4

from flask import Flask
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.door import Door
from bot.gunicorn import serve_with_gunicorn
from bot.serving import STOP
from bot.settings import read
from bot.web import build_web
from bot.wiring import WEB_THREADS
from tests.bench.contenders import connect
from tests.bench.load import SECRET


def build(api: str, keep: Callable[[str], None]) -> Flask:
    """A Bolt app with one command that keeps what was typed, and acks."""
    executor = ThreadPoolExecutor(max_workers=WEB_THREADS)
    app = App(
        client=WebClient(token="xoxb-desk-bench", base_url=api, retry_handlers=[]),
        signing_secret=SECRET,
        token_verification_enabled=False,
        listener_executor=executor,
    )

    @app.command("/decision")
    def acks(ack: Ack, command: dict[str, str]) -> None:
        keep(command["text"])
        ack(text="ok")

    web = build_web(app, lambda: [], door=Door(SECRET))
    web.extensions[STOP] = executor.shutdown
    return web


def nowhere(_url: str) -> Callable[[str], None]:
    """It is lost with the process."""
    return lambda _typed: None


def in_file(url: str) -> Callable[[str], None]:
    """One row, committed by SQLite, which lets one at a time."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    turn = threading.Lock()

    def keep(typed: str) -> None:
        with turn:
            connection.execute("INSERT INTO bare_rows VALUES (?, ?)", (uuid4().hex, typed))

    return keep


def on_server(url: str) -> Callable[[str], None]:
    """One row, committed by PostgreSQL, over one connection a thread."""
    here = threading.local()

    def keep(typed: str) -> None:
        if not hasattr(here, "connection"):
            here.connection = connect(url)
        here.connection.execute("INSERT INTO bare_rows VALUES (%s, %s)", (uuid4().hex, typed))

    return keep


def main(port: int, api: str, *wanted: str) -> None:
    """Serve; `row` to keep what is typed."""
    settings = read(port=port)
    url = settings.url.replace("+psycopg", "")
    if wanted:
        with closing(connect(url)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS bare_rows (id VARCHAR PRIMARY KEY, typed VARCHAR)")
    kept = nowhere if not wanted else in_file if url.startswith("sqlite") else on_server
    serve_with_gunicorn(settings, lambda: build(api, kept(url)))  # connected after the fork


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
