"""What every handler may use, given from outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk import WebClient

from handlers.counted import Counted
from handlers.pace import USUAL_A_MINUTE
from handlers.patience import USUAL, Patience
from storage import SINGLE
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in Slack a request is from; "" where Slack does not say."""

    enterprise_id: str = ""
    """The organisation, on Enterprise Grid."""
    team_id: str = ""
    is_org: bool = False
    """Whether the app is installed in the whole organisation, and not in this workspace."""


def single(origin: Origin) -> str:
    """One council, one workspace, whatever Slack calls its team."""
    return SINGLE


def nowhere() -> str:
    """Not to be reached from outside, as in Socket Mode."""
    return ""


@dataclass(frozen=True, slots=True)
class Deps:
    """Storage, the clock and Slack."""

    store: Store
    now: Callable[[], datetime]
    """This instant, aware."""
    client: Callable[[str], WebClient]
    """The Web API client for a workspace."""
    stopwatch: Callable[[], float]
    """Seconds on a clock that nobody sets: how long somebody has waited."""
    zone: str = "Europe/London"
    workspace: Callable[[Origin], str] = single
    """Which workspace of ours a request is from."""
    public_url: Callable[[], str] = nowhere
    """Where calendars outside Slack reach the bot, without a slash at the end; "" where they cannot."""
    sends_files: bool = True
    """Files may lie in Slack."""
    a_minute: int = USUAL_A_MINUTE
    """How often one person may ask."""
    patience: Patience = USUAL
    """How long anybody waits."""
    counted: Counted = field(default_factory=Counted)
    """What took longer to count, for whoever asks again."""
