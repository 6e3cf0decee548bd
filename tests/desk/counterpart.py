"""A small real Bolt app on real HTTP, for the desk to speak to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from flask import Flask, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient

from bot.desk import Command, Desk, Member, Shortcut, Timing
from bot.desk.serving import LocalServer

LONDON = ZoneInfo("Europe/London")
SECRET, TOKEN = "desk-secret", "xoxb-desk-tests"
SCOPES = ("chat:write", "commands", "im:write", "im:history", "users:read", "users:read.email", "team:read", "files:write")
ANN, TOM, SUE, GONE = "U0ANN", "U0TOM", "U0SUE", "U0GONE"
PEOPLE = [
    Member(ANN, "ann.example", "Ann Example", "ann@council.example", role="Social worker"),
    Member(TOM, "tom.sample", "Tom Sample", "tom@council.example", role="Team manager"),
    Member(SUE, "sue.invented", "Sue Invented", "sue@council.example", role="Service manager", is_admin=True),
    Member(GONE, "gus.gone", "Gus Gone", "gus@council.example", role="Left", deleted=True),
]
COMMANDS = [
    Command("/decision", "Log an ad hoc decision", "REF what because why", should_escape=True),
    Command("/plain", "Takes names as handles"),
    Command("/late"),
    Command("/broken"),
]
SHORTCUTS = [Shortcut("log_decision", "Log a decision"), Shortcut("from_message", "Log as ad hoc decision", "message")]


@dataclass
class Clock:
    """The desk's clock: stands still until it is moved."""

    at: datetime = datetime(2026, 3, 23, 9, 0, tzinfo=LONDON)

    def __call__(self) -> datetime:
        return self.at

    def on(self, **length: float) -> None:
        """Let time pass."""
        self.at += timedelta(**length)


@dataclass
class Bot:
    """The Bolt app with its address, and what it was sent."""

    app: App
    server: LocalServer
    seen: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def make_desk(clock: Callable[[], datetime], **settings: Any) -> Desk:
    """A desk with the people above. Only the retries of events come sooner than Slack's."""
    usual: dict[str, Any] = {
        "people": PEOPLE,
        "signing_secret": SECRET,
        "bot_token": TOKEN,
        "scopes": SCOPES,
        "clock": clock,
        "commands": COMMANDS,
        "shortcuts": SHORTCUTS,
        "events": ("app_home_opened", "message.im"),
        "timing": Timing(event_retry_seconds=(0.0, 0.05, 0.1)),
    }
    return Desk(**{**usual, **settings})


def client_of(desk: Desk, token: str = TOKEN) -> WebClient:
    """A client as the bot should use it: nothing is sent again by itself."""
    return WebClient(token=token, base_url=desk.api_url, retry_handlers=[], timeout=60)


def start_bot(desk: Desk) -> Bot:
    """A Bolt app on a port of its own, wired to the desk. Tests add listeners to `bot.app`."""
    app = App(name="counterpart", client=client_of(desk), signing_secret=SECRET, token_verification_enabled=False)
    front, handler = Flask("counterpart"), SlackRequestHandler(app)
    bot = Bot(app, LocalServer(front, "127.0.0.1", 0, threads=8))

    @front.post("/slack/events")
    def events() -> Any:
        request.get_data(cache=True)  # Bolt reads the raw body after us, for the signature
        body = json.loads(request.form["payload"]) if "payload" in request.form else request.form.to_dict()
        bot.seen.append(body or request.get_json())
        bot.headers.append({name.lower(): value for name, value in request.headers.items()})
        return handler.handle(request)

    bot.server.start()
    desk.bot_url = f"{bot.server.url}/slack/events"
    return bot


def sleep_past(seconds: float) -> None:
    """Really wait: for what Slack measures in real time."""
    time.sleep(seconds)


def post_json(url: str, body: object) -> tuple[int, str]:
    """A plain POST, as `respond` makes it."""
    ask = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(ask, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def plain(text: str) -> dict[str, str]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def text_input(block_id: str, action_id: str = "text", **more: Any) -> dict[str, Any]:
    """An input block with a text field."""
    element = {"type": "plain_text_input", "action_id": action_id, **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with Save."""
    usual = {"type": "modal", "callback_id": "form", "title": plain("A form"), "submit": plain("Save")}
    return {**usual, "blocks": list(blocks) or [text_input("why")], **more}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A Home tab."""
    return {"type": "home", "blocks": list(blocks)}
