"""What the requests of a process share: how they are answered in time, what is done afterwards, and who goes in together."""

from collections.abc import Callable
from concurrent.futures import Executor

from handlers.deps import Deps
from handlers.home import Homes
from handlers.keeping import Keeping
from handlers.pace import Pace
from handlers.together import Together
from handlers.typing import Typing
from handlers.watch import Afterwards, Watch


class Edge:
    """What all requests of a process share."""

    def __init__(self, deps: Deps, threads: Executor) -> None:
        """`threads` do what is asked. They start with the first request, so that a server may fork before."""
        self.deps, self._threads = deps, threads
        self.watch = Watch(deps.stopwatch)
        self.afterwards = Afterwards(deps.stopwatch)
        self.unhurried = Afterwards(deps.stopwatch, threads=1)
        """For what takes many seconds of computing: one after the other, so that those who wait for an answer get theirs."""
        self.keeping = Keeping(deps, self.afterwards)
        self.typing = Typing(deps, self.afterwards)
        self.homes = Homes(deps)
        self.pace = Pace(deps.a_minute, deps.stopwatch)
        self.together = Together(deps, self.do)

    def do(self, act: Callable[[], None]) -> None:
        """In a thread; in this one where the process is stopping."""
        try:
            self._threads.submit(act)
        except RuntimeError:
            act()

    def stop(self) -> None:
        """Try once more what is left to be done, and stop. Storage is needed until then.

        What was still to be counted is not begun: its window says what to do.
        """
        self.unhurried.drop()
        self.watch.stop()
        self.afterwards.stop()
        self.unhurried.stop()
