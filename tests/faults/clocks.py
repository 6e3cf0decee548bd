"""Clocks that are processes of their own, yet start in a blink: each is forked from this one, which has everything loaded.

A line of standard input is a request in JSON: a database to open and warm up with, a clock to start, or one that is dead
to be buried. Each is answered with a line. What a clock logs comes out at standard error.
"""

import json
import logging
import os
import random
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import bot.clock
from bot.guarded import GuardedClient
from bot.sending import Sender
from bot.ticks import Ticks, logged
from storage import packs
from storage.store import Store
from tests.faults.hurried import HurriedEvent, HurriedTime, ours, steady
from tests.faults.plans import POST

EVERY = 1.0
"""Seconds of the rig between two ticks, more or less: so that clocks meet at ever other moments."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a clock is to be."""

    number: int
    api: str
    token: str
    time: str
    """The file of the shared time."""
    timeout: float = 2.4
    """What it waits for Slack, in seconds of the rig."""
    unsure: Literal["repeat", "miss"] = "repeat"
    ahead: float = 0.0
    """By how many seconds its clock is wrong."""
    halts_at: int = 0
    """It stops, as by SIGSTOP, with its so manieth post."""
    halts_half_way: bool = False
    """The headers of that post have gone, and it may send the body; else it has not begun to connect."""
    sweeps: bool = False
    """Whether it also plans: sweep and nightly."""

    def line(self) -> str:
        """As this module's standard input takes it."""
        return json.dumps({"start": asdict(self)})


class Halts:
    """Stops this process, as by SIGSTOP, at the so manieth of its posts."""

    def __init__(self, at: int) -> None:
        self._at, self._count, self._lock = at, 0, threading.Lock()

    def count(self) -> None:
        """One post more."""
        with self._lock:
            self._count += 1
            is_now = self._count == self._at
        if is_now:
            os.kill(os.getpid(), signal.SIGSTOP)


class HaltingClient(GuardedClient):
    """Stops with a post that is about to be made."""

    halts = Halts(0)

    def api_call(self, api_method: str, **arguments: Any) -> Any:
        """As slack_sdk's."""
        if api_method == POST:
            self.halts.count()
        return super().api_call(api_method, **arguments)


@dataclass(frozen=True, slots=True)
class HaltingSteady:
    """Steady seconds; whoever asks for them to hand over a body is stopped when it has been told that it may."""

    halts: Halts

    def __call__(self) -> float:
        now = steady()
        # The sender's last look before a body goes is its only lambda.
        if sys._getframe(1).f_code.co_name == "<lambda>":
            self.halts.count()
        return now


def clock(store: Store, asked: Asked) -> None:
    """Tick until told to stop."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    ticks = build(store, asked)
    send, plan = logged("send", ticks.send_on), (logged("sweep", ticks.sweep), logged("nightly", ticks.nightly))
    put = logged("files", ticks.put_files_on)
    parent, planned_at, slept_on = os.getppid(), 0.0, ticks.clock.now().date()
    while not told.is_set() and os.getppid() == parent:
        send()
        if asked.sweeps and steady() - planned_at > 1:
            planned_at = steady()
            plan[0]()
            put()
            if (today := ticks.clock.now().date()) != slept_on:
                slept_on = today
                plan[1]()
        told.wait(ours(EVERY) * random.uniform(0.2, 1.8))
    ticks.sender.close()
    store.close()


def build(store: Store, asked: Asked) -> Ticks:
    """What `cornerstone clock` builds, in the rig's time."""
    timeout = timedelta(seconds=asked.timeout)
    client = HaltingClient(
        token=asked.token,
        base_url=asked.api,
        timeout=ours(asked.timeout),  # type: ignore[arg-type]  # it is handed on to urllib, which takes parts of a second
        retry_handlers=[],
        headers={"X-Clock": str(asked.number)},
    )
    client.halts = Halts(0 if asked.halts_half_way else asked.halts_at)
    watch = HaltingSteady(Halts(asked.halts_at if asked.halts_half_way else 0))
    given: dict[str, Any] = {"steady": watch, "stopping": HurriedEvent(), "unsure": asked.unsure}
    sender = Sender(store, lambda workspace: client, http_timeout=timeout, **given)
    return Ticks(store=store, sender=sender, clock=HurriedTime(Path(asked.time), ahead=asked.ahead))


def forked(store: Store, asked: Asked) -> int:
    """The clock's process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        clock(store, asked)
        code = 0
    except BaseException:
        logging.exception("a clock ended")
    os._exit(code)


def main() -> None:
    """Answer requests until there are no more; then every clock is gone."""
    logging.basicConfig(level=logging.WARNING, format="%(process)d %(levelname)s %(name)s %(message)s")
    bot.clock.monotonic = steady  # what the sender's stopwatch reads
    policy, living, store = packs.load("wokingham"), set[int](), None
    for line in sys.stdin:
        request = json.loads(line)
        if "open" in request:
            store = Store(request["open"], keys=[request["key"]], policy=policy)
            answer: object = _warm(store, Asked(**request["warm"]), request["at"])
        elif "start" in request:
            assert store is not None
            answer = forked(store, Asked(**request["start"]))
            living.add(int(str(answer)))
        else:
            answer = os.waitpid(request["bury"], 0)[1]
            living.discard(request["bury"])
        print(json.dumps(answer), flush=True)
    for each in living:
        os.kill(each, signal.SIGKILL)
        os.waitpid(each, 0)


def _warm(store: Store, asked: Asked, at: str) -> bool:
    """Send once, so that whatever is compiled at first use is compiled already; then no connection is left open."""
    ticks = build(store, asked)
    ticks.clock.set_to(datetime.fromisoformat(at))  # type: ignore[attr-defined]
    until = time.monotonic() + 10
    while store.outbox.lanes() and time.monotonic() < until:
        ticks.send()
        time.sleep(ours(EVERY))
    ticks.sender.close()
    store.close()
    return not store.outbox.lanes() and not store.close()


if __name__ == "__main__":
    main()
