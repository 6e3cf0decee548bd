"""Long work told to stop: it does so between two transactions. What was done stands, and the rest is found again."""

from collections.abc import Callable

Told = Callable[[], bool]
"""Whether this process has been told to stop."""


class Stopped(Exception):
    """The process is to stop, so the work was broken off; whoever does it next goes on from what was stored."""


def not_told() -> bool:
    """Work that nobody stops but by ending the process."""
    return False


def stop_if(told: Told) -> None:
    """Asked before each transaction. Raises Stopped."""
    if told():
        raise Stopped
