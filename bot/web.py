"""The bot's HTTP side: Slack's requests, whether it lives and is ready, and what it measures."""

import hmac
import logging
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response
from slack_bolt.request.internals import parse_body
from werkzeug.exceptions import MethodNotAllowed

import handlers
from bot import metrics
from bot.arrivals import ARRIVED
from bot.clock import stopwatch
from bot.door import MOST_BYTES, Door, Refused, dress
from bot.feeding import Feed
from bot.figures.answering import Figures
from bot.installing import Installing

log = logging.getLogger(__name__)

KINDS = ("block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action")
"""What Slack calls its interactive payloads; with `command` and `event` all that is told apart in the metrics."""
LOOKED_EACH = 1.0
"""Seconds for which what `/readyz` found holds: each look takes the database's only writer, and anybody may ask."""


def build_web(
    bolt: App,
    faults: Callable[[], list[str]],
    measured: Callable[[], bytes] | None = None,
    feed: Feed | None = None,
    installing: Installing | None = None,
    figures: Figures | None = None,
    *,
    door: Door,
    metrics_token: str = "",
) -> Flask:
    """A WSGI app: `/slack/events`, `/healthz` (alive), `/readyz` (503: what is wrong), `/metrics`, `/feed/…`, `/api/v1/…`."""
    web, looked = build_monitoring(measured, metrics_token), _Looked(faults)
    if feed is not None:
        feed.register(web)
    if installing is not None:
        installing.register(web)
    if figures is not None:
        figures.register(web)
    web.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @web.post("/slack/events")
    def slack_events() -> Response:
        try:
            signature = door.admit(request)
        except Refused as refused:
            return refused.answer
        answer = Response(status=500)
        try:
            answer = to_flask_response(_answered(bolt))
        finally:
            if answer.status_code >= 500:
                door.forget(signature)
        return answer

    @web.get("/slack/events")
    def ssl_check() -> Response:
        # Slack looks now and then whether a command's address has a good certificate, and reads no answer.
        if request.args.get("ssl_check") != "1":
            raise MethodNotAllowed(["POST"])
        return Response()

    @web.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = looked()
        said = found if _may_measure(metrics_token) else []
        return jsonify({"ready": not found, "faults": said}), 503 if found else 200

    return web


def _answered(bolt: App) -> BoltResponse:
    try:
        # Before Bolt looks at it, which takes every key for what it should be.
        handlers.check(parse_body(request.get_data(as_text=True), request.mimetype))
        asked = to_bolt_request(request)
    except handlers.NotSlacksError as fault:
        log.warning("a signed payload that is not as Slack lays it out: %s", fault)
        return BoltResponse(status=fault.status)
    except (ValueError, AttributeError, TypeError, RecursionError) as fault:
        log.warning("a signed body that cannot be read: %s", type(fault).__name__)
        return BoltResponse(status=400)
    arrived = request.environ.get(ARRIVED)
    if arrived is not None:
        asked.context[handlers.ARRIVED] = arrived
    with metrics.acknowledging(kind_of(asked.body)):
        return bolt.dispatch(asked)


def build_monitoring(measured: Callable[[], bytes] | None = None, metrics_token: str = "") -> Flask:  # nosec B107 # none
    """Only `/healthz` and, where there is something measured, `/metrics`: all that a clock answers.

    Neither holds more than counts and ids. Where a token is set `/metrics` asks for it: `Authorization: Bearer …`.
    """
    web = Flask("cornerstone", static_folder=None)
    dress(web)

    @web.get("/healthz")
    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    if measured is not None:

        @web.get("/metrics")
        def shown() -> Response:
            if not _may_measure(metrics_token):
                return Response("a token is needed\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
            return Response(measured(), content_type=metrics.CONTENT_TYPE)

    return web


def _may_measure(token: str) -> bool:
    """Whether the request carries the token, where one is set; compared in the same time however much of it is right."""
    given = request.headers.get("Authorization", "")
    return not token or hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


class _Looked:
    """What keeps the bot from working, looked for once a second however often it is asked."""

    def __init__(self, faults: Callable[[], list[str]]) -> None:
        self._faults, self._turn = faults, threading.Lock()
        self._found: tuple[float, list[str]] | None = None

    def __call__(self) -> list[str]:
        with self._turn:
            if self._found is None or stopwatch() - self._found[0] >= LOOKED_EACH:
                found = self._faults()
                self._found = (stopwatch(), found)
            return self._found[1]


def kind_of(body: Any) -> str:
    """What Slack asks, in one of a few words: whatever anybody sends, the metrics do not grow."""
    if not isinstance(body, dict):
        return "other"
    if "command" in body:
        return "command"
    kind = body.get("type")
    if kind in KINDS:
        return str(kind)
    return "event" if "event" in body else "other"
