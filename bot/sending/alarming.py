"""What the administrators should know of a lane: begun once, ended when Slack takes something again."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.sending.posting import Unreached
from bot.slack_calls import APP_CODES, Mendable, NotTaken
from storage.alarms import Alarms
from storage.errors import Busy, InDoubt, Unavailable
from storage.outbox import Claim
from storage.reaching import UNREACHABLE

log = logging.getLogger(__name__)

SLACK_REFUSES = "slack_refuses"
ASKED_AGAIN = 60.0
"""Seconds for which what stands is remembered: another process may have begun an alarm that our success ends."""


class Alarming:
    """The alarms of one workspace, as its sender sees them. A database that is held must not stop a send for them."""

    def __init__(self, alarms: Alarms, workspace: str, steady: Callable[[], float]) -> None:
        """`steady`: seconds that only go forward."""
        self._alarms, self._workspace, self._steady = alarms, workspace, steady
        self._standing: set[tuple[str, str]] = set()
        self._asked_at = float("-inf")

    def refused(self, refusal: NotTaken, now: datetime) -> None:
        """Trouble with the app itself is somebody's to mend."""
        if isinstance(refusal, Mendable) and str(refusal) in APP_CODES:
            self._begin(SLACK_REFUSES, "", str(refusal), now)

    def unreached(self, what: Unreached, now: datetime) -> None:
        """Somebody cannot be reached in Slack."""
        if what.claim.op == "post":
            self._begin(UNREACHABLE, what.claim.recipient_id, what.reason, now)

    def taken(self, claim: Claim, now: datetime) -> None:
        """Slack took something: it no longer refuses, and this person can be reached."""
        self._look()
        for name, about in ((SLACK_REFUSES, ""), (UNREACHABLE, claim.recipient_id)):
            if (name, about) in self._standing:
                self._standing.discard((name, about))
                self._quietly(partial(self._alarms.end, self._workspace, name, about, now=now))

    def _begin(self, name: str, about: str, detail: str, now: datetime) -> None:
        self._look()
        if (name, about) not in self._standing:
            self._standing.add((name, about))
            self._quietly(lambda: self._alarms.begin(self._workspace, name, about, detail, now=now))

    def _look(self) -> None:
        """What stands by now: whoever is only refused would else never see that another has ended what it began."""
        if self._steady() - self._asked_at >= ASKED_AGAIN:
            self._asked_at = self._steady()
            self._quietly(self._remember)

    def _remember(self) -> None:
        """Those alone: what another ended meanwhile may begin again here."""
        self._standing = {(each.name, each.about) for each in self._alarms.standing(self._workspace)}

    def _quietly(self, step: Callable[[], object]) -> None:
        try:
            step()
        except (Busy, Unavailable, InDoubt) as held:
            log.warning("an alarm of the sender could not be noted: %s", type(held).__name__)
            self._standing.clear()
            self._asked_at = float("-inf")
