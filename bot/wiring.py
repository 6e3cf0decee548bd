"""Puts the rooms together. Nothing happens at import."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from slack_bolt import App
from slack_sdk import WebClient

import handlers
from bot.clock import Clock, MovableClock, SystemClock
from bot.sender import HTTP_TIMEOUT, Sender
from bot.settings import Settings, check_for_slack, read
from bot.ticks import Ticks
from handlers.deps import Deps
from scheduling.errors import SupervisionError
from storage import SINGLE, packs
from storage.store import Store

WEB_THREADS = 32
"""Requests in hand at once, in a web process; the listener pool is as large."""


class NoKeys(SupervisionError):
    """CORNERSTONE_KEYS is not set, and what people write is sealed with it. Make one with `cornerstone keys new`."""


def build_store(settings: Settings) -> Store:
    """The store the settings name; the caller closes it. Raises NoKeys, PackFault."""
    if not settings.cornerstone_keys:
        raise NoKeys
    if not settings.database_url:
        settings.cornerstone_home.mkdir(parents=True, exist_ok=True)
    return Store(
        settings.url,
        keys=settings.cornerstone_keys,
        policy=packs.load(settings.cornerstone_policy),
        zone=settings.cornerstone_timezone,
    )


@contextmanager
def open_store(*, upgrade: bool = False) -> Iterator[Store]:
    """The council's store by the environment's settings, closed at the end."""
    store = build_store(read())
    try:
        if upgrade:
            store.upgrade()
        yield store
    finally:
        store.close()


def build_clock(settings: Settings) -> Clock:
    """The system's clock, or the demo's movable one."""
    return MovableClock(settings.cornerstone_clock) if settings.cornerstone_clock else SystemClock()


def build_client(settings: Settings) -> WebClient:
    """A client for Slack that never repeats a call by itself; proxies from the environment are honoured."""
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=int(HTTP_TIMEOUT.total_seconds()),
        retry_handlers=[],
    )


def build_deps(settings: Settings, store: Store, clock: Clock) -> Deps:
    """What every handler may use."""
    client = build_client(settings)
    return Deps(store=store, now=clock.now, client=lambda workspace: client, zone=settings.cornerstone_timezone)


def build_bolt(settings: Settings, deps: Deps) -> App:
    """The Bolt app with every listener; raises SettingsFault where Slack's settings are missing."""
    check_for_slack(settings)
    app = App(
        client=build_client(settings),
        signing_secret=settings.slack_signing_secret or "socket mode needs none",
        token_verification_enabled=False,  # a Slack that does not answer must not stop the bot from starting
        # Bolt's default of five threads leaves a sixth slow command unanswered at three seconds (`slack-facts.md`).
        listener_executor=ThreadPoolExecutor(max_workers=WEB_THREADS, thread_name_prefix="listener"),
    )
    handlers.register(app, deps)
    return app


def build_ticks(settings: Settings, store: Store, clock: Clock) -> Ticks:
    """The clock's work over `store`."""
    client = build_client(settings)
    return Ticks(store=store, sender=Sender(store, lambda workspace: client), clock=clock, workspace=SINGLE)
