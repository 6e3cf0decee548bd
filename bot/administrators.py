"""Those who are told when Cornerstone itself needs mending: known by e-mail, so that no database is needed to reach them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.history import posts
from bot.slack_calls import Final, Mendable, call

EVENT_TYPE = "cornerstone_alarm"


@dataclass(slots=True)
class Administrators:
    """They need not be on the council's list of people."""

    client: WebClient
    """Without retry handlers."""
    addresses: Sequence[str]
    _accounts: dict[str, str] = field(default_factory=dict)

    def conversation(self, address: str) -> str:
        """The channel of the direct messages with this one. Raises `NotTaken`."""
        if address not in self._accounts:
            self._accounts[address] = str(call(self.client, "users.lookupByEmail", email=address)["user"]["id"])
        return str(call(self.client, "conversations.open", users=self._accounts[address])["channel"]["id"])

    def told(self, channel: str, since: datetime) -> list[tuple[float, dict[str, Any]]] | None:
        """When, in Slack's seconds, and what they were told of alarms, newest first; None where history cannot be read.

        Raises `NotTaken` where Slack may let us read it later.
        """
        try:
            return [(float(ts), payload) for ts, payload in posts(self.client, channel, EVENT_TYPE, since)]
        except (Mendable, Final):
            return None

    def tell(self, channel: str, text: str, blocks: list[dict[str, Any]], payload: dict[str, Any]) -> str:
        """Post; Slack's time stamp. The payload is ids and instants only: anyone in the workspace can read it."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": payload}
        return str(call(self.client, "chat.postMessage", channel=channel, text=text, blocks=blocks, metadata=metadata)["ts"])
