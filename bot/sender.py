"""Sends what the outbox holds, once (`scheduling-facts.md`, A state machine that held).

A post goes through a client without automatic retries: Slack has no idempotency key, and slack_sdk's default handler sends
a post twice after a dropped connection. Whatever is not a definite refusal is *uncertain*, and is looked for in the direct
message by its metadata before it is sent again.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bot.clock import Stopwatch
from bot.slack_calls import APP_CODES, Final, Mendable, NotTaken, Refused, Unsure, call
from handlers import prepare, words
from handlers.words.kit import Rendered
from scheduling.policy import Policy
from storage.errors import Busy
from storage.notices.edits import NO_ACCOUNT
from storage.notices.hours import sends_at, zone_of
from storage.outbox import Claim
from storage.store import Store
from storage.views import MessageView, Person

log = logging.getLogger(__name__)

HTTP_TIMEOUT = timedelta(seconds=20)
LEASE = timedelta(seconds=60)
"""Longer than the HTTP time-out, so that nobody takes over a send that is still in flight."""
BATCH = 50
NOTE_TRIES = 20
NOTE_AGAIN = timedelta(seconds=0.5)
"""With the database's own patience well within the lease."""
AT_ONCE = 4
"""Posts in flight, each to another person: one that hangs does not hold up the others."""
AGAIN, AGAIN_AT_MOST = timedelta(seconds=5), timedelta(minutes=5)
"""How soon to try again what Slack has not taken: doubled each time."""
MENDED_WITHIN = timedelta(days=2)
"""How long after its day a message waits for the app to be mended; then it has failed."""
LOOK_BACK = timedelta(days=1)
"""A lost post is looked for from this long before the day the message belongs to."""
EVENT_TYPE = "cornerstone_message"
MENDING = {
    **dict.fromkeys(APP_CODES, "Slack refuses the token; put the current one into SLACK_BOT_TOKEN"),
    "missing_scope": "the Slack app lacks a scope; reinstall it from `cornerstone manifest`",
    "messages_tab_disabled": "the app's Messages tab is off; reinstall it from `cornerstone manifest`",
}
"""What an administrator is to do."""
NOBODY = {"no_email", "users_not_found", "user_not_found", "user_disabled"}
"""Reasons that mean the person has no Slack account: once they have one, what was missed lately goes out."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Claims, posts and settles; safe to run in any number of processes."""

    store: Store
    client: Callable[[str], WebClient]
    """The client for a workspace, without retry handlers; its time-out is `http_timeout`."""
    http_timeout: timedelta = HTTP_TIMEOUT
    at_once: int = AT_ONCE
    stopping: threading.Event = field(default_factory=threading.Event)
    """Once set, what is not in flight is given back."""

    def send(self, now: datetime) -> int:
        """Send what can be sent from `now` on; how many arrived."""
        watch, outbox = Stopwatch(now), self.store.outbox
        outbox.takeover(now)
        doubtful = outbox.doubtful(now, waited=self.http_timeout, limit=BATCH)
        found = self._each(lambda claim: self._look_up(claim, watch), doubtful)
        claims = outbox.claim(watch.now(), limit=BATCH, lease=LEASE)
        return found + self._each(lambda claim: self._deliver(claim, watch), claims)

    def _each(self, work: Callable[[Claim], bool], claims: Sequence[Claim]) -> int:
        if self.at_once == 1 or len(claims) < 2:
            return sum(map(work, claims))
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="sender") as pool:
            return sum(pool.map(work, claims))

    def _deliver(self, claim: Claim, watch: Stopwatch) -> bool:
        outbox = self.store.outbox
        if self.stopping.is_set():
            outbox.postponed(claim, watch.now(), watch.now())
            return False
        message = outbox.message(claim, watch.now())
        if message is None:
            return False
        opens_at = self._opens_at(claim, message, watch.now())
        if opens_at > watch.now():
            outbox.postponed(claim, opens_at, watch.now())
            return False
        client = self.client(claim.workspace)
        try:
            rendered = self._rendered(message, watch.now())
            to = message.channel if claim.op == "update" else self._account(client, claim.workspace, message.recipient, watch)
        except NotTaken as refusal:
            # Nothing was posted yet, so even a lost answer is safe to repeat.
            self._settle(claim, message, Refused(str(refusal)) if isinstance(refusal, Unsure) else refusal, watch.now())
            return False
        if not outbox.sending([claim], watch.now(), LEASE):
            return False  # another clock took it over
        try:
            answer = self._say(client, claim, str(to), message, rendered)
        except NotTaken as refusal:
            self._settle(claim, message, refusal, watch.now())
            return False
        return self._noted(lambda: outbox.sent(claim, str(answer.get("channel") or to), str(answer["ts"]), watch.now()))

    def _noted(self, note: Callable[[], bool]) -> bool:
        """Slack has it: say so even if the database is held for a while. Given up, it is looked for once the lease is out."""
        for _ in range(NOTE_TRIES):
            try:
                return note()
            except Busy:
                self.stopping.wait(NOTE_AGAIN.total_seconds())
        return note()

    def _opens_at(self, claim: Claim, message: MessageView, now: datetime) -> datetime:
        """A message that could not go in working hours waits for the next, unless it never waits. Edits disturb nobody."""
        if claim.op == "update":
            return now
        return sends_at(message.kind, now, now, zone_of(message.recipient.zone, ZoneInfo(self.store.zone)))

    def _rendered(self, message: MessageView, now: datetime) -> Rendered:
        try:
            with self.store.read(message.workspace, now) as work:
                return words.message(message, prepare.for_message(work, message))
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as fault:
            # Ours to mend. Until then it must not hold up what others are to be told.
            log.exception("message %s cannot be put into words", message.id)
            raise Mendable(f"cannot be put into words: {type(fault).__name__}") from fault

    def _say(self, client: WebClient, claim: Claim, to: str, message: MessageView, rendered: Rendered) -> dict[str, Any]:
        if claim.op == "update":
            return call(client, "chat.update", channel=to, ts=message.ts, text=rendered.text, blocks=rendered.blocks)
        return call(
            client,
            "chat.postMessage",
            channel=to,
            text=rendered.text,
            blocks=rendered.blocks,
            metadata={"event_type": EVENT_TYPE, "event_payload": payload(message, self.store.policy)},
            unfurl_links=False,
            unfurl_media=False,
        )

    def _account(self, client: WebClient, workspace: str, person: Person, watch: Stopwatch) -> str:
        """The person's Slack id, found by e-mail the first time. A post to it lands in the direct message with them."""
        if person.slack_id:
            return person.slack_id
        if not person.email:
            raise Final("no_email")
        user = call(client, "users.lookupByEmail", email=person.email)["user"]
        with self.store.work(workspace, watch.now()) as work:
            work.people.link_slack(person.id, user["id"], user.get("tz") or work.zone.key)
            work.commit()
        return str(user["id"])

    def _look_up(self, claim: Claim, watch: Stopwatch) -> bool:
        """Whether a post without an answer did arrive: look for its metadata in the direct message."""
        if self.stopping.is_set():
            return False
        outbox = self.store.outbox
        message = outbox.read_message(claim.workspace, claim.message_id, watch.now())
        client = self.client(claim.workspace)
        try:
            account = self._account(client, claim.workspace, message.recipient, watch)
            channel = str(call(client, "conversations.open", users=account)["channel"]["id"])
            ts = _find(client, channel, message)
        except (Refused, Unsure) as refusal:
            log.info("message %s: looked for, and Slack did not answer (%s); looked for again", message.id, refusal)
            outbox.look_again(claim, watch.now() + _wait(refusal, claim), watch.now())
            return False
        except NotTaken as refusal:
            if isinstance(refusal, Mendable) and _may_be_mended(message, watch.now()):
                log.error("message %s cannot be looked for: %s", message.id, refusal)
                outbox.look_again(claim, watch.now() + AGAIN_AT_MOST, watch.now())
            else:
                self._fail(claim, str(refusal), watch.now())
            return False
        if ts is None:
            outbox.absent(claim, watch.now(), watch.now() + _wait(None, claim))
            return False
        return outbox.sent(claim, channel, ts, watch.now())

    def _settle(self, claim: Claim, message: MessageView, refusal: NotTaken, now: datetime) -> None:
        outbox = self.store.outbox
        if isinstance(refusal, Refused):
            outbox.refused(claim, now + _wait(refusal, claim), now)
        elif isinstance(refusal, Mendable) and _may_be_mended(message, now):
            log.error("message %s waits until this is mended: %s", message.id, MENDING.get(str(refusal), refusal))
            outbox.postponed(claim, now + AGAIN_AT_MOST, now)
        elif isinstance(refusal, Unsure):
            if claim.op == "update":
                outbox.refused(claim, now + _wait(None, claim), now)  # made twice, an edit is the same
            else:
                outbox.uncertain(claim, now)
        else:
            self._fail(claim, str(refusal), now)

    def _fail(self, claim: Claim, code: str, now: datetime) -> None:
        log.warning("message %s cannot be sent: %s", claim.message_id, code)
        self.store.outbox.failed(claim, NO_ACCOUNT if code in NOBODY else code, now)


def payload(message: MessageView, policy: Policy) -> dict[str, Any]:
    """What travels with a post so that it can be found again: anyone in the workspace can read it, so ids and rules only."""
    rules = {item.obligation.rule for item in message.items if item.obligation}
    kinds = {item.notice_kind for item in message.items}
    escalation = policy.at(message.on).escalation
    if kinds & {"escalation", "escalated_again"}:
        rules.add(escalation.rule)
    if "duty_to_raise" in kinds:
        rules.add(escalation.booking_rule or escalation.rule)
    return {"message": message.id, "kind": message.kind, "rules": sorted(rules)}


def _find(client: WebClient, channel: str, message: MessageView) -> str | None:
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
                return str(post["ts"])
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return None


def _wait(refusal: NotTaken | None, claim: Claim) -> timedelta:
    """What Slack asked for; else longer with each attempt."""
    if isinstance(refusal, Refused) and refusal.wait is not None:
        return refusal.wait
    return min(AGAIN * (1 << min(max(claim.attempts - 1, 0), 10)), AGAIN_AT_MOST)


def _may_be_mended(message: MessageView, now: datetime) -> bool:
    return now < datetime.combine(message.on, time(), tzinfo=UTC) + MENDED_WITHIN
