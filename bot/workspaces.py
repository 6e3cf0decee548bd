"""Which workspace a request is from, and the client for it: of one token, or of every workspace the app is installed in.

Nothing is asked of Slack for it, and of the database once a minute: whoever has been looked up is remembered for `FRESH`
seconds. What is uninstalled is forgotten at once by the process that is told of it, and by every other within that minute.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store.models.bot import Bot
from sqlalchemy.exc import SQLAlchemyError

from bot.installations import Installations
from handlers.deps import Origin
from storage import SINGLE
from storage.errors import Busy, Unavailable
from storage.models.installations import workspace_of

log = logging.getLogger(__name__)

FRESH = 60.0
"""Seconds."""
ABSENT = 5.0
"""Seconds for which somebody is known not to be there: so long a new installation may have to wait."""
OUTAGES = (SQLAlchemyError, Busy, Unavailable)
MOST = 10_000
"""Teams remembered; beyond, all are looked up anew."""


class Workspaces(Protocol):
    """Every workspace this bot works for."""

    def of(self, origin: Origin) -> str:
        """The workspace of whoever asks."""

    def token(self, workspace: str) -> str:
        """Its bot's; "" where there is none: Slack then answers `not_authed`."""

    def serves(self, workspace: str) -> bool:
        """Whether anything is to be done for it."""

    def names(self) -> Collection[str]:
        """All of them."""


@dataclass(frozen=True, slots=True)
class OneToken:
    """One council, one workspace, whatever Slack calls its team."""

    only: str
    """Its token."""

    def of(self, origin: Origin) -> str:
        """The only one."""
        return SINGLE

    def token(self, workspace: str) -> str:
        """The only one."""
        return self.only

    def serves(self, workspace: str) -> bool:
        """Whatever is stored."""
        return True

    def names(self) -> Collection[str]:
        """The only one."""
        return [SINGLE]


@dataclass(slots=True)
class Installed:
    """Each workspace is named by its team's id, or by the organisation's where the app is installed in all of that."""

    installations: Installations
    steady: Callable[[], float]
    """Seconds that only go forward."""
    _known: dict[object, tuple[float, Any]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _forgotten: int = 0

    def of(self, origin: Origin) -> str:
        """Where the database cannot be asked, what Slack's request says of itself."""
        try:
            bot = self.bot(origin)
        except OUTAGES:
            bot = None
        if bot is None:
            return workspace_of(origin.enterprise_id, None if origin.is_org else origin.team_id)
        return workspace_of(bot.enterprise_id, bot.team_id)

    def bot(self, origin: Origin) -> Bot | None:
        """The installation that serves whoever asks. Raises what the database raises, where it is not known yet."""
        enterprise, team = origin.enterprise_id or None, origin.team_id or None
        return self._remembered(origin, lambda: self.installations.find(enterprise, team, is_org=origin.is_org or team is None))  # type: ignore[no-any-return]

    def token(self, workspace: str) -> str:
        """The newest installation's."""
        try:
            bot = self._remembered(workspace, lambda: self.installations.of(workspace))
        except OUTAGES as error:
            log.warning("the token of %s could not be looked up: %s", workspace, type(error).__name__)
            return ""
        return str(bot.bot_token) if bot else ""

    def serves(self, workspace: str) -> bool:
        """Whether it is installed there. Where the database cannot be asked nothing could be done for it either."""
        return workspace in self.names()

    def names(self) -> Collection[str]:
        """Those it is installed in."""
        try:
            return frozenset(self._remembered(None, self.installations.since))
        except OUTAGES as error:
            log.warning("where the app is installed could not be looked up: %s", type(error).__name__)
            return frozenset()

    def forget(self) -> None:
        """Look everything up anew: something was installed or uninstalled."""
        with self._lock:
            self._known.clear()
            self._forgotten += 1

    def _remembered(self, key: object, look_up: Callable[[], Any]) -> Any:
        now, old = self.steady(), self._known.get(key)
        if old is not None and now - old[0] < (FRESH if old[1] else ABSENT):
            return old[1]
        forgotten = self._forgotten
        try:
            found = look_up()
        except OUTAGES:
            if old is None:
                raise
            return old[1]  # until the database answers again: people are told what is wrong with the token there was
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            if forgotten == self._forgotten:  # else what was read may be older than what was forgotten since
                self._known[key] = (now, found)
        return found


@dataclass(slots=True)
class Authorized(Authorize):
    """For Bolt: whose token a request may use. None: the app is not installed there."""

    workspaces: Workspaces

    def __call__(self, *, context: Any, enterprise_id: str | None, team_id: str | None, **_who: Any) -> AuthorizeResult | None:
        """Where the database cannot be asked it goes on without a token, so that the person is told what is wrong."""
        if not isinstance(self.workspaces, Installed):
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self.workspaces.token(SINGLE))
        origin = Origin(enterprise_id or "", team_id or "", is_org=bool(context.is_enterprise_install))
        try:
            bot = self.workspaces.bot(origin)
        except OUTAGES as error:
            log.warning("whose request it is could not be looked up: %s", type(error).__name__)
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="")  # nosec B106 # of nobody
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
        )


def client(make: Callable[[str], WebClient], workspaces: Workspaces) -> Callable[[str], WebClient]:
    """The client for a workspace, made anew only when its token has changed."""
    made: dict[str, WebClient] = {}

    def of(workspace: str) -> WebClient:
        token = workspaces.token(workspace)
        found = made.get(workspace)
        if found is None or found.token != token:
            found = made[workspace] = make(token)
        return found

    return of
