"""What is being typed in a form, kept as it is typed: a closed window or a lost line costs a second at most.

Slack tells of every letter, and of a window that is closed, but then not of what stood in it. So the latest of each window is
held here, and kept when the typing pauses: one write a second for somebody who types, whatever their speed.
"""

import logging
from collections.abc import Mapping
from functools import partial
from threading import Lock
from typing import Any

from handlers.answering import answer
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.envelope import action
from handlers.filling.blocks import TYPED
from handlers.filling.engine import keep_typed
from handlers.forms import plan, unsent
from handlers.patience import Waiting
from handlers.reply import Reply
from handlers.request import Incoming, Request
from handlers.tables import COMMANDS
from handlers.watch import Afterwards
from scheduling.errors import SupervisionError
from storage.errors import Busy, InDoubt, Unavailable
from storage.unit import UnitOfWork

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
PAUSE = 1.0
"""Seconds after a letter until what stands there is kept."""
AGAIN_AFTER = (2.0, 5.0, 15.0, 60.0)
"""Seconds between the tries where storage takes nothing."""
MOST = 5000
"""Windows held at once, and known: the oldest gives way."""


def _keep(request: Request, work: UnitOfWork) -> Reply:
    """A form of one screen, the dates of a year, or a step of a policy's form."""
    if unsent.KEPT in request.meta:
        return unsent.keep_typed(request, work)
    return plan.keep_typed(request, work) if "plan" in request.meta else keep_typed(request, work)


ENTRY = Entry(_keep)


class Typing:
    """The latest of each window, until it is kept. Of this process, in memory."""

    def __init__(self, deps: Deps, afterwards: Afterwards) -> None:
        """One for the whole app."""
        self._deps, self._afterwards = deps, afterwards
        self._lock = Lock()
        self._latest: dict[str, Incoming] = {}
        self._typed_at: dict[str, float] = {}
        self._being_kept = 0

    def notice(self, body: Body) -> bool:
        """Whether this only tells of typing, or of a window that was closed: there is nothing to answer then."""
        if body.get("type") == "view_closed":
            self._afterwards.do(partial(self._keep, str(body["view"]["id"]), 0))
            return True
        pressed = body.get("actions") or [{}]
        if body.get("type") != "block_actions" or not str(pressed[0].get("action_id")).startswith(f"{TYPED}:"):
            return False
        window = str((body.get("view") or {}).get("id") or "")
        at = float(pressed[0].get("action_ts") or 0)
        if window and self._hold(window, at, action(body, self._deps)):
            self._afterwards.do(partial(self._keep, window, 0), PAUSE)
        return True

    @property
    def held(self) -> int:
        """Windows of which something is still to be kept."""
        with self._lock:
            return len(self._latest) + self._being_kept

    def _hold(self, window: str, at: float, incoming: Incoming) -> bool:
        """Whether it is the first since the last was kept. Each letter is a request of its own: one may overtake another."""
        with self._lock:
            if at < self._typed_at.get(window, 0):
                return False
            self._typed_at.pop(window, None)
            self._typed_at[window] = at
            is_first = self._latest.pop(window, None) is None
            self._latest[window] = incoming
            for held in (self._latest, self._typed_at):
                if len(held) > MOST:
                    held.pop(next(iter(held)))
        return is_first

    def _keep(self, window: str, tries: int) -> None:
        with self._lock:
            incoming = self._latest.pop(window, None)
            if incoming is None:
                return
            self._being_kept += 1
        try:
            self._answer(window, incoming, tries)
        finally:
            with self._lock:
                self._being_kept -= 1

    def _answer(self, window: str, incoming: Incoming, tries: int) -> None:
        waiting = Waiting(self._deps.stopwatch(), self._deps.stopwatch, self._deps.patience)
        try:
            answer(incoming, ENTRY, COMMANDS, self._deps, waiting)
        except (Busy, Unavailable, InDoubt):
            self._try_again(window, incoming, tries)
        except SupervisionError:
            log.info("what was typed in %s is no longer theirs to write", incoming.name)

    def _try_again(self, window: str, incoming: Incoming, tries: int) -> None:
        with self._lock:
            newer = self._latest.setdefault(window, incoming) is not incoming
        if newer or tries >= len(AGAIN_AFTER):
            return
        self._afterwards.do(partial(self._keep, window, tries + 1), AGAIN_AFTER[tries])
