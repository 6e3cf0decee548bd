"""The desk as the rig's Slack: it counts the posts as they come in, and lets faults happen with one of them."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from bot.desk import Desk, Member, Timing
from bot.desk.logs import Sent
from bot.manifest import manifest
from tests.bot.council import SECRET, TOKEN
from tests.faults.ground import Waiting
from tests.faults.hurried import HurriedTime
from tests.faults.plans import POST, REQUEST_SECONDS, When

PATH = f"/api/{POST}"
STANDSTILL = 3.0
"""Seconds of ours: longer than a lease and the wait before a post without an answer is looked up."""


class Watching(Protocol):
    """Who is told of every post: its number, and which clock makes it. Called in the thread that answers it."""

    def __call__(self, number: int, when: When, clock: int) -> None: ...


class Slack:
    """One desk for many rounds."""

    def __init__(self, folder: Path, members: list[Member]) -> None:
        """Serves at once; `folder` is for the shared time."""
        self.time_file = folder / "time"
        self.time = HurriedTime(self.time_file)
        self._seen, self._seen_since = set[Waiting](), time.monotonic()
        self.watching: Watching = lambda number, when, clock: None
        self._lock, self._posts, self._within, self._earlier = threading.Lock(), 0, 0, 0
        timing = Timing(channel_message_seconds=0.0001, request_seconds=REQUEST_SECONDS)
        given: dict[str, Any] = {"people": members, "signing_secret": SECRET, "bot_token": TOKEN, "timing": timing}
        self.desk = Desk.from_manifest(manifest("http://127.0.0.1"), clock=self.time.now, **given)
        self.scopes = self.desk.world.scopes
        # Its limits by the minute are another test's: here they would only make the rounds long.
        self.desk.world.buckets.wait_for = lambda *_, **__: 0.0  # type: ignore[method-assign]
        self._app: Callable[..., Iterable[bytes]] = self.desk.app.wsgi_app
        self.desk.app.wsgi_app = self._watched  # type: ignore[method-assign]
        self.desk.serve(port=0)

    def close(self) -> None:
        """Answer no more."""
        self.desk.stop()
        self.time.close()

    def clear(self) -> None:
        """Before a round: nothing stands there, nothing is wrong."""
        for each in self.arrived():
            if each.message in self.desk.world.conversations.kept(each.channel):
                self.desk.world.conversations.remove(each.message)
        self._earlier = len(self.desk.sent())
        self._posts = 0
        self.desk.world.scopes = self.scopes

    def refuse(self) -> None:
        """Whoever posts is told that the app may not."""
        self.desk.world.scopes = tuple(scope for scope in self.scopes if scope != "chat:write")

    def take(self) -> None:
        """The app may again."""
        self.desk.world.scopes = self.scopes

    def arrived(self) -> list[Sent]:
        """What was posted since."""
        return self.desk.sent()[self._earlier :]

    def standing(self) -> Counter[tuple[str, str]]:
        """How often each message stands with each person."""
        return Counter((str(each.facts.get("message")), each.user_id.removeprefix("U")) for each in self.arrived())

    @property
    def is_quiet(self) -> bool:
        """Whether no call is being answered."""
        return self._within == 0

    def pass_the_time(self, waiting: Sequence[Waiting]) -> None:
        """Where all that is left waits for its time, its time comes.

        What is due already may wait behind what is not: then time passes when nothing has happened for a while. Leases are
        left alone: that they end, whatever their times say, is for the clocks to see.
        """
        if (seen := set(waiting)) != self._seen:
            self._seen, self._seen_since = seen, time.monotonic()
        now = self.time.now()
        moments = [each.not_before for each in waiting if each.lease_until is None]
        ahead = [moment for moment in moments if moment - now > timedelta(seconds=1)]
        if not ahead or not self.is_quiet:
            return
        nobody_works = len(ahead) == len(waiting) and not any(each.lease_until for each in waiting)
        if nobody_works or time.monotonic() - self._seen_since > STANDSTILL:
            self.time.set_to(min(ahead))

    def _watched(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_post = environ["PATH_INFO"] == PATH
        with self._lock:
            self._within += 1
            self._posts += is_post
            number = self._posts
        try:
            clock = int(environ.get("HTTP_X_CLOCK", -1))
            if is_post:
                self.watching(number, "before", clock)
            answer = self._app(environ, start_response)
            if is_post:
                self.watching(number, "after", clock)
            return answer
        finally:
            with self._lock:
                self._within -= 1
