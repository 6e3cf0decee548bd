"""How long a person waits, and Slack for them: it gives up on an answer three seconds after it has sent the request."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk import WebClient

SHORTEST = 0.05
"""Seconds a call of Slack's is given at the least: a time-out of nothing would mean to wait without end."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds since a request arrived, each with room for what comes after it."""

    work: float = 2.0
    """Stored by then, or not at all."""
    answer: float = 2.2
    """Whoever has no answer by then is told that it takes longer, and where the answer will come."""
    trigger: float = 2.7
    """Slack opens a form until three seconds after the person did something, its own way to us and back included."""
    given_up: float = 3.0
    """Slack waits no longer for an answer."""


USUAL = Patience()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits since `arrived`, in seconds on `stopwatch`."""

    arrived: float
    stopwatch: Callable[[], float]
    patience: Patience = USUAL

    def so_far(self) -> float:
        """Seconds they have waited."""
        return self.stopwatch() - self.arrived

    def to_work(self) -> timedelta:
        """What is left for storing; nothing or less where it must not be begun."""
        return timedelta(seconds=self.patience.work - self.so_far())

    def is_too_late(self) -> bool:
        """Whether anything begun now could not be stored in time."""
        return self.to_work() <= timedelta(0)

    def to_open(self) -> float:
        """Seconds in which Slack would still open a form."""
        return self.patience.trigger - self.so_far()


def in_time(client: WebClient, seconds: float) -> WebClient:
    """The client, less patient: for a call while somebody waits."""
    hurried = copy.copy(client)
    hurried.timeout = max(SHORTEST, min(float(client.timeout), seconds))  # type: ignore[assignment]  # urllib takes a fraction
    return hurried
