"""The outbox: what is to be done in Slack, each thing claimed by one sender at a time.

    pending -> leased -> sending -> sent
    sending -> pending    a definite refusal: try again later
    sending -> failed     a final refusal, with Slack's reason
    sending -> uncertain  no answer: looked up before anything else
    uncertain -> sent | pending | failed | cancelled
    pending, leased -> cancelled   nothing is left to say
    leased, sending -> cancelled   an edit that would wait again, where a newer one waits

Files for the thread of a message (`attach`) are written down when the message is `sent`, in the same commit, and go the same
way, but are claimed by themselves: drawing them takes seconds, and no message waits for it.

`attempts` is the fencing token: it grows with each claim, and every step names it, so a claimant whose lease ran out
changes nothing any more. Posts, edits and deletions travel alike.
"""

from storage.outbox.claims import IN_FLIGHT, LEASE, Claim
from storage.outbox.listing import OutboxCounts, OutboxEntry
from storage.outbox.moves import OVERTAKEN
from storage.outbox.outbox import Outbox
from storage.outbox.steps import Again, Cancelled, Failed, Later, Outcome, Sent, Unsure

__all__ = [
    "IN_FLIGHT",
    "LEASE",
    "OVERTAKEN",
    "Again",
    "Cancelled",
    "Claim",
    "Failed",
    "Later",
    "Outbox",
    "OutboxCounts",
    "OutboxEntry",
    "Outcome",
    "Sent",
    "Unsure",
]
