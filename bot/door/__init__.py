"""Who comes in over HTTP: only what Slack has just signed, once, and no larger than Slack sends it (`bot/DOOR.md`)."""

from bot.door.headers import API_POLICY, PAGE_POLICY, dress
from bot.door.seen import Seen
from bot.door.signed import MOST_BYTES, Door, Refused

__all__ = ["API_POLICY", "MOST_BYTES", "PAGE_POLICY", "Door", "Refused", "Seen", "dress"]
