"""Moves the demo's clock, doing on the way what the clock would have done: three weeks in half a minute."""

import threading
from datetime import datetime, time, timedelta

from bot.clock import MovableClock
from bot.ticks import Ticks
from scheduling.calendar import LONDON
from storage import SINGLE
from storage.outbox import IN_FLIGHT
from storage.rederive import nightly
from storage.sweep import next_wake

FURTHEST = timedelta(days=400)
MOST_TURNS = 120


class TimeMachine:
    """What the desk's time bar moves. One move at a time."""

    ticks: Ticks

    def __init__(self, clock: MovableClock) -> None:
        """`ticks` is set when the bot is wired."""
        self._clock = clock
        self._moving = threading.Lock()

    def now(self) -> datetime:
        """The demo's present."""
        return self._clock.now()

    def advance(self, days: int) -> None:
        """Let `days` pass, stopping at each morning and at each notice on the way."""
        with self._moving:
            self._to(self.now() + timedelta(days=days))

    def to_next_notice(self) -> bool:
        """Let time pass until something is sent; False when nothing is planned within a year or so."""
        with self._moving:
            end = self.now() + FURTHEST
            while self.now() < end:
                if self._stop_at(min(self._next_stop(), end)):
                    return True
            return False

    def _to(self, end: datetime) -> None:
        while (stop := self._next_stop()) < end:
            self._stop_at(stop)
        self._stop_at(end)

    def _next_stop(self) -> datetime:
        """The next moment something may happen: a notice's, or nine in the morning."""
        now = self.now()
        local = now.astimezone(LONDON)
        nine = datetime.combine(local.date(), time(9), tzinfo=LONDON)
        if nine <= local:
            nine = datetime.combine(local.date() + timedelta(days=1), time(9), tzinfo=LONDON)
        wake = next_wake(self.ticks.store, SINGLE)
        return min(wake, nine) if wake and wake > now else nine

    def _stop_at(self, instant: datetime) -> int:
        before = self.now().astimezone(LONDON).date()
        # A second past, so that "from nine" has begun.
        self._clock.set_to(instant + timedelta(seconds=1))
        if self.now().astimezone(LONDON).date() != before:
            nightly(self.ticks.store, SINGLE, self.now())
            self.ticks.erase(SINGLE)
        return self._send_all()

    def _send_all(self) -> int:
        """Sweep and send until nothing waits; Slack takes one message a second a channel, so a second passes between turns."""
        self.ticks.sweep()
        sent = 0
        for _ in range(MOST_TURNS):
            sent += self.ticks.send()
            self.ticks.put_files()
            if not self._is_waiting():
                break
            self._clock.set_to(self.now() + timedelta(seconds=1))
        return sent

    def _is_waiting(self) -> bool:
        """Whether something goes within the minute. What waits for somebody's morning is no reason to stay."""
        counts = self.ticks.store.outbox.counts()
        if any(counts.by_state.get(state) for state in IN_FLIGHT):
            return True
        return counts.oldest_pending_at is not None and counts.oldest_pending_at <= self.now() + timedelta(minutes=1)
