"""What the administrators should know of a lane: begun once, ended when Slack takes something again."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.sending.posting import Unreached
from bot.slack_calls import APP_CODES, Mendable, NotTaken
from storage.errors import Busy, InDoubt, Unavailable
from storage.outbox import Claim
from storage.reaching import UNREACHABLE
from storage.store import Store

log = logging.getLogger(__name__)

SLACK_REFUSES = "slack_refuses"
ASKED_AGAIN = 60.0
"""Seconds for which what stands is remembered: another process may have begun an alarm that our success ends."""


def end_mended(store: Store, workspace: str, name: str, now: datetime, *, files: bool = False) -> bool:
    """Slack took something: over is what nothing waits for any more. Answers whether it is.

    What is refused to one person and not to others stands until that is mended, and is told once; it began and ended at every
    try. Asked when what was taken has been written down, so that whoever is the last of several is known to be.
    """
    for each in store.alarms.standing(workspace):
        if each.name == name and store.outbox.waits_for(workspace, each.detail, now, files=files):
            return False
    store.alarms.end(workspace, name, now=now)
    return True


class Alarming:
    """The alarms of one workspace, as its sender sees them. A database that is held must not stop a send for them."""

    def __init__(self, store: Store, workspace: str, steady: Callable[[], float]) -> None:
        """`steady`: seconds that only go forward."""
        self._store, self._alarms, self._workspace, self._steady = store, store.alarms, workspace, steady
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
        """Slack took something, and it has been written down: this person can be reached, and nothing may be refused now."""
        self._look()
        if (UNREACHABLE, claim.recipient_id) in self._standing:
            self._standing.discard((UNREACHABLE, claim.recipient_id))
            self._quietly(partial(self._alarms.end, self._workspace, UNREACHABLE, claim.recipient_id, now=now))
        if (SLACK_REFUSES, "") in self._standing:
            self._quietly(lambda: self._end_refusals(now))

    def _end_refusals(self, now: datetime) -> None:
        if end_mended(self._store, self._workspace, SLACK_REFUSES, now):
            self._standing.discard((SLACK_REFUSES, ""))

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
