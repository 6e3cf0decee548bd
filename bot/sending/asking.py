"""Looking something up in Slack, an account or a post in doubt: no more of it once Slack has had enough, or is silent."""

import threading
from collections.abc import Callable
from datetime import timedelta

from bot.sending.pace import Pace
from bot.slack_calls import NotTaken, Refused, Unsure


class Asking:
    """The look-ups of one workspace. What was not asked waits; the first that was refused tells the pace of it."""

    def __init__(self, pace: Pace, steady: Callable[[], float]) -> None:
        """`steady`: seconds that only go forward."""
        self._pace, self._steady = pace, steady
        self._paused_until = float("-inf")
        self._turn = threading.Lock()

    def pause(self) -> timedelta:
        """How long nothing is to be asked from now on; nothing where it may be."""
        return timedelta(seconds=max(0.0, self._paused_until - self._steady()))

    def answered(self) -> None:
        """Slack took a question: what it does not take after that is too many of these, not too much of everything."""
        with self._turn:
            self._pace.answered()

    def refused(self, refusal: NotTaken, wait: timedelta) -> None:
        """Slack did not take a question, or gave no answer; a plain no is an answer."""
        if not isinstance(refusal, (Refused, Unsure)):
            return
        with self._turn:
            now = self._steady()
            if now >= self._paused_until:
                # What comes in during a pause was under way before it, and tells nothing new.
                self._pace.refused(refusal, now)
            self._paused_until = max(self._paused_until, now + wait.total_seconds())
