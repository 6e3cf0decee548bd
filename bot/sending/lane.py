"""One workspace's way to Slack: claims, says and settles at its own pace, whatever becomes of the others."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot import remedies
from bot.clock import Stopwatch
from bot.guarded import only_while
from bot.sending import looking, posting
from bot.sending.alarming import Alarming
from bot.sending.asking import Asking
from bot.sending.faults import OURS, blamed
from bot.sending.line import Line
from bot.sending.pace import Pace
from bot.sending.posting import Ended, Prepared, Unreached
from bot.sending.preparing import Preparing
from bot.sending.since import Since
from bot.slack_calls import NotTaken, Refused, Unsure
from storage.notices.edits import NO_ACCOUNT
from storage.outbox import Again, Claim, Later, Outcome, Sent
from storage.views import MessageView

log = logging.getLogger(__name__)

BATCH = 50
Said = tuple[Prepared, Sent | NotTaken]


@dataclass(slots=True)
class Lane:
    """The sends of one workspace. One pass at a time: a second at the same moment does nothing."""

    workspace: str
    line: Line
    pace: Pace
    doubts: Since = field(init=False)
    """Posts without an answer: looked for once any that was on its way has arrived."""
    leases: Since = field(init=False)
    """Claims of others: a lease that a wrong clock made long is over all the same."""
    alarming: Alarming = field(init=False)
    asking: Asking = field(init=False)
    places: looking.Places = field(default_factory=looking.Places)
    _running: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.doubts = Since(self.line.patience.total_seconds())
        self.leases = Since(self.line.lease.total_seconds())
        self.alarming = Alarming(self.line.store, self.workspace, self.line.steady)
        self.asking = Asking(self.pace, self.line.steady)

    def run(self, now: datetime) -> int:
        """Send what can be sent from `now` on; how many arrived."""
        if not self._running.acquire(blocking=False):
            return 0
        try:
            return _Pass(self, Stopwatch(now)).run()
        finally:
            self._running.release()


class _Pass:
    """From one look at the outbox to everything it gave out settled."""

    def __init__(self, lane: Lane, watch: Stopwatch) -> None:
        self._lane, self._line, self._watch = lane, lane.line, watch
        self._outbox, self._pace = lane.line.store.outbox, lane.pace
        self._client = lane.line.client(lane.workspace)
        line, where = lane.line, (lane.workspace, self._client)
        self._preparing = Preparing(line.store, *where, watch, lane.asking, line.has_calendars, line.sends_files)

    def run(self) -> int:
        in_hand = self._outbox.in_hand(self._lane.workspace)
        self._outbox.takeover(self._watch.now(), self._lane.workspace, self._lane.leases.ripe(in_hand, self._line.steady()))
        arrived = self._look_up()
        while not self._line.stopping.is_set() and (allowed := self._pace.allowed(self._line.steady())):
            most = min(BATCH, allowed)
            claims = self._outbox.claim(self._watch.now(), most, self._line.lease, self._lane.workspace)
            if not claims:
                break
            ready, put_off, silent, late, strangers = self._preparing.prepare(claims)
            if silent:
                self._line.tried(partial(self._outbox.unsaid, silent, self._watch.now()))
            if late:
                self._line.tried(partial(self._outbox.carried, late, self._watch.now()))
            if parts := [each.claim for each in ready if each.claim.op == "post" and each.message.is_part]:
                self._line.tried(partial(self._outbox.completed, parts, self._watch.now()))
            with self._executor(len(claims)) as pool:
                arrived += self._send(deque(ready), put_off, pool)
                met = list(pool.map(self._preparing.introduce, strangers))
                self._note(met, ())
            if any(isinstance(each, Again) for each in met) or (not strangers and not late):
                break  # the next batch at the next tick; but whose account was just found need not wait for it
        return arrived

    def _executor(self, most: int) -> Any:
        if self._line.at_once == 1 or most == 1:
            return nullcontext(_Inline())
        return ThreadPoolExecutor(min(most, self._line.at_once), thread_name_prefix=f"send {self._lane.workspace}")

    def _send(self, ready: deque[Prepared], outcomes: list[Ended], pool: Executor) -> int:
        """Keep as many in flight as the pace allows; what has ended and what begins next share a commit."""
        flying: set[Future[Said]] = set()
        arrived = 0
        while ready or flying or outcomes:
            room = 0 if self._line.stopping.is_set() else self._pace.room(self._line.steady(), len(flying))
            begin = [ready.popleft() for _ in range(min(room, len(ready)))]
            if ready and not begin and not flying:
                outcomes += self._given_back(ready)
            since = self._line.steady()
            begun = self._note(outcomes, [each.claim for each in begin])
            self._pace.begun(len(begun))
            flying |= {pool.submit(self._say, each, since) for each in begin if each.claim.id in begun}
            done, flying = wait(flying, return_when=FIRST_COMPLETED) if flying else (set(), flying)
            outcomes = [self._heard(*each.result()) for each in done]
            arrived += sum(isinstance(each, Sent) for each in outcomes)
        return arrived

    def _given_back(self, ready: deque[Prepared]) -> list[Ended]:
        now = self._line.steady()
        seconds = 0.0 if self._line.stopping.is_set() else max(0.0, self._pace.next_at(now) - now)
        until = self._watch.now() + timedelta(seconds=seconds)
        back: list[Ended] = [Later(each.claim, until) for each in ready]
        ready.clear()
        return back

    def _say(self, what: Prepared, since: float) -> Said:
        """In a thread of the pool: the call."""
        line, guard = self._line, self._line.guard.total_seconds()
        try:
            with only_while(lambda: line.steady() - since < guard):
                return what, posting.say(self._client, what, line.store.policy)
        except NotTaken as refusal:
            return what, refusal

    def _heard(self, what: Prepared, answer: Sent | NotTaken) -> Ended:
        now = self._watch.now()
        if isinstance(answer, Sent):
            self._pace.taken()
            return answer
        self._pace.refused(answer, self._line.steady())
        self._lane.alarming.refused(answer, now)
        if isinstance(answer, Unsure):
            self._lane.doubts.known(what.claim, self._line.steady())
        return posting.meaning(what, answer, now)

    def _note(self, ended: Sequence[Ended], begin: Sequence[Claim]) -> set[int]:
        """Write down how sends ended and which begin, even if the database is held for a while.

        What Slack has must be noted; given up in the end, it is looked for once the lease is out. Nothing begins meanwhile.
        """
        outcomes: list[Outcome] = [each for each in ended if not isinstance(each, Unreached)]
        begun: set[int] = set()
        if outcomes or begin:
            _, held = self._line.tried(lambda: self._outbox.settle(outcomes, self._watch.now(), begin, self._line.lease))
            begun = {claim.id for claim in held}
        for each in ended:
            if isinstance(each, Sent):
                self._lane.alarming.taken(each.claim, self._watch.now())
            if isinstance(each, Unreached):
                self._lane.alarming.unreached(each, self._watch.now())
                self._line.tried(partial(self._outbox.unreached, each.claim, each.reason, self._watch.now(), each.account))
        return begun

    def _look_up(self) -> int:
        """Posts without an answer for long enough; how many had arrived."""
        doubtful = self._outbox.doubtful(self._watch.now(), timedelta(0), BATCH, self._lane.workspace)
        ripe = self._lane.doubts.ripe(list(doubtful), self._line.steady())
        if not ripe or self._lane.asking.pause():
            return 0
        with self._executor(len(ripe)) as pool:
            return sum(pool.map(self._looked_for, ripe))

    def _looked_for(self, claim: Claim) -> bool:
        if self._line.stopping.is_set() or self._lane.asking.pause():
            return False
        try:
            return self._is_there(claim)
        except OURS as fault:
            blamed(claim, fault, "cannot be looked for")
            now = self._watch.now()
            self._outbox.look_again(claim, now + posting.AGAIN_AT_MOST, now)
            return False

    def _is_there(self, claim: Claim) -> bool:
        """Looked for without being put into words: what cannot be, is found all the same, and keeps nothing else from them."""
        now, outbox = self._watch.now(), self._outbox
        message = outbox.envelope(claim, now)
        try:
            account = self._preparing.account(message.recipient)
            found = looking.find(self._client, account, message, claim, self._lane.places, self._lane.asking.answered)
        except NotTaken as refusal:
            self._not_found_out(claim, message, refusal)
            return False
        if found is None:
            outbox.absent(claim, now, now + posting.wait(None, claim))
            return False
        return outbox.sent(claim, *found, self._watch.now(), files=self._line.sends_files and self._has_files(claim))

    def _has_files(self, claim: Claim) -> bool:
        """Where it cannot be put into words now it may: whoever draws them finds out, once it can."""
        try:
            return self._outbox.read_message(claim.workspace, claim.message_id, self._watch.now()).has_files
        except OURS as fault:
            blamed(claim, fault)
            return True

    def _not_found_out(self, claim: Claim, message: MessageView, refusal: NotTaken) -> None:
        now, code = self._watch.now(), str(refusal)
        if isinstance(refusal, (Refused, Unsure)):
            self._lane.asking.refused(refusal, posting.wait(refusal, claim))
            log.info("message %s: looked for, and Slack did not answer (%s); looked for again", message.id, code)
            self._outbox.look_again(claim, now + posting.wait(refusal, claim), now)
        elif code in remedies.NOBODY:
            self._outbox.unreached(claim, NO_ACCOUNT, now, message.recipient.slack_id or "")
        elif looking.is_unreadable(refusal):
            log.warning("message %s: Slack does not let us look for it (%s); %s", message.id, code, self._line.unsure)
            if self._line.unsure == "repeat":
                self._outbox.absent(claim, now)
            else:
                self._outbox.failed(claim, looking.MISSED, now)
        else:
            log.error("message %s cannot be looked for: %s", message.id, posting.mending(code))
            self._outbox.look_again(claim, now + posting.AGAIN_AT_MOST, now)


class _Inline(Executor):
    """Does it at once, in this thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
