"""What Slack gives a browser for an app that was allowed: a code, good once, for ten minutes, for that app and that address."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.desk.desk_time import DeskTime, Mark
from bot.desk.tickets import RefusedError

CODE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class App:
    """The app as api.slack.com knows it."""

    client_id: str
    client_secret: str
    redirect_urls: Sequence[str]
    scopes: Sequence[str]
    is_org_ready: bool = False

    def redirect(self, asked: str | None) -> str:
        """Where the browser is led back to: an address that is registered, or below one. Raises RefusedError."""
        if asked is None:
            if not self.redirect_urls:
                raise RefusedError("bad_redirect_uri")
            return self.redirect_urls[0]
        if not any(_is_at(asked, known) for known in self.redirect_urls):
            raise RefusedError("bad_redirect_uri")
        return asked


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who allowed the app, where."""

    place: str
    """A team's id, or an organisation's."""
    user_id: str
    redirect: str | None
    """As the browser was sent with it; the app has to give the same."""


class Codes:
    """All that have been given."""

    def __init__(self, time: DeskTime) -> None:
        self._time, self._lock = time, threading.Lock()
        self._given: dict[str, tuple[Mark, Allowed]] = {}

    def give(self, allowed: Allowed) -> str:
        """A new one."""
        code = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        with self._lock:
            self._given[code] = (self._time.mark(), allowed)
        return code

    def take(self, app: App, client_id: str, secret: str, code: str, redirect: str | None) -> Allowed:
        """Exchange it. Raises RefusedError with Slack's word."""
        if client_id != app.client_id:
            raise RefusedError("invalid_client_id")
        if not secrets.compare_digest(secret.encode(), app.client_secret.encode()):
            raise RefusedError("bad_client_secret")
        with self._lock:
            mark, allowed = self._given.pop(code, (None, None))
        if allowed is None or mark is None or self._time.since(mark) > CODE_SECONDS:
            raise RefusedError("invalid_code")
        if redirect != allowed.redirect:
            raise RefusedError("bad_redirect_uri")
        return allowed


def _is_at(asked: str, known: str) -> bool:
    """The same host, and the same path or one below."""
    ours, theirs = urlsplit(asked), urlsplit(known)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc) or ".." in ours.path:
        return False
    return ours.path == theirs.path or ours.path.startswith(f"{theirs.path.rstrip('/')}/")
