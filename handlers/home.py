"""The Home tab: by role, as things stand now."""

import logging
from collections.abc import Sequence
from http.client import HTTPException
from threading import BoundedSemaphore, Lock
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers import acquaintance
from handlers.actions import audits, observing, signing, training
from handlers.deps import Deps
from handlers.homes import beginning, begun, left, own, planned, raised, supervisees, teams
from handlers.homes.lists import Listed, Part, laid_out
from handlers.patience import Waiting, in_time
from handlers.request import Incoming, Request, Source
from handlers.words import helping, kit, rhythm
from handlers.words import home as words
from storage.errors import Busy, Unavailable
from storage.unit import UnitOfWork

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Home tabs drawn at once, at most: were Slack slow, they would take every thread that answers people."""
TIMEOUT = 2.0
"""Seconds for Slack to take one."""


class Homes:
    """Publishes Home tabs: one at a time a person, and the last state of things last."""

    def __init__(self, deps: Deps) -> None:
        """One for the whole app."""
        self._deps = deps
        self._lock = Lock()
        self._busy: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()
        self._opened: set[tuple[str, str]] = set()
        self._room = BoundedSemaphore(AT_ONCE)

    def opened(self, workspace: str, slack_id: str) -> None:
        """Somebody looks at their Home tab."""
        self._opened.add((workspace, slack_id))
        self.publish(workspace, slack_id)

    def after(self, incoming: Incoming) -> None:
        """Somebody has written something. Who has never opened the tab need not have it drawn: opening it draws it."""
        if self.is_shown(incoming):
            self.publish(incoming.workspace, incoming.slack_id)

    def is_shown(self, incoming: Incoming) -> bool:
        """Whether they may be looking at it."""
        return incoming.source is not Source.COMMAND or (incoming.workspace, incoming.slack_id) in self._opened

    def publish(self, workspace: str, slack_id: str) -> None:
        """Show somebody's Home tab anew; where that is being done already, it is done once more after.

        Where too many are being drawn it is left: the next opening shows it.
        """
        key = (workspace, slack_id)
        with self._lock:
            if key in self._busy:
                self._again.add(key)
                return
            self._busy.add(key)
        has_room = self._room.acquire(blocking=False)
        try:
            if has_room:
                self._until_current(key)
            else:
                log.warning("the Home tab of %s is left until it is opened again: too many are being drawn", slack_id)
        finally:
            if has_room:
                self._room.release()
            with self._lock:
                self._busy.discard(key)
                self._again.discard(key)

    def _until_current(self, key: tuple[str, str]) -> None:
        while True:
            _send(self._deps, *key)
            with self._lock:
                if key not in self._again:
                    return
                self._again.discard(key)


def _send(deps: Deps, workspace: str, slack_id: str) -> None:
    """A failure of Slack's or of storage's is left: the next opening of the tab shows it."""
    try:
        view = build(deps, workspace, slack_id)
    except (Busy, Unavailable, acquaintance.SilentError) as error:
        log.warning("the Home tab of %s was not drawn: %s", slack_id, type(error).__name__)
        return
    try:
        in_time(deps.client(workspace), TIMEOUT).views_publish(user_id=slack_id, view=view)
    except SlackApiError as error:
        log.warning("views.publish for %s: %s", slack_id, error.response.get("error"))
    except (OSError, HTTPException) as error:
        log.warning("views.publish for %s: %s", slack_id, type(error).__name__)


def build(deps: Deps, workspace: str, slack_id: str) -> dict[str, Any]:
    """The tab, for somebody known or not."""
    incoming = Incoming(Source.ACTION, "home", workspace, slack_id, request_id="")
    waiting = Waiting(deps.stopwatch(), deps.stopwatch, deps.patience)
    found = _of(deps, incoming, waiting)
    if found is None:
        acquaintance.introduce(deps, workspace, slack_id, waiting)
        found = _of(deps, incoming, waiting)
    return found or _tab([kit.section(acquaintance.stranger(slack_id, incoming).sentence)])


def _of(deps: Deps, incoming: Incoming, waiting: Waiting) -> dict[str, Any] | None:
    now = deps.now()
    with deps.store.read(incoming.workspace, now, within=waiting.to_work()) as work:
        viewer = work.people.of_slack(incoming.slack_id)
        if viewer is None:
            return None
        return _tab(blocks(Request(incoming, viewer, now, work.today, deps.public_url()), work))


def blocks(request: Request, work: UnitOfWork) -> list[Block]:
    """All of the tab, within Slack's limits: a list that is longer than its place goes on behind its button."""
    return laid_out(parts(request, work))


def parts(request: Request, work: UnitOfWork) -> list[Part]:
    """The teams below, those one supervises, oneself; in as many statements however many they are."""
    people = work.people.supervisees_of(request.viewer.id)
    manages = bool(work.people.leaders([person.id for person in people]))
    found: list[Sequence[Part]] = [
        own.blocks(request, work, is_supervisor=bool(people)),
        supervisees.blocks(request, work, people),
        teams.blocks(request, work) if manages else [],
    ]
    if people:
        found.reverse()  # what one answers for comes before what one is owed
    made: list[Part] = list(beginning.blocks(request, work, people, manages=manages))
    first: list[Sequence[Part]] = [
        left.blocks(request, work),
        raised.blocks(request, work),
        signing.waiting(request, work),
        planned.waiting(request, work),
    ]
    found[:0] = [*first, begun.blocks(request, work), observing.ahead(request, work, people), audits.at_home(request, work)]
    found.append(training.at_home(request, work, people) if manages else [])
    for part in found:
        made += [*part, kit.divider()] if _says(part) else []
    nothing: list[Part] = [] if _says(made) else [kit.section(words.NOTHING)]
    row = kit.button(helping.LABEL, helping.OPEN, "all"), kit.button(rhythm.LABEL, rhythm.OPEN, "own")
    return [*made, *nothing, kit.actions(*row), kit.context(words.how_to(rhythm.how(request.viewer)))]


def _says(part: Sequence[Part]) -> bool:
    return any(not isinstance(one, Listed) or one.entries for one in part)


def _tab(made: list[Block]) -> dict[str, Any]:
    return kit.view(View(type="home", blocks=made))
