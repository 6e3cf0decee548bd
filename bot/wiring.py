"""Puts the rooms together. Nothing happens at import."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

import handlers
from bot.clock import Clock, MovableClock, SystemClock
from bot.sender import HTTP_TIMEOUT, Sender
from bot.settings import Settings, SettingsFault, check_for_slack, read
from bot.ticks import Ticks
from handlers.deps import Deps
from scheduling.errors import SupervisionError
from storage import SINGLE, packs
from storage.errors import Busy
from storage.store import Store

WEB_THREADS = 32
"""Requests in hand at once, in a web process; the listener pool is as large."""


ANSWERING_TIMEOUT = timedelta(seconds=2)
"""For calls made while a person waits: Slack gives up on our answer after three seconds."""


class NoKeys(SupervisionError):
    """CORNERSTONE_KEYS is not set, and what people write is sealed with it. Make one with `cornerstone keys new`."""


def build_store(settings: Settings) -> Store:
    """The store the settings name; the caller closes it. Raises NoKeys, PackFault."""
    if not settings.cornerstone_keys:
        raise NoKeys
    policy = packs.load(settings.cornerstone_policy)
    try:
        return Store(settings.url, keys=settings.cornerstone_keys, policy=policy, zone=settings.cornerstone_timezone)
    except OSError as error:
        named = "DATABASE_URL" if settings.database_url else "CORNERSTONE_HOME"
        said = f"{named}: the folder of the database cannot be made ({error.strerror}); name one this user may write to"
        raise SettingsFault(said) from None


def bring_up(store: Store, tries: int = 20) -> None:
    """Bring the database to this version, after whoever is doing it just now. Raises SettingsFault where none answers."""
    try:
        store.upgrade()
    except SQLAlchemyError as error:
        if "locked" in str(error) and tries > 1:
            return bring_up(store, tries - 1)
        raise SettingsFault(
            f"DATABASE_URL: the database cannot be used ({type(error).__name__}); check its address, that it runs, "
            "and that this user may write there"
        ) from error


@contextmanager
def open_store(*, upgrade: bool = False) -> Iterator[Store]:
    """The council's store by the environment's settings, closed at the end."""
    store = build_store(read())
    try:
        if upgrade:
            bring_up(store)
        yield store
    finally:
        store.close()


def faults_of(store: Store) -> list[str]:
    """What keeps the bot from working, a sentence each: a database that can be read but not written to among it."""
    try:
        with store.writing():
            pass
    except Busy:
        return ["The database is held by another process, so nothing can be stored. Stop what holds it; it goes on by itself."]
    except SQLAlchemyError as error:
        return [f"The database does not answer ({type(error).__name__}). Check DATABASE_URL, that it runs, and the disk."]
    return store.is_ready()


def build_clock(settings: Settings) -> Clock:
    """The system's clock, or the demo's movable one."""
    return MovableClock(settings.cornerstone_clock) if settings.cornerstone_clock else SystemClock()


def build_client(settings: Settings, timeout: timedelta = HTTP_TIMEOUT) -> WebClient:
    """A client for Slack that never repeats a call by itself; proxies from the environment are honoured."""
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=int(timeout.total_seconds()),
        retry_handlers=[],
    )


def build_deps(settings: Settings, store: Store, clock: Clock) -> Deps:
    """What every handler may use."""
    client = build_client(settings, ANSWERING_TIMEOUT)
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
