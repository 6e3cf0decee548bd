"""The bot's HTTP side: Slack's requests, and whether it lives and is ready."""

from collections.abc import Callable

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response

MOST_BYTES = 1_000_000
"""Slack's largest payload is a view of 250 kB, form-encoded; anything far beyond is not Slack."""


def build_web(bolt: App, faults: Callable[[], list[str]]) -> Flask:
    """A WSGI app: `/slack/events`, `/healthz` (alive) and `/readyz` (503 with what is wrong)."""
    web = Flask("cornerstone")
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
        return to_flask_response(bolt.dispatch(asked))

    @web.get("/healthz")
    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @web.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = faults()
        return jsonify({"ready": not found, "faults": found}), 503 if found else 200

    return web
