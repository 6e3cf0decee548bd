"""Whether a post without an answer did arrive: its metadata is looked for in the direct message."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal

from slack_sdk import WebClient

from bot.sending.posting import EVENT_TYPE
from bot.slack_calls import Final, Mendable, NotTaken, call
from storage.outbox import Claim
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


FORGOTTEN = 86_400.0
"""Seconds after which a doubt is no longer kept in mind; met again, it is merely waited for again."""


class Doubts:
    """Since when this process has known of each doubt, in steady seconds.

    A post may be on its way for as long as its sender's guard and time-out allow. That is measured here, by a clock that
    nobody can set, and not by the times in the database, which another computer wrote or a step of the clock made old.
    """

    def __init__(self, patience: float) -> None:
        """`patience` in seconds: longer than any post can be on its way."""
        self._patience = patience
        self._known_since: dict[tuple[int, int], float] = {}

    def known(self, claim: Claim, now: float) -> None:
        """This process made the call itself."""
        self._known_since[(claim.id, claim.attempts)] = now

    def ripe(self, doubtful: list[Claim], now: float) -> list[Claim]:
        """Those known long enough to be looked up."""
        current = {(claim.id, claim.attempts) for claim in doubtful}
        known = self._known_since
        self._known_since = {token: known[token] for token in known if token in current or now - known[token] < FORGOTTEN}
        for token in current:
            self._known_since.setdefault(token, now)
        return [each for each in doubtful if now - self._known_since[(each.id, each.attempts)] >= self._patience]


def is_unreadable(refusal: NotTaken) -> bool:
    """Whether Slack will not let us look."""
    return isinstance(refusal, (Mendable, Final)) and str(refusal) in UNREADABLE


def find(client: WebClient, account: str, message: MessageView) -> tuple[str, str] | None:
    """The channel and time stamp of this message, if Slack has it. Raises `NotTaken`."""
    channel = str(call(client, "conversations.open", users=account)["channel"]["id"])
    since = datetime.combine(message.on, time(), tzinfo=UTC) - LOOK_BACK
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
            if metadata.get("event_type") == EVENT_TYPE and metadata["event_payload"].get("message") == message.id:
                return channel, str(post["ts"])
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return None
