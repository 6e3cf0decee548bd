"""Clocks under way, and what happens to them: killed, stopped, let go on, and all that is around them broken and mended."""

import heapq
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import count

from bot.desk.faults import Fault
from tests.faults.clocks import Asked
from tests.faults.ground import Ground
from tests.faults.nursery import Nursery, Running
from tests.faults.plans import DATABASE, TROUBLES, Plan, Step
from tests.faults.slack import Slack

Make = Callable[[int, int], Asked]
"""A clock by its number, which is its own, and its place, which it takes from the one before it."""


class Course:
    """From the first clock started to the last one killed."""

    def __init__(self, ground: Ground, slack: Slack, nursery: Nursery, make: Make, places: int) -> None:
        """Of so many clocks at once. Used as a context: at its end nothing is broken any more and every clock is dead."""
        self._ground, self._slack, self._nursery, self._make = ground, slack, nursery, make
        self.clocks: list[Running | None] = [None] * places
        self.injected: Counter[str] = Counter()
        """How often each kind of fault did happen."""
        self.logged: list[str] = []
        """What the clocks said."""
        self._numbers, self._order, self._lock, self._only_one = count(), count(), threading.Lock(), threading.Lock()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._asleep: set[int] = set()
        """Process ids that are stopped and will be let go on."""
        self._hits: list[Fault] = []
        self._working: list[Future[None]] = []

    def __enter__(self) -> "Course":
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="fault")
        for place in range(len(self.clocks)):
            self._start(place)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True)
        self._slack.desk.faults.switch_off()
        self.injected += Counter(fault.trouble.value for fault in self._hits for _ in range(fault.hits))
        self.logged = self._nursery.clear()

    @property
    def is_troubled(self) -> bool:
        """Whether something is still broken, or somebody stopped, or about to be."""
        if self._due or not all(each.done() for each in self._working):
            return True
        return any(each.state == "T" for each in self._nursery.living)

    def place_of(self, number: int) -> int:
        """Where the clock of this number is; the first place where it is not there any more."""
        return next((place for place, each in enumerate(self.clocks) if each and each.asked.number == number), 0)

    def happen(self, step: Step, place: int) -> None:
        """Now, or as much later as the step says; to the clock at this place, where it is about a clock."""
        if step.after:
            self._later(step.after, lambda: self._happen(step, place))
        else:
            self._happen(step, place)

    def act(self, plan: Plan | None = None) -> None:
        """Do whatever is due now: to be called again and again."""
        while True:
            with self._lock:
                if not self._due or self._due[0][0] > time.monotonic():
                    break
                _, _, act = heapq.heappop(self._due)
            act()
        for running in self._nursery.living:
            if plan and running.asked.halts_at and running.pid not in self._asleep and running.state == "T":
                halt = plan.halts[running.asked.number]
                self.injected[halt.kind] += 1
                self._sleep(running, halt.lasts)
        self._working = [each for each in self._working if not each.done() or each.result()]

    def start_anew(self) -> None:
        """Kill every clock and start others in their places."""
        for running in list(self._nursery.living):
            self._nursery.kill(running)
        for place in range(len(self.clocks)):
            self._start(place)

    def _start(self, place: int) -> None:
        self.clocks[place] = self._nursery.start(self._make(next(self._numbers), place))

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        with self._lock:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), act))

    def _happen(self, step: Step, place: int) -> None:
        if step.kind in TROUBLES:
            faults = self._slack.desk.faults
            self._hits.append(faults.switch_on(step.kind, methods=step.methods, times=step.times, seconds=step.number))
        elif step.kind in DATABASE:
            self._working.append(self._pool.submit(self._break_database, step))
        elif step.kind == "refused":
            self.injected[step.kind] += 1
            self._slack.refuse()
            self._later(step.lasts, self._slack.take)
        elif step.kind == "clock_stepped":
            self.injected[step.kind] += 1
            self._slack.time.set_to(self._slack.time.now() + timedelta(seconds=step.number))
        else:
            self._disturb(step, place)

    def _disturb(self, step: Step, place: int) -> None:
        """Kill it, stop it, or tell it to end."""
        running = self.clocks[place]
        if running is None:
            return  # dead already
        self.injected[step.kind] += 1
        if step.kind in ("stopped", "all_stopped"):
            self._sleep(running, step.lasts)
            running.signal(signal.SIGSTOP)
            return
        running.signal(signal.SIGKILL if step.kind == "killed" else signal.SIGTERM)
        self.clocks[place] = None
        self._later(step.lasts, lambda: self._replace(running, place))

    def _replace(self, running: Running, place: int) -> None:
        """Another in its place; one told to end may take its time over it, and one that was killed may be buried by now."""
        self._start(place)
        if running in self._nursery.living and running.state == "Z":
            self._nursery.bury(running)

    def _sleep(self, running: Running, seconds: float) -> None:
        """It is stopped; let it go on later."""
        self._asleep.add(running.pid)
        self._later(seconds, lambda: self._go_on(running))

    def _go_on(self, running: Running) -> None:
        self._asleep.discard(running.pid)
        if running in self._nursery.living:
            running.signal(signal.SIGCONT)

    def _break_database(self, step: Step) -> None:
        trouble = self._ground.trouble
        how = {
            "held": trouble.held,
            "restarted": trouble.restarted,
            "cut_off": trouble.cut_off,
            "read_only": trouble.read_only,
            "disk_full": lambda: trouble.disk_full([each for each in self.clocks if each]),
        }[step.kind]
        with self._only_one:
            self.injected[step.kind] += 1
            with how():
                time.sleep(step.lasts)
