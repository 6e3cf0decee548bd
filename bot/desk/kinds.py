"""The desk's small types: who works here, what a command is, and how patient Slack is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Json = dict[str, Any]
TOKEN_PREFIX = "xoxb-desk-"  # noqa: S105 # nosec B105 # a mark that no real token bears


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the workspace."""

    id: str
    name: str
    real_name: str
    email: str
    tz: str = "Europe/London"
    role: str = ""
    deleted: bool = False
    is_admin: bool = False
    is_bot: bool = False

    @property
    def initials(self) -> str:
        """Two letters for the picture."""
        words = self.real_name.split() or ["?"]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the app, as its manifest describes it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the app: `global`, or `message` for the menu of a message."""

    callback_id: str
    name: str
    type: str = "global"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """Slack's patience, in seconds. Tests shorten what they would have to wait for."""

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    response_url_seconds: float = 30 * 60
    response_url_uses: int = 5
    event_retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    channel_message_seconds: float = 1.0
    request_seconds: float = 60.0
    """A request that has not come in full is waited for so long; then the line is closed, and nothing is done."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The ids of the workspace, the app and its bot."""

    team_id: str = "T0DESK001"
    team_name: str = "Sample council"
    team_domain: str = "sample-council"
    app_id: str = "A0DESK001"
    bot_id: str = "B0DESK001"
    bot_user: Member = field(default_factory=lambda: Member("U0DESKBOT", "cornerstone", "Cornerstone", "", is_bot=True))
    enterprise_id: str = ""
    """The organisation on Enterprise Grid it is part of, if it is."""
    enterprise_name: str = ""


class TimeMachine(Protocol):
    """Moves the bot's clock. Every step may take seconds: what comes due on the way is sent."""

    def now(self) -> datetime:
        """The bot's present."""

    def advance(self, days: int) -> None:
        """Let so many days pass."""

    def to_next_notice(self) -> bool:
        """Let time pass until something is sent. False when nothing is planned."""
