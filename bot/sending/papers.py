"""Reports as files, into the thread of the message they belong to: drawn and sent apart from all messages.

    leased     drawn, and sent to where nobody sees them: whatever goes wrong here is done again
    sending    shown in the thread, by one call for all of them
    uncertain  no answer: their names are looked for in the thread before anything is drawn again

They are a month's chart and workbook, under its five lines, and what somebody asked for from the report. Kept is only which
message they belong to. They are drawn by the right its recipient has at that moment (`printing.attached`).
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from slack_sdk import WebClient

from bot import remedies
from bot.clock import Stopwatch
from bot.guarded import only_while
from bot.sending import looking, posting, uploading
from bot.sending.alarming import end_mended
from bot.sending.faults import OURS, blamed
from bot.sending.line import HELD, Line
from bot.sending.since import Since
from bot.slack_calls import Final, Mendable, NotTaken, Refused, Unsure
from storage import outbox as states
from storage.errors import Busy, InDoubt, Unavailable
from storage.gauges import Serves
from storage.notices.hours import rhythms, sends_at
from storage.outbox import Claim, Outcome
from storage.papers import ALARM, Paper
from storage.views import MessageView

if TYPE_CHECKING:
    from bot.printing.attached import File

log = logging.getLogger(__name__)

DRAWN_WITHIN = timedelta(minutes=10)
"""A large line takes seconds; a lease that ends earlier would have two processes draw the same."""
AT_ONCE = 2
"""Workspaces whose papers are drawn side by side in one process: each keeps a core and some memory busy."""
NOBODY_BELOW = "nobody is below them any more"
UNDRAWN = "cannot be drawn"


@dataclass(slots=True)
class Shelf:
    """The papers of one workspace. One pass at a time."""

    workspace: str
    line: Line
    paused_until: float = float("-inf")
    """By the steady clock: Slack said so, or somebody has to mend the app."""
    doubts: Since = field(init=False)
    leases: Since = field(init=False)

    def __post_init__(self) -> None:
        self.doubts = Since(self.line.patience.total_seconds())
        self.leases = Since(DRAWN_WITHIN.total_seconds())

    def run(self, now: datetime) -> int:
        """Put up what can be put up from `now` on; how many threads have their files."""
        return _Pass(self, Stopwatch(now)).run()


class _Pass:
    def __init__(self, shelf: Shelf, watch: Stopwatch) -> None:
        self._shelf, self._line, self._watch = shelf, shelf.line, watch
        self._store, self._outbox = shelf.line.store, shelf.line.store.outbox
        self._workspace = shelf.workspace
        self._client: WebClient = shelf.line.client(shelf.workspace)

    def run(self) -> int:
        outbox, now, steady = self._outbox, self._watch.now(), self._line.steady()
        ripe = self._shelf.leases.ripe(outbox.in_hand(self._workspace, files=True), steady)
        outbox.takeover(now, self._workspace, ripe, files=True)
        doubtful = outbox.doubtful(now, timedelta(0), workspace=self._workspace, files=True)
        done = sum(self._looked_for(each) for each in self._shelf.doubts.ripe(list(doubtful), steady))
        tried: set[int] = set()
        while not self._line.stopping.is_set() and self._line.steady() >= self._shelf.paused_until:
            claim = outbox.claim_files(self._watch.now(), DRAWN_WITHIN, self._workspace)
            if claim is None:
                break
            if claim.id in tried:  # once a pass, however time goes
                outbox.postponed(claim, self._watch.now() + posting.AGAIN, self._watch.now())
                break
            tried.add(claim.id)
            ended = self._put(claim)
            if ended is not None:
                self._line.tried(partial(self._outbox.settle, [ended], self._watch.now()))
            if isinstance(ended, states.Sent):
                self._line.tried(lambda: end_mended(self._store, self._workspace, ALARM, self._watch.now(), files=True))
                done += 1
        return done

    def _put(self, claim: Claim) -> Outcome | None:
        """Drawn, sent and shown; None: it has become somebody else's meanwhile."""
        now = self._watch.now()
        try:
            message = self._outbox.read_message(claim.workspace, claim.message_id, now)
        except OURS as fault:
            return states.Later(claim, now + posting.AGAIN_AT_MOST, blamed(claim, fault))
        paper = message.paper
        if paper is None or message.ts is None or message.channel is None:
            return states.Cancelled(claim, "nothing left to say")
        if (opens_at := self._opens_at(message, now)) > now:
            return states.Later(claim, opens_at)
        try:
            uploading.check(self._client)
            files = self._drawn(message, paper)
            if not files:
                return states.Cancelled(claim, NOBODY_BELOW)
            sent = uploading.send(self._client, files)
        except NotTaken as refusal:
            return self._refused(claim, message, Refused(str(refusal)) if isinstance(refusal, Unsure) else refusal)
        since = self._line.steady()
        if not self._line.tried(lambda: self._outbox.sending([claim], self._watch.now(), self._line.lease)):
            return None
        try:
            with only_while(lambda: self._line.steady() - since < self._line.guard.total_seconds()):
                uploading.show(self._client, sent, message.channel, message.ts)
        except NotTaken as refusal:
            return self._refused(claim, message, refusal)
        return states.Sent(claim, message.channel, message.ts)

    def _drawn(self, message: MessageView, paper: Paper) -> "tuple[File, ...]":
        """Raises `NotTaken` where a fault of ours keeps it from being drawn: others' are."""
        from bot.printing.attached import drawn  # the chart's library takes a second to load

        try:
            return drawn(self._store, message.workspace, message.recipient.id, paper, self._watch.now())
        except HELD:
            raise
        except Exception as fault:
            log.exception("the papers of message %s cannot be drawn", message.id)
            raise Mendable(f"{UNDRAWN}: {type(fault).__name__}") from fault

    def _opens_at(self, message: MessageView, now: datetime) -> datetime:
        """As the message itself, never outside their hours."""
        to = message.recipient
        with self._store.read(message.workspace, now) as work:
            return sends_at(message.kind, work.now, work.now, rhythms(work, {to.id: to})[to.id])

    def _refused(self, claim: Claim, message: MessageView, refusal: NotTaken) -> Outcome:
        now, code = self._watch.now(), str(refusal)
        if isinstance(refusal, Unsure):
            self._shelf.doubts.known(claim, self._line.steady())
            return states.Unsure(claim, now)
        if isinstance(refusal, Refused):
            pause = posting.wait(refusal, claim)
            self._shelf.paused_until = self._line.steady() + pause.total_seconds()
            return states.Again(claim, now + pause)
        if code not in remedies.UNREACHABLE | posting.GONE | {"thread_not_found"}:
            self._line.tried(lambda: self._store.alarms.begin(self._workspace, ALARM, detail=code, now=now))
        if isinstance(refusal, Mendable) and posting.may_be_mended(message, now):
            if not code.startswith(UNDRAWN):  # what stands in the way of one stands in the way of all
                self._shelf.paused_until = self._line.steady() + posting.AGAIN_AT_MOST.total_seconds()
            return states.Later(claim, now + posting.AGAIN_AT_MOST, code)
        log.warning("the papers of message %s cannot be put into Slack: %s", claim.message_id, code)
        return states.Failed(claim, code)

    def _looked_for(self, claim: Claim) -> bool:
        try:
            return self._stands(claim)
        except OURS as fault:
            blamed(claim, fault, "cannot be looked for")
            now = self._watch.now()
            self._outbox.look_again(claim, now + posting.AGAIN_AT_MOST, now)
            return False

    def _stands(self, claim: Claim) -> bool:
        """Whether they stand in the thread."""
        from bot.printing.attached import names

        now = self._watch.now()
        message = self._outbox.read_message(claim.workspace, claim.message_id, now)
        paper = message.paper
        try:
            if paper is None or message.ts is None or message.channel is None:
                raise Final("thread_not_found")
            found = uploading.stands(self._client, message.channel, message.ts, names(paper))
        except (Refused, Unsure) as refusal:
            self._outbox.look_again(claim, now + posting.wait(refusal, claim), now)
            return False
        except NotTaken as refusal:
            if not looking.is_unreadable(refusal):
                self._outbox.failed(claim, str(refusal), now)
            elif self._line.unsure == "repeat":
                self._outbox.absent(claim, now)
            else:
                self._outbox.failed(claim, looking.MISSED, now)
            return False
        if found:
            return self._outbox.sent(claim, str(message.channel), str(message.ts), now)
        self._outbox.absent(claim, now)
        return False


