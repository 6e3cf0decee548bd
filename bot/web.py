"""The bot's HTTP side: Slack's requests, and whether it lives and is ready."""

from collections.abc import Callable

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

MOST_BYTES = 1_000_000
"""Slack's largest payload is a view of 250 kB, form-encoded; anything far beyond is not Slack."""


def build_web(bolt: App, faults: Callable[[], list[str]]) -> Flask:
    """A WSGI app: `/slack/events`, `/healthz` (alive) and `/readyz` (503 with what is wrong)."""
    web = Flask("cornerstone")
    web.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    slack = SlackRequestHandler(bolt)

    @web.post("/slack/events")
    def slack_events() -> Response:
        return slack.handle(request)

    @web.get("/healthz")
    def healthz() -> Response:
        return Response("alive\n", mimetype="text/plain")

    @web.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = faults()
        return jsonify({"ready": not found, "faults": found}), 503 if found else 200

    return web
