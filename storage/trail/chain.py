"""How the events of a workspace hang together. Nothing here asks a database.

Each event's `hash` is SHA-256 over the hash before it and every field of the event, so anybody can follow the chain without
a key. Its `mark` is an HMAC with the chain's own secret over its number and its hash, so only who has the secret can write an
event or write one anew. The secret, and where the chain ends, are in its head, which is sealed with the store's keys.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Self

FORMAT = "cornerstone trail 1"
BEGINNING = ""
"""The hash before the first."""
MARK_LETTERS = 32
TOKEN_LETTERS = 32


class Event(NamedTuple):
    """One event, as it is hashed: each a text (`about` may be None), and `seq` a number."""

    workspace: str
    seq: int
    at: str
    actor: str
    role: str
    purpose: str
    act: str
    kind: str
    object: str
    about: str | None


def written(at: datetime) -> str:
    """An instant as it is hashed: UTC, to the microsecond, the way SQLite keeps it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def digest(before: str, event: Sequence[object]) -> str:
    """The event's hash. JSON tells every field from its neighbour, and a number and nothing at all from a text.

    Raises TypeError for what is no field of an event.
    """
    text = json.dumps([FORMAT, before, *event], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def mark(secret: str, seq: int, hashed: str) -> str:
    """What shows that whoever wrote this event as number `seq` knew the secret."""
    return hmac.digest(secret.encode(), f"{seq} {hashed}".encode(), "sha256").hex()[:MARK_LETTERS]


def token(workspace: str, salt: str, person_id: str) -> str:
    """What a person is called in the trail.

    The salt is random, and goes when the person is forgotten: then nobody can find out whose token it was. While it is
    there, no other person can be put in its place: they would need a salt that leads to the same token.
    """
    return hashlib.sha256(json.dumps([workspace, salt, person_id]).encode()).hexdigest()[:TOKEN_LETTERS]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends."""

    workspace: str
    seq: int
    hash: str
    secret: str

    def sealed(self) -> str:
        """As text, to be sealed."""
        return json.dumps([FORMAT, self.workspace, self.seq, self.hash, self.secret])

    @classmethod
    def opened(cls, text: str) -> Self:
        """Back from text. Raises ValueError where it is none of ours."""
        kind, workspace, seq, hashed, secret = json.loads(text)
        if kind != FORMAT:
            msg = "no head of a trail"
            raise ValueError(msg)
        return cls(workspace, seq, hashed, secret)
