"""One thing said to Slack, and what its answer means for the outbox."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from slack_sdk import WebClient

from bot import remedies
from bot.slack_calls import Mendable, NotTaken, Refused, Unsure, call
from handlers.words.kit import Rendered
from scheduling.policy import Policy
from storage import outbox
from storage.notices.edits import NO_ACCOUNT
from storage.outbox import Claim, Outcome
from storage.views import MessageView

log = logging.getLogger(__name__)

AGAIN, AGAIN_AT_MOST = timedelta(seconds=5), timedelta(minutes=5)
"""How soon to try again what Slack has not taken: doubled each time."""
MENDED_WITHIN = timedelta(days=2)
"""How long after its day a message waits for the app to be mended; then it has failed. What can wait for a working day goes
as of the next, if it is still true, and so waits on."""
EVENT_TYPE = "cornerstone_message"
GONE = {"message_not_found", "cant_delete_message"}
"""Answers to a deletion of what stands there no more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A claim with its words: where it goes and what it says."""

    claim: Claim
    message: MessageView
    rendered: Rendered
    to: str
    """A channel, or the person's Slack id: a post to it lands in the direct message with them."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """Slack cannot reach this person: an escalation goes to the next above them."""

    claim: Claim
    reason: str
    account: str
    """The one that was tried, "" where none is known."""


Ended = Outcome | Unreached


def say(client: WebClient, what: Prepared, policy: Policy) -> outbox.Sent:
    """Call Slack. Raises `NotTaken`."""
    claim, message = what.claim, what.message
    answer = call(client, _method(what), **_said(what, policy))
    at = str(answer.get("channel") or what.to), str(answer.get("ts") or message.ts)
    return outbox.Sent(claim, *at, files=claim.op == "post" and message.has_files)


def _method(what: Prepared) -> str:
    return {"post": "chat.postMessage", "update": "chat.update", "delete": "chat.delete"}[what.claim.op]


def _said(what: Prepared, policy: Policy) -> dict[str, Any]:
    if what.claim.op == "delete":
        return {"channel": what.to, "ts": what.message.ts}
    words = {"channel": what.to, "text": what.rendered.text, "blocks": what.rendered.blocks}
    if what.claim.op == "update":
        return words | {"ts": what.message.ts}
    metadata = {"event_type": EVENT_TYPE, "event_payload": payload(what.message, policy)}
    return words | {"metadata": metadata, "unfurl_links": False, "unfurl_media": False}


def meaning(what: Prepared, refusal: NotTaken, now: datetime) -> Ended:
    """What becomes of a claim that Slack did not take."""
    claim = what.claim
    if isinstance(refusal, Unsure):
        # An edit made twice is the same edit; only of a post it must be known.
        return outbox.Unsure(claim, now) if claim.op == "post" else outbox.Again(claim, now + wait(None, claim))
    if claim.op == "delete" and str(refusal) in GONE:
        return outbox.Sent(claim, what.to, str(what.message.ts))
    return unsaid(claim, what.message, refusal, now)


def unsaid(claim: Claim, message: MessageView, refusal: NotTaken, now: datetime) -> Ended:
    """What becomes of a claim of which Slack was certainly given nothing."""
    if isinstance(refusal, (Refused, Unsure)):
        return outbox.Again(claim, now + wait(refusal, claim))
    code = str(refusal)
    if isinstance(refusal, Mendable) and may_be_mended(message, now):
        log.error("message %s waits until this is mended: %s", message.id, mending(code))
        return outbox.Later(claim, now + AGAIN_AT_MOST, code)
    log.warning("message %s cannot be sent: %s", claim.message_id, code)
    if claim.op == "post" and code in remedies.UNREACHABLE:
        return Unreached(claim, NO_ACCOUNT if code in remedies.NOBODY else code, message.recipient.slack_id or "")
    return outbox.Failed(claim, code)


def mending(code: str) -> str:
    """What stands in the way and what to do about it, for the log."""
    remedy = remedies.of_code(code)
    return f"{code}: {remedy.says}. {remedy.do}" if remedy.says != code else code


def wait(refusal: NotTaken | None, claim: Claim) -> timedelta:
    """What Slack asked for; else longer with each attempt."""
    if isinstance(refusal, Refused) and refusal.wait is not None:
        return refusal.wait
    return min(AGAIN * (1 << min(max(claim.attempts - 1, 0), 10)), AGAIN_AT_MOST)


def may_be_mended(message: MessageView, now: datetime) -> bool:
    """Whether it still makes sense to wait for the app to be mended."""
    return now < datetime.combine(message.on, time(), tzinfo=UTC) + MENDED_WITHIN


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
