"""Sends what the outbox holds, once (`scheduling-facts.md`, A state machine that held).

A post goes through a client without automatic retries: Slack has no idempotency key, and slack_sdk's default handler sends
a post twice after a dropped connection. Whatever is not a definite refusal is *uncertain*, and is looked for in the direct
message by its metadata before it is sent again.
"""

import http.client
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers import prepare, words
from storage.outbox import Claim
from storage.store import Store
from storage.views import MessageView, Person

log = logging.getLogger(__name__)

HTTP_TIMEOUT = timedelta(seconds=20)
LEASE = timedelta(seconds=60)
"""Longer than the HTTP time-out, so that nobody takes over a send that is still in flight."""
BATCH = 50
AGAIN = timedelta(seconds=5)
"""How soon to try again what Slack has certainly not taken."""
LOOK_BACK = timedelta(days=3)
"""How far back a lost post is looked for: a week-end, and then some."""
EVENT_TYPE = "cornerstone_message"
UNSURE_CODES = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}


class Refused(Exception):
    """Slack definitely did not take it; try again not before `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


class Unsure(Exception):
    """Slack may or may not have taken it."""


class Final(Exception):
    """Slack will never take it; the text is Slack's reason."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Claims, posts and settles; safe to run in any number of processes."""

    store: Store
    client: Callable[[str], WebClient]
    """The client for a workspace, without retry handlers and with HTTP_TIMEOUT."""

    def send(self, now: datetime) -> int:
        """Send what can be sent at `now`; how many arrived."""
        outbox = self.store.outbox
        outbox.takeover(now)
        arrived = sum(self._look_up(claim, now) for claim in outbox.doubtful(now, waited=HTTP_TIMEOUT, limit=BATCH))
        return arrived + sum(self._deliver(claim, now) for claim in outbox.claim(now, limit=BATCH, lease=LEASE))

    def _deliver(self, claim: Claim, now: datetime) -> bool:
        outbox = self.store.outbox
        message = outbox.message(claim, now)
        if message is None:
            return False
        client = self.client(claim.workspace)
        try:
            channel = message.channel or self._open(client, claim.workspace, message.recipient, now)
        except (Refused, Unsure, Final) as refusal:
            # Nothing was posted yet, so even a lost answer is safe to repeat.
            self._settle(claim, Refused(AGAIN) if isinstance(refusal, Unsure) else refusal, now)
            return False
        if not outbox.sending([claim], now):
            return False  # another clock took it over
        try:
            ts = self._post(client, claim, channel, message, now)
        except (Refused, Unsure, Final) as refusal:
            self._settle(claim, refusal, now)
            return False
        return outbox.sent(claim, channel, ts, now)

    def _post(self, client: WebClient, claim: Claim, channel: str, message: MessageView, now: datetime) -> str:
        with self.store.read(claim.workspace, now) as work:
            rendered = words.message(message, prepare.for_message(work, message))
        if claim.op == "update":
            answer = _call(client, "chat.update", channel=channel, ts=message.ts, text=rendered.text, blocks=rendered.blocks)
        else:
            answer = _call(
                client,
                "chat.postMessage",
                channel=channel,
                text=rendered.text,
                blocks=rendered.blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": payload(message)},
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(answer["ts"])

    def _open(self, client: WebClient, workspace: str, person: Person, now: datetime) -> str:
        """The direct message with `person`, found by e-mail the first time and remembered."""
        slack_id = person.slack_id
        zone: str | None = None
        if not slack_id:
            if not person.email:
                raise Final("no_email")
            user = _call(client, "users.lookupByEmail", email=person.email)["user"]
            slack_id, zone = user["id"], user.get("tz")
        channel = str(_call(client, "conversations.open", users=slack_id)["channel"]["id"])
        if not person.slack_id:
            with self.store.work(workspace, now) as work:
                work.people.link_slack(person.id, slack_id, zone or work.zone.key)
                work.commit()
        return channel

    def _look_up(self, claim: Claim, now: datetime) -> bool:
        """Whether a post without an answer did arrive: look for its metadata in the direct message."""
        outbox = self.store.outbox
        recipient = outbox.read_message(claim.workspace, claim.message_id, now).recipient
        client = self.client(claim.workspace)
        try:
            channel = self._open(client, claim.workspace, recipient, now)
            ts = self._find(client, channel, claim.message_id, now - LOOK_BACK)
        except Final as refusal:
            outbox.failed(claim, str(refusal), now)
            return False
        except (Refused, Unsure) as refusal:
            log.info("message %s: looked for, and Slack did not answer (%s); looked for again", claim.message_id, refusal)
            return False
        if ts is None:
            outbox.absent(claim, now)
            return False
        return outbox.sent(claim, channel, ts, now)

    def _find(self, client: WebClient, channel: str, message_id: str, since: datetime) -> str | None:
        cursor = ""
        while True:
            page = _call(
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
                if metadata.get("event_type") == EVENT_TYPE and metadata["event_payload"].get("message") == message_id:
                    return str(post["ts"])
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None

    def _settle(self, claim: Claim, refusal: Exception, now: datetime) -> None:
        if isinstance(refusal, Refused):
            self.store.outbox.refused(claim, now + refusal.wait, now)
        elif isinstance(refusal, Final):
            log.warning("message %s cannot be sent: %s", claim.message_id, refusal)
            self.store.outbox.failed(claim, str(refusal), now)
        else:
            self.store.outbox.uncertain(claim, now)


def payload(message: MessageView) -> dict[str, Any]:
    """What travels with a post so that it can be found again: anyone in the workspace can read it, so ids and rules only."""
    rules = sorted({item.obligation.rule for item in message.items if item.obligation})
    return {"message": message.id, "kind": message.kind, "rules": rules}


def _call(client: WebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """One call of the Web API, its answer told apart as taken, Refused, Unsure or Final."""
    try:
        answer = client.api_call(method, json=arguments)
    except SlackApiError as error:
        raise _reading(error) from error
    except ConnectionRefusedError as error:
        raise Refused(AGAIN) from error
    except URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise Refused(AGAIN) from error
        raise Unsure(str(error.reason)) from error
    except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
        raise Unsure(type(error).__name__) from error
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _reading(error: SlackApiError) -> Exception:
    status = getattr(error.response, "status_code", 200)
    if status == 429:
        return Refused(timedelta(seconds=float(error.response.headers.get("Retry-After", 1))))
    code = str(error.response.get("error", "")) if isinstance(error.response.data, dict) else ""
    if status >= 500 or not code or code in UNSURE_CODES:
        return Unsure(code or f"HTTP {status}")
    if code == "ratelimited":
        return Refused(timedelta(seconds=30))
    return Final(code)
