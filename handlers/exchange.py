"""One request of Slack's and its one answer, given in time whatever is slow."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from functools import partial
from threading import Event, Lock
from typing import Any

from slack_bolt import Ack

from handlers import troubles
from handlers.answering import UndecidedError, answer
from handlers.edge import Edge
from handlers.entry import Entry
from handlers.patience import Waiting
from handlers.reply import Reply, say
from handlers.request import Incoming, Source
from handlers.tables import COMMANDS
from handlers.together import Outcome
from handlers.words.fields import SAVED as SAVED_TITLE
from handlers.words.waiting import NOT_KNOWN, NOT_KNOWN_TITLE, SAVED, SAVING
from storage.errors import Busy, Unavailable

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
FOUND_OUT_AFTER = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the tries to find out whether something was stored: a minute in all, as a failover takes."""


class _Stand(Enum):
    """How far an exchange has come."""

    WAITS = "waits"
    BEGUN = "begun"
    ANSWERED = "answered"
    INTERIM = "interim"
    REFUSED = "refused"


class Exchange(ABC):
    """The listener and the watch may both want to answer: one of them does, and what comes later goes another way."""

    def __init__(self, edge: Edge, ack: Ack, body: Body, incoming: Incoming, entry: Entry, waiting: Waiting) -> None:
        """`waiting` counts from the arrival of the request; nothing is begun yet."""
        self.edge, self.body, self.incoming, self.entry, self.waiting = edge, body, incoming, entry, waiting
        self.deps = edge.deps
        self._ack = ack
        self._lock = Lock()
        self._stand = _Stand.WAITS
        self._answered = Event()

    @abstractmethod
    def show(self, reply: Reply) -> None:
        """Give the answer, or bring it later where an interim one has been given."""

    @abstractmethod
    def ack_of(self, reply: Reply) -> dict[str, Any]:
        """The reply as Slack takes it in the answer itself."""

    @abstractmethod
    def interim(self) -> dict[str, Any]:
        """What Slack is told where the answer takes longer."""

    @abstractmethod
    def tell(self, reply: Reply) -> None:
        """Say it apart from Slack's answer, where that can hold no words: it takes longer, or was not begun."""

    def meet(self) -> bool:
        """The request has arrived. False where it has waited so long already that it was answered: it is not to be begun."""
        if self.waiting.is_too_late():
            self._refuse()
            return False
        self.edge.watch.at(self.waiting.arrived + self.waiting.patience.answer, self._overdue)
        return True

    def wait(self) -> None:
        """Until Slack's answer is there, or Slack waits no longer. The watch sees to it that it is, whatever is slow."""
        self._answered.wait(self.waiting.patience.given_up)

    def start(self) -> None:
        """See to it: together with others where that can be, else in a thread of its own."""
        if self.incoming.source is Source.COMMAND and self.entry.joins(self.incoming.text):
            self.edge.together.ask(self)
        else:
            self.edge.do(self.run)

    def run(self) -> None:
        """Alone."""
        if self.begin():
            self._finish()

    def conclude(self, outcome: Outcome, reply: Reply | None = None) -> None:
        """What came of it among others. Only the answer is given here, for the others wait; the rest is done in a thread."""
        if isinstance(outcome, Reply):
            self._give(outcome)
            if outcome.stored and self.edge.homes.is_shown(self.incoming):
                self.edge.do(self._draw_home)
        elif isinstance(outcome, Busy | Unavailable):
            self.edge.do(partial(self._give_up, outcome))
        else:
            self.edge.do(partial(self._finish, reply))

    def _give_up(self, outage: Exception) -> None:
        self.give(troubles.reply_to(outage, self.incoming, self.entry, self.deps, self.waiting))

    def _finish(self, first: Reply | None = None) -> None:
        """A fault that nobody foresaw leaves nobody waiting."""
        try:
            self._answer_alone(first)
        except Exception:
            log.exception("a fault in %s", self.incoming.name)
        finally:
            self._answered.set()

    def _answer_alone(self, first: Reply | None) -> None:
        try:
            self._before()
            reply = answer(self.incoming, self.entry, COMMANDS, self.deps, self.waiting, first)
        except UndecidedError as undecided:
            self._leave_open(undecided.reply)
            return
        except Exception as error:
            reply = troubles.reply_to(error, self.incoming, self.entry, self.deps, self.waiting)
        self.give(reply)

    def give(self, reply: Reply) -> None:
        """Show it, and see to what it promises."""
        self._give(reply)
        if reply.stored:
            self._draw_home()

    def _give(self, reply: Reply) -> None:
        try:
            self.show(self.promised(reply))
        except Exception as error:
            self._show_plainly(reply, error)

    def promised(self, reply: Reply) -> Reply:
        """The same, what it offers back being held from now on."""
        if reply.to_keep:
            self.edge.keeping.hold(reply.to_keep)
        return reply

    def _show_plainly(self, reply: Reply, error: Exception) -> None:
        """It could not be shown. Where it is stored, saying that something went wrong would make people save it twice."""
        if reply.stored:
            log.error("the answer to %s could not be shown", self.incoming.name, exc_info=error)
            self.acknowledge(**self.ack_of(say(SAVED, title=SAVED_TITLE)))
            return
        told = troubles.reply_to(error, self.incoming, self.entry, self.deps, self.waiting)
        self.show(self.promised(told.unopened or told))

    def acknowledge(self, **response: Any) -> bool:
        """Slack's answer. False where it has had one already."""
        with self._lock:
            if self._stand is not _Stand.BEGUN:
                return False
            self._stand = _Stand.ANSWERED
            self._answer(response)
            return True

    def _answer(self, response: Mapping[str, Any]) -> None:
        self._ack(**response)
        self._answered.set()

    def begin(self, room: timedelta = timedelta(0)) -> bool:
        """It is done from now on. False where it is not to be begun; `room` is what must be left of the time for it."""
        with self._lock:
            if self._stand is not _Stand.WAITS:
                return False
            if self.waiting.to_work() > room:
                self._stand = _Stand.BEGUN
                return True
        self._refuse()
        return False

    def _before(self) -> None:
        """What was typed before and is asked for now may be held here still."""
        self.edge.keeping.keep_now(self.incoming.value.partition("|")[0], self.waiting)

    def _overdue(self) -> None:
        with self._lock:
            if self._stand is _Stand.BEGUN:
                self._stand = _Stand.INTERIM
                self._answer(self.interim())
                return
        self._refuse()

    def turn_away(self, *, is_first: bool) -> None:
        """They ask too often. Said in Slack's answer; apart from it only once, or each would cost a call of Slack's."""
        with self._lock:
            self._stand = _Stand.REFUSED
            most = self.edge.pace.a_minute
            reply = self.promised(troubles.too_often(most, self.incoming, self.entry, is_first=is_first))
            self._answer(self.ack_of(reply))
        if is_first:
            log.warning("%s: more than %d requests in a minute of %s", self.incoming.name, most, self.incoming.slack_id)
            self.edge.afterwards.do(partial(self.tell, reply))

    def _refuse(self) -> None:
        """So many wait that this one was not begun: say so, and whoever begins it later finds it done."""
        with self._lock:
            if self._stand is not _Stand.WAITS:
                return
            self._stand = _Stand.REFUSED
            reply = self.promised(troubles.not_begun(self.incoming, self.entry))
            self._answer(self.ack_of(reply))
        log.warning("%s waited %.1f seconds and was not begun", self.incoming.name, self.waiting.so_far())
        self.edge.afterwards.do(partial(self.tell, reply))

    # -- stored or not: nobody knows yet

    def _leave_open(self, first: Reply) -> None:
        log.warning("%s: the database stopped answering in COMMIT; it is being found out", self.incoming.name)
        self.acknowledge(**self.interim())
        self.edge.afterwards.do(partial(self.tell, say(SAVING)))
        self.edge.afterwards.do(partial(self._find_out, first, 1), FOUND_OUT_AFTER[0])

    def _find_out(self, first: Reply, tries: int) -> None:
        waiting = Waiting(self.deps.stopwatch(), self.deps.stopwatch, self.deps.patience)
        try:
            reply = answer(self.incoming, self.entry, COMMANDS, self.deps, waiting, first)
        except UndecidedError as undecided:
            again = partial(self._find_out, undecided.reply, tries + 1)
            if tries < len(FOUND_OUT_AFTER) and self.edge.afterwards.do(again, FOUND_OUT_AFTER[tries]):
                return
            log.error("%s: it could not be found out whether it was stored", self.incoming.name)
            reply = self.not_known()
        except Exception as error:
            reply = troubles.reply_to(error, self.incoming, self.entry, self.deps, waiting)
        self.give(reply)

    def not_known(self) -> Reply:
        """A minute has passed, and still nobody knows."""
        return say(NOT_KNOWN, title=NOT_KNOWN_TITLE)

    def _draw_home(self) -> None:
        try:
            self.edge.homes.after(self.incoming)
        except Exception:
            # It is stored and acknowledged: saying "something went wrong" now would make people save it twice.
            log.exception("the Home tab of %s was not brought up to date", self.incoming.slack_id)
