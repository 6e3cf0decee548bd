"""Requests to the bot: signed as Slack signs them, given up on after three seconds."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import Clock, SignatureVerifier

from bot.desk.kinds import Json
from bot.desk.serving import require_loopback

TIMED_OUT, FAILED = "operation_timeout", "dispatch_failed"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Ack:
    """What the bot answered, if it did."""

    status: int | None
    body: bytes
    headers: Mapping[str, str]
    seconds: float
    trouble: str | None = None

    @property
    def failure(self) -> str | None:
        """What the person is shown: nothing when the answer was 200."""
        if self.trouble == "http_timeout":
            return TIMED_OUT
        return None if self.status == 200 else FAILED

    @property
    def why(self) -> str:
        """What was wrong with it, for the developer: nothing when the answer was 200."""
        if self.failure is None:
            return ""
        return f"{f'The bot answered {self.status}' if self.status else self.trouble} after {self.seconds:.1f} s."

    def json(self) -> Json | None:
        """The answer's JSON object: empty when there is no body, None when it is something else."""
        if not self.body.strip():
            return {}
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


class Line:
    """The line to the bot's one address."""

    def __init__(self, url: str, signing_secret: str, ack_seconds: float, signed_at: Callable[[], float] | None = None) -> None:
        # The signature carries real time, whatever day it is at the desk: the bot refuses one five minutes old.
        self._signed_at = signed_at or Clock().now
        self._signer = SignatureVerifier(signing_secret)
        self._ack_seconds = ack_seconds
        self.url = url

    @property
    def url(self) -> str:
        """Where the bot listens."""
        return self._url

    @url.setter
    def url(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"The desk speaks to the bot by http on this machine, not {url!r}.")
        require_loopback(parts.hostname)
        self._url = url

    def send_form(self, fields: Mapping[str, str]) -> Ack:
        """A slash command, or an interaction in its field `payload`."""
        return self.send(urlencode(fields), FORM)

    def send(self, body: str, content_type: str, headers: Mapping[str, str] | None = None) -> Ack:
        """One signed request."""
        stamp = str(int(self._signed_at()))
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(self._signer.generate_signature(timestamp=stamp, body=body)),
            "Connection": "close",
            **(headers or {}),
        }
        return self._exchange(body.encode(), sent)

    def _exchange(self, body: bytes, headers: Mapping[str, str]) -> Ack:
        parts, begun = urlsplit(self._url), time.monotonic()
        line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=self._ack_seconds)
        try:
            line.request("POST", parts.path or "/", body, dict(headers))
            if line.sock:
                line.sock.settimeout(max(0.01, self._ack_seconds - (time.monotonic() - begun)))
            response = line.getresponse()
            answer = response.read()
            return Ack(response.status, answer, {k.lower(): v for k, v in response.getheaders()}, time.monotonic() - begun)
        except TimeoutError:
            return Ack(None, b"", {}, time.monotonic() - begun, "http_timeout")
        except (OSError, http.client.HTTPException):
            return Ack(None, b"", {}, time.monotonic() - begun, "connection_failed")
        finally:
            line.close()
