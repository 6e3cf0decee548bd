"""How fast one clock sends to one workspace: slower when Slack says so, and then carefully faster again."""

from dataclasses import dataclass

from bot.slack_calls import NotTaken, Refused, Unsure

MOST = 4
"""Posts in flight, each to another person: one that hangs does not hold up the others."""
PER_SECOND = 5.0
"""Slack allows a workspace "several hundred a minute"."""
BURST = 60
"""So many at once after a quiet time; Slack allows bursts."""
TROUBLES = 3
"""So many calls without an answer in a row, and the workspace is taken to be sick."""
ROUNDING = 1e-6
PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds; doubled while it stays sick."""


@dataclass(slots=True)
class Pace:
    """All times are steady seconds (`bot.clock.steady`)."""

    most: int = MOST
    per_second: float = PER_SECOND
    window: int = 0
    """Posts in flight allowed now."""
    paused_until: float = float("-inf")
    limited: int = 0
    """Times Slack said "too many" since it last took something."""
    troubles: int = 0
    """Calls without an answer since it last took something."""
    _tokens: float = BURST
    _filled_at: float | None = None

    def __post_init__(self) -> None:
        self.window = self.window or self.most

    def allowed(self, now: float) -> int:
        """How many may be sent from now on without waiting for the limit of the workspace."""
        if now < self.paused_until:
            return 0
        if self._filled_at is not None:
            self._tokens = min(float(BURST), self._tokens + max(0.0, now - self._filled_at) * self.per_second)
        self._filled_at = now
        return int(self._tokens + ROUNDING)

    def room(self, now: float, in_flight: int) -> int:
        """How many more may begin at this moment."""
        return max(0, min(self.window - in_flight, self.allowed(now)))

    def begun(self, number: int) -> None:
        """So many have begun."""
        self._tokens -= number

    def next_at(self, now: float) -> float:
        """When there is room again: after a pause, or when the next may go within the limit of the workspace."""
        if now < self.paused_until:
            return self.paused_until
        return now + max(0.0, 1 - self._tokens) / self.per_second

    def taken(self) -> None:
        """Slack took one: one more at a time, up to the most."""
        self.limited = self.troubles = 0
        self.window = min(self.most, self.window + 1)

    def answered(self) -> None:
        """Slack took something else of this workspace: then a limit met before was not the workspace's."""
        self.limited = 0

    def refused(self, refusal: NotTaken, now: float) -> None:
        """Slack did not take one.

        A 429 may be that of a channel (which then waits by itself) or of the workspace: one post at a time shows which, and
        at the second in a row the whole workspace waits as long as Slack says. Silence is met likewise.
        """
        if isinstance(refusal, Refused) and refusal.wait is not None:
            self.limited += 1
            self.window = 1
            if self.limited > 1:
                self._pause(now + refusal.wait.total_seconds())
        elif isinstance(refusal, (Unsure, Refused)) and now >= self.paused_until:
            # What comes in during a pause was in flight before it, and tells nothing new.
            self.troubles += 1
            if self.troubles >= TROUBLES:
                self.window = 1
                self._pause(now + min(PAUSE * 2 ** min(self.troubles - TROUBLES, 10), LONGEST_PAUSE))

    def _pause(self, until: float) -> None:
        self.paused_until = max(self.paused_until, until)
