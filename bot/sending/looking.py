"""Whether a post without an answer did arrive: its metadata is looked for in the direct message."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from slack_sdk import WebClient

from bot import history
from bot.sending.posting import EVENT_TYPE
from bot.slack_calls import Final, Mendable, NotTaken, Refused, call
from storage.outbox import Claim
from storage.views import MessageView

Choice = Literal["repeat", "miss"]
LOOK_BACK = timedelta(days=1)
"""A lost post is looked for from this long before the day the message belongs to."""
PLACES = 1000
"""So many conversations are kept in mind by a workspace's lane."""
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


@dataclass(slots=True)
class Places:
    """How far each conversation has been read for a post in doubt, so that what Slack breaks off goes on from there.

    Of an app that is distributed Slack takes one request a minute here and gives fifteen messages to each: begun anew each
    time, a full conversation would never be read to its end.
    """

    _begin: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """By claim, the oldest first: the channel, and Slack's word for where to go on."""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def of(self, claim: Claim, channel: str) -> str:
        """Where to go on in this channel; "" at its newest."""
        known, begin = self._begin.get((claim.id, claim.attempts), ("", ""))
        return begin if known == channel else ""

    def keep(self, claim: Claim, channel: str, begin: str) -> None:
        """So far it is not there. Of doubts that others have ended meanwhile nobody tells us: the oldest are forgotten."""
        with self._turn:
            self._begin.pop((claim.id, claim.attempts), None)
            self._begin[(claim.id, claim.attempts)] = (channel, begin)
            if len(self._begin) > PLACES:
                del self._begin[next(iter(self._begin))]

    def forget(self, claim: Claim) -> None:
        """It is known what became of it, or is to be read anew."""
        with self._turn:
            self._begin.pop((claim.id, claim.attempts), None)


def find(
    client: WebClient, account: str, message: MessageView, claim: Claim, places: Places, heard: Callable[[], None]
) -> tuple[str, str] | None:
    """The channel and time stamp of this message, if Slack has it; `heard` is told of each answer. Raises `NotTaken`.

    What is in doubt is there by now or never will be, so nothing newer than where it was broken off has to be read again.
    """
    channel = str(call(client, "conversations.open", users=account)["channel"]["id"])
    since = datetime.combine(message.on, time(), tzinfo=UTC) - LOOK_BACK
    while True:
        begin = places.of(claim, channel)
        try:
            posts, following = history.page(client, channel, EVENT_TYPE, since, begin)
        except Final as refusal:
            if not begin or str(refusal) != "invalid_cursor":
                raise
            places.forget(claim)
            raise Refused(str(refusal)) from refusal  # Slack has forgotten the place: from the newest, when it is asked again
        heard()
        ts = next((ts for ts, payload in posts if payload.get("message") == message.id), None)
        if ts is not None or not following:
            places.forget(claim)
            return None if ts is None else (channel, ts)
        places.keep(claim, channel, following)
