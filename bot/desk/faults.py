"""Faults of Slack that can be switched on, from code and from the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What can go wrong between the bot and Slack."""

    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    SERVER_ERROR = "server_error"
    NO_ANSWER = "no_answer"
    ANSWER_LOST = "answer_lost"
    CUT_SHORT = "cut_short"
    SLOW = "slow"


WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.RATE_LIMITED: ("Too many requests", "Every call is answered 429 with Retry-After."),
    Trouble.REFUSED: ("Refused", "Every call is answered with an error: the workspace does not let the app post."),
    Trouble.SERVER_ERROR: ("Slack is broken", "Every call is answered 500."),
    Trouble.NO_ANSWER: ("No answer", "Slack takes the call and never answers. Nothing is done."),
    Trouble.ANSWER_LOST: ("Answer lost", "Slack does what was asked, then the line drops before its answer."),
    Trouble.CUT_SHORT: ("Answer cut short", "Slack does what was asked, and the line drops half-way through its answer."),
    Trouble.SLOW: ("Slow", "Every answer comes late."),
}
USUAL_SECONDS: dict[Trouble, float] = {
    Trouble.RATE_LIMITED: 30.0,
    Trouble.NO_ANSWER: 60.0,
    Trouble.SLOW: 2.0,
}

USUAL_CODE = "restricted_action"
AFTERWARDS = (Trouble.ANSWER_LOST, Trouble.CUT_SHORT)
"""What happens only to the answer: the call has been done."""


@dataclass(slots=True)
class Fault:
    """A fault that is on. `left` counts down to its end; None means until it is switched off."""

    trouble: Trouble
    methods: frozenset[str]
    left: int | None
    seconds: float
    code: str
    hits: int = 0

    def touches(self, method: str) -> bool:
        """Whether a call of this method meets the fault."""
        return (self.left is None or self.left > 0) and (not self.methods or method in self.methods)


class Faults:
    """Which faults are on. Of several that touch one call, the first switched on counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: dict[Trouble, Fault] = {}

    def switch_on(
        self,
        trouble: Trouble | str,
        *,
        methods: Iterable[str] = (),
        times: int | None = None,
        seconds: float | None = None,
        code: str = USUAL_CODE,
    ) -> Fault:
        """Let it go wrong: for these methods (none named: all), so many times (None: until switched off).

        `seconds` is the Retry-After of a 429, the length of a silence, or the delay of a slow answer. `code` is the error a
        refusal names; with `seconds` it has a Retry-After too.
        """
        trouble = Trouble(trouble)
        chosen = seconds if seconds is not None else USUAL_SECONDS.get(trouble, 0.0)
        fault = Fault(trouble, frozenset(methods), times, chosen, code)
        with self._lock:
            self._on[trouble] = fault
        return fault

    def switch_off(self, trouble: Trouble | str | None = None) -> None:
        """Let it go right again: this fault, or all. Calls that hang are let go."""
        with self._lock:
            for each in list(Trouble) if trouble is None else [Trouble(trouble)]:
                self._on.pop(each, None)

    def meet(self, method: str) -> Fault | None:
        """The fault this call meets, counted."""
        with self._lock:
            fault = next((each for each in self._on.values() if each.touches(method)), None)
            if fault:
                fault.hits += 1
                fault.left = None if fault.left is None else fault.left - 1
            return fault

    def hold(self, fault: Fault, stopping: threading.Event) -> None:
        """Keep a call waiting, until the fault's time is over or it is switched off."""
        end = time.monotonic() + fault.seconds
        while time.monotonic() < end and self._on.get(fault.trouble) is fault and not stopping.is_set():
            stopping.wait(0.02)

    def on(self) -> dict[Trouble, Fault]:
        """The faults that are on."""
        with self._lock:
            return {trouble: fault for trouble, fault in self._on.items() if fault.left is None or fault.left > 0}