@dataclass(slots=True)
class Papers:
    """Every workspace's shelf, in threads of their own: no message waits for a drawing."""

    line: Line
    serves: Serves
    _shelves: dict[str, Shelf] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)
    _pool: ThreadPoolExecutor | None = None

    def put(self, now: datetime) -> int:
        """Put up what can be put up from `now` on, and wait for it; how many threads have their files."""
        return sum(self._run(each, now) for each in self._due(now))

    def tick(self, now: datetime) -> None:
        """The same without waiting."""
        for name in self._due(now):
            if name not in self._under_way:
                self._under_way.add(name)
                self._threads().submit(self._run, name, now)

    def close(self) -> None:
        """Let what is in hand end: a drawing, or a call."""
        if self._pool:
            self._pool.shutdown(wait=True)

    def _due(self, now: datetime) -> list[str]:
        return list(filter(self.serves, self.line.store.outbox.with_files(now)))

    def _run(self, workspace: str, now: datetime) -> int:
        shelf = self._shelves.get(workspace) or self._shelves.setdefault(workspace, Shelf(workspace, self.line))
        try:
            return shelf.run(now)
        except (Busy, Unavailable, InDoubt) as held:
            log.warning("papers of %s wait: %s", workspace, type(held).__name__)
        except Exception:
            log.exception("papers of %s failed; they are tried again at the next tick", workspace)
        finally:
            self._under_way.discard(workspace)
        return 0

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="papers")
        return self._pool
