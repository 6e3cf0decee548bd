"""Whether a post without an answer did arrive: its metadata is looked for in the direct message."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal

from slack_sdk import WebClient

from bot import history
from bot.sending.posting import EVENT_TYPE
from bot.slack_calls import Final, Mendable, NotTaken, call
from storage.views import MessageView

Choice = Literal["repeat", "miss"]
LOOK_BACK = timedelta(days=1)
"""A lost post is looked for from this long before the day the message belongs to."""
UNREADABLE = {
    "access_denied",
    "channel_not_found",
    "is_archived",
    "method_not_supported_for_channel_type",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_in_channel",
}
"""Reasons that history cannot be read, and no waiting helps: then the council's choice counts."""
MISSED = "Slack gave no answer, and the history that would tell cannot be read; not sent again, as CORNERSTONE_UNSURE says"


def is_unreadable(refusal: NotTaken) -> bool:
    """Whether Slack will not let us look."""
    return isinstance(refusal, (Mendable, Final)) and str(refusal) in UNREADABLE


def find(client: WebClient, account: str, message: MessageView) -> tuple[str, str] | None:
    """The channel and time stamp of this message, if Slack has it. Raises `NotTaken`."""
    channel = str(call(client, "conversations.open", users=account)["channel"]["id"])
    since = datetime.combine(message.on, time(), tzinfo=UTC) - LOOK_BACK
    found = (ts for ts, payload in history.posts(client, channel, EVENT_TYPE, since) if payload.get("message") == message.id)
    ts = next(found, None)
    return None if ts is None else (channel, ts)
