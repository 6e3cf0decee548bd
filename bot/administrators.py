"""Those who are told when Cornerstone itself needs mending: known by e-mail, so that no database is needed to reach them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.history import posts
from bot.slack_calls import Final, Mendable, NotTaken, call

EVENT_TYPE = "cornerstone_alarm"


@dataclass(slots=True)
class Administrators:
    """They need not be on the council's list of people."""

    clients: Callable[[], Sequence[WebClient]]
    """Of every workspace there is, without retry handlers; an address may be known in any of them."""
    addresses: Sequence[str]
    _accounts: dict[str, tuple[WebClient, str]] = field(default_factory=dict)
    _homes: dict[str, WebClient] = field(default_factory=dict)

    def conversation(self, address: str) -> str:
        """The channel of the direct messages with this one. Raises `NotTaken`."""
        clients = self.clients()
        known = self._accounts.get(address)
        if known and known[0] in clients:
            try:
                return self._opened(address, *known)
            except (Mendable, Final):
                del self._accounts[address]  # refused there: another workspace may know them too
        return self._opened(address, *_found(clients, address))

    def _opened(self, address: str, client: WebClient, account: str) -> str:
        channel = str(call(client, "conversations.open", users=account)["channel"]["id"])
        self._accounts[address], self._homes[channel] = (client, account), client
        return channel

    def told(self, channel: str, since: datetime) -> list[tuple[float, dict[str, Any]]] | None:
        """When, in Slack's seconds, and what they were told of alarms, newest first; None where history cannot be read.

        All `since`, and perhaps some before. Raises `NotTaken` where Slack may let us read it later.
        """
        try:
            return [(float(ts), payload) for ts, payload in posts(self._homes[channel], channel, EVENT_TYPE, since)]
        except (Mendable, Final):
            return None

    def tell(self, channel: str, text: str, blocks: list[dict[str, Any]], payload: dict[str, Any]) -> str:
        """Post; Slack's time stamp. The payload is ids and instants only: anyone in the workspace can read it."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": payload}
        return str(
            call(self._homes[channel], "chat.postMessage", channel=channel, text=text, blocks=blocks, metadata=metadata)["ts"]
        )

    def unsay(self, channel: str, ts: str) -> None:
        """Take a message back. Raises `NotTaken`."""
        call(self._homes[channel], "chat.delete", channel=channel, ts=ts)


def _found(clients: Sequence[WebClient], address: str) -> tuple[WebClient, str]:
    """In the first workspace that knows the address. Raises `NotTaken` where none does.

    A workspace that may answer later says most; one that does not know them says more than one that refuses the app.
    """
    refusals: list[NotTaken] = []
    for client in clients:
        try:
            return client, str(call(client, "users.lookupByEmail", email=address)["user"]["id"])
        except NotTaken as refusal:
            refusals.append(refusal)
    raise min(refusals, key=lambda each: (isinstance(each, Mendable), isinstance(each, Final)), default=Mendable("not_authed"))
