"""What was said between desk and bot: calls of the Web API, requests to the bot, messages sent."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.changes import Changes
from bot.desk.conversations import Message
from bot.desk.kinds import Json

KEPT = 5000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API by the bot."""

    method: str
    at: datetime
    status: int
    error: str | None
    messages: tuple[str, ...] = ()
    args: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of the desk to the bot. `failure` is what the person was shown, if it failed."""

    kind: str
    at: datetime
    status: int | None
    seconds: float
    failure: str | None
    retry_num: int = 0
    payload: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message the bot posted by chat.postMessage, as it was at that moment, and as it stands now."""

    ts: str
    channel: str
    user_id: str
    text: str
    blocks: list[Json]
    metadata: Json | None
    sent_at: datetime
    message: Message

    @property
    def facts(self) -> Json:
        """The event_payload of the message's metadata."""
        found = ((self.message.metadata or self.metadata) or {}).get("event_payload") or {}
        return found if isinstance(found, dict) else {}

    @property
    def kind(self) -> str:
        """The kind of notice, from the metadata."""
        return str(self.facts.get("kind", ""))

    @property
    def rules(self) -> list[Any]:
        """The rules behind the notice, from the metadata."""
        rules = self.facts.get("rules") or []
        return rules if isinstance(rules, list) else [rules]


class Log:
    """Kept in memory: the last few thousand calls and deliveries, every message, and all the counts."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._deliveries: deque[Delivery] = deque(maxlen=KEPT)
        self._sent: list[Sent] = []
        self._counts: Counter[str] = Counter()

    def called(self, call: Call) -> None:
        """Note a call of the Web API."""
        with self._changes.lock:
            self._calls.append(call)
            self._counts[call.method] += 1
            self._changes.mark("calls")

    def delivered(self, delivery: Delivery) -> None:
        """Note a request to the bot."""
        with self._changes.lock:
            self._deliveries.append(delivery)
            self._changes.mark("deliveries")

    def posted(self, user_id: str, message: Message) -> None:
        """Note a message of the bot."""
        with self._changes.lock:
            as_posted = (message.text, message.blocks, message.metadata, message.posted_at)
            self._sent.append(Sent(message.ts, message.channel, user_id, *as_posted, message))
            self._changes.mark("sent")

    def calls(self, method: str | None = None) -> list[Call]:
        """The calls of the Web API, oldest first."""
        with self._changes.lock:
            return [each for each in self._calls if method in (None, each.method)]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        """The requests to the bot, oldest first."""
        with self._changes.lock:
            return [each for each in self._deliveries if kind in (None, each.kind)]

    def sent(self, *, to: str | None = None, kind: str | None = None) -> list[Sent]:
        """The messages the bot posted, oldest first."""
        with self._changes.lock:
            return [each for each in self._sent if to in (None, each.user_id) and kind in (None, each.kind)]

    def count(self, method: str) -> int:
        """How often this method was called, since the desk was opened."""
        with self._changes.lock:
            return self._counts[method]

    def counts(self) -> dict[str, int]:
        """How often each method was called."""
        with self._changes.lock:
            return dict(self._counts)
