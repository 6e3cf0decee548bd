"""The door itself: each refusal with its reason, the cheapest look first, before anything sent has been read as anything."""

import re

from flask import Request, Response
from slack_sdk.signature import Clock, SignatureVerifier

from bot.door.seen import Seen

MOST_BYTES = 1_000_000
"""Slack's largest payload is a view of 250 kB, form-encoded; anything far beyond is not Slack."""
MOST_FIELDS = 100
"""Slack's largest form has some fifteen fields."""
WINDOW = 300
"""Seconds a signature is valid, before and after its time stamp, as Slack recommends."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Refused(Exception):
    """Not let in: the status of the answer, and a few words for whoever reads them at the proxy."""

    def __init__(self, status: int, words: str) -> None:
        """Nothing in it says more than the sender knows."""
        super().__init__(words)
        self.status, self.words = status, words

    @property
    def answer(self) -> Response:
        """As it is sent."""
        return Response(f"{self.words}\n" if self.words else "", self.status, mimetype="text/plain")


class Door:
    """Lets in what Slack has signed within five minutes, and once."""

    def __init__(self, signing_secret: str, seen: Seen | None = None, clock: Clock | None = None) -> None:
        """`seen` is shared by the processes behind one address; `clock` is the one signatures are held against."""
        self._clock = clock or Clock()
        self._verifier = SignatureVerifier(signing_secret, self._clock)
        self._seen = seen or Seen()

    def admit(self, asked: Request) -> str:
        """The signature of a request that may be answered, now and not again. Raises Refused."""
        signature = self._checked(asked)
        until = float(asked.headers["X-Slack-Request-Timestamp"]) + WINDOW
        if not self._seen.is_new(signature, until, self._clock.now()):
            # Slack's own retry has had its answer, or is getting it. Nobody else learns anything by it.
            raise Refused(200, "") if "X-Slack-Retry-Num" in asked.headers else Refused(409, "this signature was here before")
        return signature

    def forget(self, signature: str) -> None:
        """It could not be answered, for a fault of ours: Slack repeats an event, and may sign it in the same second."""
        self._seen.forget(signature)

    def _checked(self, asked: Request) -> str:
        """The signature, if it is Slack's over this body and this time."""
        stamp = asked.headers.get("X-Slack-Request-Timestamp", "")
        signature = asked.headers.get("X-Slack-Signature", "")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            raise Refused(401, "not signed")
        if abs(self._clock.now() - int(stamp)) > WINDOW:
            raise Refused(401, "signed too long ago, or ahead of time: look at this computer's clock")
        if asked.mimetype not in (FORM, JSON) or asked.headers.get("Content-Encoding", "identity") != "identity":
            raise Refused(415, "neither a form nor JSON, or compressed")
        body = asked.get_data()
        try:
            is_signed = self._verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError:
            is_signed = False
        if not is_signed:
            raise Refused(401, "not signed")
        if asked.mimetype == FORM and body.count(b"&") >= MOST_FIELDS:
            raise Refused(400, "more fields than Slack sends")
        return signature
