"""What the bot posted into a conversation, by the metadata it put there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.slack_calls import call


class Page(NamedTuple):
    """What Slack gives at once."""

    posts: list[tuple[str, dict[str, Any]]]
    """Slack's time stamp and the payload of each post of ours, newest first."""
    following: str
    """Where older ones are; "" at the end, and where they are too old."""


def posts(client: WebClient, channel: str, event_type: str, since: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Slack's time stamp and the payload of each post of ours of this type, newest first. Raises `NotTaken`.

    At least those `since`; older ones where Slack gave them on the same page.
    """
    following = ""
    while True:
        found, following = page(client, channel, event_type, since, following)
        yield from found
        if not following:
            return


def page(client: WebClient, channel: str, event_type: str, since: datetime, begin: str = "") -> Page:
    """One page of the same, from `begin` on: what was `following` another. Raises `NotTaken`.

    Slack is not told `since`, and all it gives is looked at: by a clock that was ahead it may be a day that has not come yet,
    and what was posted just now would not be found.
    """
    arguments = {"channel": channel, "include_all_metadata": True, "limit": 100, "cursor": begin}
    answer = call(client, "conversations.history", **arguments)
    known = [(str(post["ts"]), post.get("metadata") or {}) for post in answer.get("messages", [])]
    ours = [(ts, metadata.get("event_payload")) for ts, metadata in known if metadata.get("event_type") == event_type]
    reaches_back = any(float(ts) < since.timestamp() for ts, _ in known)
    following = "" if reaches_back else str((answer.get("response_metadata") or {}).get("next_cursor") or "")
    return Page([(ts, payload) for ts, payload in ours if isinstance(payload, dict)], following)
