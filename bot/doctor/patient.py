"""What is examined: the settings as far as they can be read, and what they lead to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet
from slack_sdk import WebClient

from bot.clock import Clock
from bot.settings import Settings
from bot.wiring import build_client, build_clock
from scheduling.errors import SupervisionError
from scheduling.policy import Policy
from storage import SINGLE, packs
from storage.examining import file_of
from storage.store import Store

SLACK_TIMEOUT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Patient:
    """One installation."""

    settings: Settings
    faults: Sequence[str]
    """What is wrong with the settings, a line each."""
    clock: Clock
    client: WebClient | None
    """None without a token."""
    policy: Policy | None
    policy_fault: str
    store: Store | None
    """None where there is no database yet."""
    workspace: str = SINGLE

    @property
    def now(self) -> datetime:
        """This instant on the computer's clock."""
        return self.clock.now()


@contextmanager
def admitted(settings: Settings, faults: Sequence[str]) -> Iterator[Patient]:
    """With whatever can be built from these settings; closed at the end. Nothing is created that is not there."""
    policy, policy_fault = _policy(settings)
    store = _store(settings, policy)
    client = build_client(settings, SLACK_TIMEOUT) if settings.slack_bot_token else None
    try:
        yield Patient(settings, faults, build_clock(settings), client, policy, policy_fault, store)
    finally:
        if store:
            store.close()


def _policy(settings: Settings) -> tuple[Policy | None, str]:
    try:
        return packs.load(settings.cornerstone_policy), ""
    except SupervisionError as error:
        return None, error.sentence


def _store(settings: Settings, policy: Policy | None) -> Store | None:
    """Also without keys or a policy of its own: the rest of the database can be examined."""
    file = file_of(settings.url)
    if file is not None and not file.exists():
        return None
    keys = settings.cornerstone_keys or (Fernet.generate_key().decode(),)
    return Store(settings.url, keys=keys, policy=policy or packs.load("wokingham"), zone=settings.cornerstone_timezone)
