"""The bot's HTTP side: Slack's requests, whether it lives and is ready, and what it measures."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response

import handlers
from bot import metrics
from bot.arrivals import ARRIVED
from bot.feeding import Feed
from bot.installing import Installing

MOST_BYTES = 1_000_000
"""Slack's largest payload is a view of 250 kB, form-encoded; anything far beyond is not Slack."""
KINDS = ("block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action")
"""What Slack calls its interactive payloads; with `command` and `event` all that is told apart in the metrics."""


def build_web(
    bolt: App,
    faults: Callable[[], list[str]],
    measured: Callable[[], bytes] | None = None,
    feed: Feed | None = None,
    installing: Installing | None = None,
) -> Flask:
    """A WSGI app: `/slack/events`, `/healthz` (alive), `/readyz` (503 with what is wrong), `/metrics` and `/feed/…`."""
    web = build_monitoring(measured)
    if feed is not None:
        feed.register(web)
    if installing is not None:
        installing.register(web)
    web.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @web.post("/slack/events")
    def slack_events() -> Response:
        # Bolt reads both before it has checked the signature, so what anybody may send must not reach it.
        if not request.headers.get("X-Slack-Request-Timestamp", "").isdecimal():
            return Response("not signed\n", 401, mimetype="text/plain")
        try:
            asked = to_bolt_request(request)
        except (ValueError, AttributeError, TypeError):
            return Response("not a request of Slack's\n", 400, mimetype="text/plain")
        arrived = request.environ.get(ARRIVED)
        if arrived is not None:
            asked.context[handlers.ARRIVED] = arrived
        with metrics.acknowledging(kind_of(asked.body)):
            return to_flask_response(bolt.dispatch(asked))

    @web.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = faults()
        return jsonify({"ready": not found, "faults": found}), 503 if found else 200

    return web


def build_monitoring(measured: Callable[[], bytes] | None = None) -> Flask:
    """Only `/healthz` and, where there is something measured, `/metrics`: all that a clock answers.

    Neither asks who asks, and neither holds more than counts and ids: keep `/metrics` inside the council's network.
    """
    web = Flask("cornerstone")

    @web.get("/healthz")
    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    if measured is not None:

        @web.get("/metrics")
        def shown() -> Response:
            return Response(measured(), content_type=metrics.CONTENT_TYPE)

    return web


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
