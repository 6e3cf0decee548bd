"""What was typed while storage took nothing: held in this process, and kept as soon as storage takes it."""

import logging
from functools import partial
from threading import Lock

from handlers import acquaintance
from handlers.deps import Deps
from handlers.kept import keep, place_of
from handlers.patience import Waiting
from handlers.reply import Typed
from handlers.watch import Afterwards
from storage.errors import Busy, InDoubt, Unavailable

log = logging.getLogger(__name__)

AGAIN_AFTER = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, *(60.0,) * 29)
"""Seconds between the tries: half an hour in all."""
MOST = 1000
"""Held at once: the oldest gives way."""


class Keeping:
    """Holds what was typed, and never shows it: it is sealed like everything else once storage takes it."""

    def __init__(self, deps: Deps, afterwards: Afterwards) -> None:
        """One for the whole app."""
        self._deps, self._afterwards = deps, afterwards
        self._lock = Lock()
        self._held: dict[str, Typed] = {}

    def hold(self, typed: Typed) -> None:
        """Keep it as soon as can be."""
        place = place_of(typed.incoming)
        with self._lock:
            self._held[place] = typed
            if len(self._held) > MOST:
                self._held.pop(next(iter(self._held)))
                log.error("more than %d texts wait to be kept: the oldest was given up", MOST)
        self._afterwards.do(partial(self._try, place, 0))

    def keep_now(self, place: str, waiting: Waiting) -> None:
        """Somebody asks for it: keep it now, if it is held here. Raises Busy and Unavailable."""
        with self._lock:
            typed = self._held.get(place)
        try:
            if typed is not None:
                self._keep(place, typed, waiting)
        except InDoubt as doubt:
            raise Unavailable from doubt  # kept twice is kept once: the next press finds it

    def _try(self, place: str, tries: int) -> None:
        with self._lock:
            typed = self._held.get(place)
        if typed is None:
            return
        try:
            self._keep(place, typed, Waiting(self._deps.stopwatch(), self._deps.stopwatch, self._deps.patience))
        except Exception as error:  # whatever the trouble is, it must not cost anybody what they typed
            if not isinstance(error, Busy | Unavailable | InDoubt | acquaintance.SilentError):
                log.exception("what was typed with %s could not be kept yet", typed.incoming.name)
            if tries < len(AGAIN_AFTER):
                self._afterwards.do(partial(self._try, place, tries + 1), AGAIN_AFTER[tries])
                return
            log.error("what was typed with %s could not be kept for half an hour and was given up", typed.incoming.name)
            self._forget(place)

    def _keep(self, place: str, typed: Typed, waiting: Waiting) -> None:
        incoming = typed.incoming
        if not keep(typed, self._deps, waiting):  # nobody we know yet
            acquaintance.introduce(self._deps, incoming.workspace, incoming.slack_id, waiting)
            keep(typed, self._deps, waiting)
        self._forget(place)

    def _forget(self, place: str) -> None:
        with self._lock:
            self._held.pop(place, None)
