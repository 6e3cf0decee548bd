"""Requests to the bot, each logged; events tried again as Slack tries them."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field

from bot.desk import payloads
from bot.desk.kinds import Json
from bot.desk.logs import Delivery
from bot.desk.outgoing import FAILED, JSON, Ack, Line
from bot.desk.world import World


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of something a person did.

    `failure` is Slack's word when the bot did not answer well (`operation_timeout`, `dispatch_failed`); `errors` are
    the sentences beside the fields of a modal; `why` tells the developer what was wrong with the bot's answer.
    """

    failure: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether the bot took it."""
        return self.failure is None and not self.errors


class Deliveries:
    """The desk's way to the bot."""

    def __init__(self, world: World, line: Line) -> None:
        self._world, self._line = world, line
        self._events: set[threading.Thread] = set()

    def command(self, fields: dict[str, str]) -> Ack:
        """A slash command."""
        return self._logged("command", self._line.send_form(fields), dict(fields))

    def interaction(self, payload: Json) -> Ack:
        """Anything that comes in the field `payload`."""
        return self._logged(payload["type"], self._line.send_form({"payload": json.dumps(payload)}), payload)

    def verify_url(self) -> bool:
        """Slack's check of the address: the bot answers with the challenge."""
        challenge = {"type": "url_verification", "token": payloads.VERIFICATION_TOKEN, "challenge": "desk-challenge"}
        ack = self._logged("url_verification", self._line.send(json.dumps(challenge), JSON), challenge)
        return ack.status == 200 and b"desk-challenge" in ack.body

    def event(self, content: Json) -> None:
        """An event, if the app subscribes to it, in a thread of its own: nobody waits for it."""
        if content["type"] not in self._world.events and _subscription(content) not in self._world.events:
            return
        thread = threading.Thread(target=self._deliver_event, args=(payloads.event(self._world, content),), daemon=True)
        with self._world.changes.lock:
            thread.start()
            self._events = {each for each in self._events if each.is_alive()} | {thread}

    def settle(self, seconds: float = 5.0) -> None:
        """Wait until no event is on its way."""
        for thread in self._events:
            thread.join(seconds)

    def _deliver_event(self, payload: Json) -> None:
        headers: dict[str, str] = {}
        for number, wait in enumerate((0.0, *self._world.timing.event_retry_seconds)):
            if wait and self._world.stopping.wait(wait):
                return
            ack = self._line.send(json.dumps(payload), JSON, headers)
            self._logged(payload["event"]["type"], ack, payload, number)
            if (ack.status is not None and 200 <= ack.status < 300) or ack.headers.get("x-slack-no-retry") == "1":
                return
            headers = {"X-Slack-Retry-Num": str(number + 1), "X-Slack-Retry-Reason": ack.trouble or "http_error"}

    def _logged(self, kind: str, ack: Ack, payload: Json, retry_num: int = 0) -> Ack:
        failure = ack.failure
        self._world.log.delivered(Delivery(kind, self._world.time.now(), ack.status, ack.seconds, failure, retry_num, payload))
        return ack


def _subscription(content: Json) -> str:
    """The name a manifest uses: message events are subscribed to by channel type."""
    return f"{content['type']}.{content.get('channel_type', '')}"


def failed(why: str = "") -> Outcome:
    """The bot answered, but not in a way Slack understands."""
    return Outcome(FAILED, why=why)
