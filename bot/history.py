"""What the bot posted into a conversation, by the metadata it put there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.slack_calls import call


def posts(client: WebClient, channel: str, event_type: str, since: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Slack's time stamp and the payload of each post of ours of this type, newest first. Raises `NotTaken`."""
    cursor = ""
    while True:
        page = call(
            client,
            "conversations.history",
            channel=channel,
            include_all_metadata=True,
            limit=100,
            oldest=f"{since.timestamp():.6f}",
            cursor=cursor,
        )
        for post in page.get("messages", []):
            metadata = post.get("metadata") or {}
            payload = metadata.get("event_payload")
            if metadata.get("event_type") == event_type and isinstance(payload, dict):
                yield str(post["ts"]), payload
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
