"""Sends what the outbox holds, once (`scheduling-facts.md`, A state machine that held).

A post goes through a client without automatic retries: Slack has no idempotency key, and slack_sdk's default handler sends
a post twice after a dropped connection. Whatever is not a definite refusal is *uncertain*, and is looked for in the direct
message by its metadata before it is sent again.
"""

from bot.sending.lane import BATCH
from bot.sending.line import HTTP_TIMEOUT
from bot.sending.posting import AGAIN, AGAIN_AT_MOST, EVENT_TYPE, MENDED_WITHIN
from bot.sending.sender import Sender

__all__ = [
    "AGAIN",
    "AGAIN_AT_MOST",
    "BATCH",
    "EVENT_TYPE",
    "HTTP_TIMEOUT",
    "MENDED_WITHIN",
    "Sender",
]
