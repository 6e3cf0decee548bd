"""The yardstick: a Bolt command that only acks, on the same server with the same threads."""

import sys
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.door import Door
from bot.gunicorn import serve_with_gunicorn
from bot.serving import STOP
from bot.settings import read
from bot.web import build_web
from bot.wiring import WEB_THREADS
from tests.bench.load import SECRET


def build(api: str) -> Flask:
    """A Bolt app with one command that acks and does nothing."""
    executor = ThreadPoolExecutor(max_workers=WEB_THREADS)
    app = App(
        client=WebClient(token="xoxb-desk-bench", base_url=api, retry_handlers=[]),
        signing_secret=SECRET,
        token_verification_enabled=False,
        listener_executor=executor,
    )

    @app.command("/decision")
    def only_acks(ack: Ack) -> None:
        ack(text="ok")

    web = build_web(app, lambda: [], door=Door(SECRET))
    web.extensions[STOP] = executor.shutdown
    return web


if __name__ == "__main__":
    serve_with_gunicorn(read(port=int(sys.argv[1])), lambda: build(sys.argv[2]))
