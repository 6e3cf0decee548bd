"""The desk: a local, strict stand-in for Slack, for the demo and the acceptance tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask

from bot.desk.api import api_blueprint
from bot.desk.client import Person
from bot.desk.delivery import Deliveries
from bot.desk.faults import Faults
from bot.desk.guard import guard
from bot.desk.hooks import hooks_blueprint
from bot.desk.interactions import Interactions
from bot.desk.kinds import Command, Json, Member, Shortcut, TimeMachine, Timing, Workspace
from bot.desk.logs import Call, Delivery, Log, Sent
from bot.desk.manifest import from_manifest
from bot.desk.modals import Modals
from bot.desk.outgoing import Line
from bot.desk.page import page_blueprint
from bot.desk.serving import LocalServer
from bot.desk.timebar import TimeBar
from bot.desk.world import World

T = TypeVar("T")


class Desk:
    """A workspace with the app installed. The bot reaches it by the Web API at `api_url`, people by the page at `url`."""

    def __init__(
        self,
        *,
        people: Iterable[Member],
        signing_secret: str,
        bot_token: str,
        scopes: Sequence[str],
        clock: Callable[[], datetime],
        bot_url: str = "http://127.0.0.1:3001/slack/events",
        time_machine: TimeMachine | None = None,
        commands: Sequence[Command] = (),
        shortcuts: Sequence[Shortcut] = (),
        events: Sequence[str] = ("app_home_opened",),
        tabs: Sequence[str] = ("home", "messages"),
        workspace: Workspace | None = None,
        timing: Timing | None = None,
        zone: str = "Europe/London",
    ) -> None:
        self.world = World(
            people=people,
            bot_token=bot_token,
            scopes=scopes,
            clock=clock,
            commands=commands,
            shortcuts=shortcuts,
            events=events,
            tabs=tabs,
            workspace=workspace,
            timing=timing,
        )
        self._line = Line(bot_url, signing_secret, self.world.timing.ack_seconds)
        self.deliveries = Deliveries(self.world, self._line)
        self.interactions = Interactions(self.world, self.deliveries)
        self.modals = Modals(self.world, self.deliveries, self.interactions)
        self.time_bar = TimeBar(self.world, time_machine)
        self._server: LocalServer | None = None
        self.app = Flask("bot.desk", static_folder=None)
        guard(self.app)
        self.app.register_blueprint(api_blueprint(self.world))
        self.app.register_blueprint(hooks_blueprint(self.world, self.interactions))
        self.app.register_blueprint(page_blueprint(self.world, self.interactions, self.modals, self.time_bar, zone))

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any], **settings: Any) -> Desk:
        """A desk whose scopes, commands, shortcuts, events and tabs are those of the app's manifest."""
        return cls(**{**from_manifest(manifest), **settings})

    # -- running

    def serve(self, host: str = "127.0.0.1", port: int = 3000) -> str:
        """Answer on this machine, from threads of its own. Returns the address."""
        self._server = LocalServer(self.app, host, port, request_seconds=self.world.timing.request_seconds)
        self.world.url = self._server.url
        self._server.start()
        return self.url

    def stop(self) -> None:
        """Stop answering. Calls that hang are let go, retries are given up."""
        self.world.stopping.set()
        if self._server:
            self._server.stop()
        self.deliveries.settle()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *args: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.world.url

    @property
    def api_url(self) -> str:
        """The Web API's base_url, as slack_sdk wants it."""
        return f"{self.world.url}/api/"

    @property
    def bot_url(self) -> str:
        """Where the bot takes Slack's requests. May be set when the bot has found its port."""
        return self._line.url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self._line.url = url

    # -- people

    def as_person(self, user_id: str) -> Person:
        """Use the desk as this person, without a browser."""
        return Person(self.world, self.interactions, self.modals, self.interactions.person(user_id))

    def deactivate(self, user_id: str) -> None:
        """Close somebody's account."""
        self.world.directory.deactivate(user_id)

    def add(self, member: Member) -> None:
        """Let somebody join."""
        self.world.directory.add(member)

    def revoke_token(self) -> None:
        """Take the bot's token from it: every call is answered `token_revoked`."""
        self.world.revoked_tokens.add(self.world.bot_token)

    def give_token_back(self) -> None:
        """Let the bot's token be good again."""
        self.world.revoked_tokens.discard(self.world.bot_token)

    # -- what tests ask

    @property
    def faults(self) -> Faults:
        """Slack's faults, to be switched on and off."""
        return self.world.faults

    @property
    def log(self) -> Log:
        """Everything that was said between desk and bot."""
        return self.world.log

    def sent(self, *, to: str | None = None, kind: str | None = None) -> list[Sent]:
        """The messages the bot posted, oldest first."""
        return self.log.sent(to=to, kind=kind)

    def calls(self, method: str | None = None) -> list[Call]:
        """The bot's calls of the Web API, oldest first. `response_url` counts as a method."""
        return self.log.calls(method)

    def requests(self, kind: str | None = None) -> list[Delivery]:
        """The desk's requests to the bot, oldest first: `command`, `block_actions`, `app_home_opened`…"""
        return self.log.deliveries(kind)

    def event(self, content: Json) -> None:
        """Send the bot an event of the Events API, if it subscribes to it."""
        self.deliveries.event(content)

    def verify_url(self) -> bool:
        """Slack's check that the bot's address is the bot's."""
        return self.deliveries.verify_url()

    def until(self, holds: Callable[[], T], seconds: float = 20.0) -> T:
        """Wait until this holds, and answer what it said last."""
        return self.world.changes.until(holds, seconds)
