"""What Slack hands the app with an interaction: a trigger_id and a response_url, each short-lived."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

from bot.desk.desk_time import DeskTime, Mark
from bot.desk.kinds import Timing

KEPT = 20_000


class RefusedError(Exception):
    """Slack says no. The word is its error code; the rest goes beside it in the answer."""

    def __init__(self, error: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


@dataclass(slots=True)
class _Ticket:
    user_id: str
    given: Mark
    uses: int = 0
    message_ts: str | None = None


def _keep(tickets: dict[str, _Ticket], key: str, ticket: _Ticket) -> None:
    tickets[key] = ticket
    while len(tickets) > KEPT:
        del tickets[next(iter(tickets))]


class Triggers:
    """trigger_ids: good for three seconds, once."""

    def __init__(self, time: DeskTime, timing: Timing) -> None:
        self._time, self._timing = time, timing
        self._lock = threading.Lock()
        self._given: dict[str, _Ticket] = {}

    def give(self, user_id: str) -> str:
        """A new trigger_id for something this person did."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        with self._lock:
            _keep(self._given, trigger_id, _Ticket(user_id, self._time.mark()))
        return trigger_id

    def look(self, trigger_id: str) -> str:
        """Whose trigger this is, if it is still good."""
        with self._lock:
            ticket = self._given.get(trigger_id)
            if ticket is None:
                raise RefusedError("invalid_trigger_id")
            if ticket.uses:
                raise RefusedError("exchanged_trigger_id")
            if self._time.really_since(ticket.given) > self._timing.trigger_seconds:
                raise RefusedError("expired_trigger_id")
            return ticket.user_id

    def exchange(self, trigger_id: str) -> str:
        """Use the trigger up."""
        user_id = self.look(trigger_id)
        with self._lock:
            self._given[trigger_id].uses += 1
        return user_id


class ResponseUrls:
    """response_urls: five uses in thirty minutes."""

    def __init__(self, time: DeskTime, timing: Timing) -> None:
        self._time, self._timing = time, timing
        self._lock = threading.Lock()
        self._given: dict[str, _Ticket] = {}

    def give(self, user_id: str, message_ts: str | None = None) -> str:
        """The secret end of a new response_url, for a command or for an interaction with a message."""
        key = secrets.token_hex(12)
        with self._lock:
            _keep(self._given, key, _Ticket(user_id, self._time.mark(), message_ts=message_ts))
        return key

    def use(self, key: str) -> tuple[str, str | None]:
        """Use it once more: whose it is, and the message it came from."""
        with self._lock:
            ticket = self._given.get(key)
            if ticket is None:
                raise RefusedError("no_service")
            if self._time.since(ticket.given) > self._timing.response_url_seconds:
                raise RefusedError("expired_url")
            if ticket.uses >= self._timing.response_url_uses:
                raise RefusedError("used_url")
            ticket.uses += 1
            return ticket.user_id, ticket.message_ts
