"""Requests that come at the same time and store the same kind of thing: one transaction for all, an answer for each.

A transaction costs a turn, some thirty statements and a COMMIT, and hardly more for twenty requests than for one. Fifty people
who press at once then wait for two or three transactions, not for fifty.
"""

import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import Protocol

from handlers.crowd import Crowd
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.patience import Waiting
from handlers.reply import Reply, say
from handlers.request import Incoming, Request
from handlers.words.waiting import AGAIN, AGAIN_TITLE
from storage.errors import Busy, InDoubt, Unavailable
from storage.unit import UnitOfWork

log = logging.getLogger(__name__)

MOST = 64
"""Requests in one transaction, at most: half of those a process has in hand, so that the others are read meanwhile."""
TO_SPARE = timedelta(seconds=1)
"""What must be left of the patience of whoever waits longest for others to be waited for."""
ROOM = timedelta(seconds=0.25)
"""What must be left of a person's patience for theirs to go in with others', whose time it would cut short."""


class Apart:
    """It could not be stored together with the others, and has to be tried alone."""


APART = Apart()
Outcome = Reply | Busy | Unavailable | InDoubt | Apart
"""The answer, with what it says stored; or what kept all of them from being stored. InDoubt tells nobody which."""


class Asked(Protocol):
    """A request that waits to be answered together with others."""

    @property
    def incoming(self) -> Incoming:
        """What is asked."""

    @property
    def entry(self) -> Entry:
        """How it is answered."""

    @property
    def waiting(self) -> Waiting:
        """How long its person has waited."""

    def begin(self, room: timedelta = timedelta(0)) -> bool:
        """It is done now. False where it is not to be begun any more; `room` is what must be left of the time for it."""

    def conclude(self, outcome: Outcome, reply: Reply | None = None) -> None:
        """What came of it; with InDoubt, the reply if it was stored."""


class Together:
    """Those of one process. Whoever comes while a transaction runs goes into the next."""

    def __init__(
        self, deps: Deps, do: Callable[[Callable[[], None]], None], pause: Callable[[float], None] = time.sleep
    ) -> None:
        """One for the whole app; `do` lends a thread, while anybody waits. `pause` waits so many seconds in it."""
        self._deps, self._do = deps, do
        self._lock = Lock()
        self._queues: defaultdict[tuple[str, str], deque[Asked]] = defaultdict(deque)
        self._led: set[tuple[str, str]] = set()
        self._crowds: defaultdict[tuple[str, str], Crowd] = defaultdict(lambda: Crowd(deps.stopwatch, pause))

    def ask(self, asked: Asked) -> None:
        """Answer it with the next."""
        key = (asked.incoming.workspace, asked.incoming.name)
        with self._lock:
            self._queues[key].append(asked)
            if key in self._led:
                return
            self._led.add(key)
        self._do(partial(self._lead, key))

    def _lead(self, key: tuple[str, str]) -> None:
        queue, crowd = self._queues[key], self._crowds[key]
        while first := self._first(key):
            if first.waiting.to_work() > TO_SPARE:
                crowd.gather(lambda: len(queue), MOST)
            crowd.answered(self._round(key, first) + len(queue))

    def _first(self, key: tuple[str, str]) -> Asked | None:
        """Who has waited longest. With nobody left there is nothing to lead."""
        with self._lock:
            if self._queues[key]:
                return self._queues[key][0]
            self._led.discard(key)
            return None

    def _round(self, key: tuple[str, str], first: Asked) -> int:
        """One transaction. Answers how many went in."""
        now, before = self._deps.now(), len(self._queues[key])
        begun: list[Asked] = []
        outcomes: list[Outcome] = []
        try:
            with self._deps.store.work(key[0], now, within=first.waiting.to_work()) as work:
                begun = self._taken(key)
                outcomes = _outcomes(work, begun, now) if begun else []
                if any(_is_stored(each) for each in outcomes):
                    work.commit()
        except InDoubt as doubt:
            _conclude_all(begun, [doubt if _is_stored(each) else each for each in outcomes], outcomes)
        except Busy as busy:
            if begun:
                self._again(key, begun, busy)
            else:  # the turn was not had: whoever came while we waited for it may still get it
                waited = self._taken(key, before)
                _conclude_all(waited, [busy] * len(waited))
        except Unavailable as outage:
            begun += self._taken(key)
            _conclude_all(begun, [outage] * len(begun))
        except Exception:
            log.exception("%d of %s could not be stored together; each is tried alone", len(begun), key[1])
            begun = begun or self._taken(key)
            _conclude_all(begun, [APART] * len(begun))
        else:
            _conclude_all(begun, outcomes)
        return len(begun)

    def _taken(self, key: tuple[str, str], most: int = MOST) -> list[Asked]:
        """Those who go in now, longest waiting first."""
        with self._lock:
            queue = self._queues[key]
            taken = [queue.popleft() for _ in range(min(most, len(queue)))]
        return [each for each in taken if each.begin(ROOM)]

    def _again(self, key: tuple[str, str], begun: Sequence[Asked], busy: Busy) -> None:
        """The time of one of them was up, and nothing is stored: those who have some left try alone."""
        over = [each.waiting.to_work() <= ROOM for each in begun]
        _conclude_all(begun, [busy if is_over else APART for is_over in over])


def _outcomes(work: UnitOfWork, asked: Sequence[Asked], now: datetime) -> list[Outcome]:
    """Of those whose person is known, and who ask for the first time and once; the rest are for each to see to alone."""
    incoming = [each.incoming for each in asked]
    viewers = work.people.of_slack_all({each.slack_id for each in incoming})
    seen = work.seen({each.request_id for each in incoming})
    found: list[Outcome] = [APART] * len(asked)
    requests: dict[str, tuple[int, Request]] = {}
    for place, each in enumerate(incoming):
        if each.request_id in seen:
            found[place] = say(AGAIN, title=AGAIN_TITLE)
        elif each.slack_id in viewers and each.request_id not in requests:
            requests[each.request_id] = (place, Request(each, viewers[each.slack_id], now, work.today))
    together = asked[0].entry.together
    assert together is not None
    answers = together([request for _, request in requests.values()], work) if requests else []
    for (place, _), answer in zip(requests.values(), answers, strict=True):
        found[place] = answer if isinstance(answer, Reply) else APART  # a refusal keeps what was typed, in its own time
    work.remember({each.request_id for each, outcome in zip(incoming, found, strict=True) if _is_stored(outcome)})
    return found


def _is_stored(outcome: Outcome) -> bool:
    return isinstance(outcome, Reply) and outcome.stored


def _conclude_all(begun: Sequence[Asked], outcomes: Sequence[Outcome], replies: Sequence[Outcome] = ()) -> None:
    for place, (each, outcome) in enumerate(zip(begun, outcomes, strict=True)):
        reply = replies[place] if replies else None
        try:
            each.conclude(outcome, reply if isinstance(reply, Reply) else None)
        except Exception:
            log.exception("an answer to %s could not be given", each.incoming.name)
