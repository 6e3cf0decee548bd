"""Puts the rooms together. Nothing happens at import."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

import handlers
from bot.administrators import Administrators
from bot.alarms import Teller
from bot.clock import Clock, MovableClock, SystemClock, stopwatch
from bot.door import Door, Seen
from bot.guarded import GuardedClient
from bot.installations import Installations
from bot.installing import NOT_INSTALLED, Installing, build_installing, listen
from bot.outage import Outage
from bot.sending import HTTP_TIMEOUT, Sender
from bot.settings import Settings, SettingsFault, check_for_slack, read
from bot.ticks import Ticks
from bot.watch import Watching, Watchman
from bot.workspaces import Authorized, Installed, OneToken, Workspaces, client
from handlers import Edge
from handlers.deps import Deps
from handlers.patience import USUAL, Patience
from scheduling.errors import SupervisionError
from storage import packs
from storage.errors import Busy, Unavailable
from storage.examining import file_of
from storage.lifecycle.schedule import read as read_schedule
from storage.store import Store

WEB_THREADS = 128
"""Requests in hand at once, in a web process or all its workers together.

Sized for the worst hour: 3,000 staff, each pressing one button between 09:00 and 09:10, is five a second; all of them in the
first minute of a reorganisation, fifty. A press takes 20 ms of ours and one call of Slack's, 100 to 300 ms: 50 × 0.3 s is 15 at
once, and Slack may take four times as long. While a thread waits it sleeps, and is woken by the answer: those who store go into
one transaction, of which more are cheaper (`handlers/together.py`), those who look something up have a few places
(`storage.store.READERS`), so that many threads do not mean many at work. Twice as many as go into one transaction: while those
wait for the database the next are read. A slow database fills them at 64 a second, as each is let go after two seconds; what
has waited so long for a thread is answered at once that it was not begun (`handlers/patience.py`).
"""
LISTENER_THREADS = 2 * WEB_THREADS
"""Who has been given an interim answer lets the web thread go and still works; Home tabs are drawn here too, 16 at most."""
DATABASE_THREADS = 40
"""Connections at most, a process; eight are usual, for nobody holds one while calling Slack, and writers take turns.
On PostgreSQL allow for two workers and a clock, 120 at most, or put a pooler in between."""

NO_SECRET = "socket mode needs none"  # noqa: S105 # nosec B105 # where nothing is signed


class NoKeys(SupervisionError):
    """CORNERSTONE_KEYS (or CORNERSTONE_KEYS_FILE) is not set, and it seals what people write: `cornerstone keys new`."""


class NoDatabase(SupervisionError):
    """There is no database there. Check CORNERSTONE_HOME or DATABASE_URL, or run `cornerstone db upgrade`."""


class NotReady(SupervisionError):
    """The database is not at the newest schema. Run `cornerstone db upgrade`."""


def build_store(settings: Settings, named: str = "") -> Store:
    """The store the settings name; the caller closes it. `named`: where its address was given, if not there.

    Raises NoKeys, PackFault, SettingsFault.
    """
    if not settings.cornerstone_keys:
        raise NoKeys
    policy = packs.load(settings.cornerstone_policy)
    try:
        return Store(
            settings.url,
            keys=settings.cornerstone_keys,
            policy=policy,
            zone=settings.cornerstone_timezone,
            threads=DATABASE_THREADS,
        )
    except OSError as error:
        named = named or given_in(settings)
        said = f"{named}: the folder of the database cannot be made ({error.strerror}); name one this user may write to"
        raise SettingsFault(said) from None


def given_in(settings: Settings) -> str:
    """The setting that names the database."""
    return "DATABASE_URL" if settings.database_url else "CORNERSTONE_HOME"


def bring_up(store: Store, tries: int = 20, named: str = "DATABASE_URL") -> None:
    """Bring the database to this version, after whoever is doing it just now. Raises SettingsFault where none answers.

    `named`: where its address was given.
    """
    try:
        store.upgrade()
    except SQLAlchemyError as error:
        if "locked" in str(error) and tries > 1:
            return bring_up(store, tries - 1, named)
        raise SettingsFault(
            f"{named}: the database cannot be used ({type(error).__name__}); check its address, that it runs, "
            "and that this user may write there"
        ) from error


@contextmanager
def open_store(*, upgrade: bool = False, as_it_is: bool = False) -> Iterator[Store]:
    """The council's store by the environment's settings, closed at the end; where it is to be `upgrade`d, made if need be.

    `as_it_is`: whatever its schema. Raises NoDatabase, NotReady.
    """
    settings = read()
    if not upgrade:
        check_is_there(settings)
    store = build_store(settings)
    try:
        if upgrade:
            bring_up(store)
        elif not as_it_is and (faults := store.is_ready()):
            raise NotReady("\n".join(faults))
        yield store
    finally:
        store.close()


def check_is_there(settings: Settings) -> None:
    """Raise NoDatabase where a file is named that is not there: SQLite would make an empty one."""
    file = file_of(settings.url)
    if file is not None and not file.is_file():
        raise NoDatabase(
            f"There is no database at {file}. Check {given_in(settings)}, "
            "or make a new one there with `cornerstone db upgrade`."
        )


def faults_of(store: Store) -> list[str]:
    """What keeps the bot from working, a sentence each: a database that can be read but not written to among it."""
    try:
        with store.writing():
            pass
    except Busy:
        return ["The database is held by another process, so nothing can be stored. Stop what holds it; it goes on by itself."]
    except (SQLAlchemyError, Unavailable) as error:
        cause = type(error.__cause__ or error).__name__
        return [f"The database does not answer ({cause}). Check DATABASE_URL, that it runs, and the disk."]
    return store.is_ready()


def build_clock(settings: Settings) -> Clock:
    """The system's clock, or the demo's movable one."""
    return MovableClock(settings.cornerstone_clock) if settings.cornerstone_clock else SystemClock()


def build_client(settings: Settings, timeout: timedelta = HTTP_TIMEOUT, token: str | None = None) -> WebClient:
    """A client for Slack that never repeats a call by itself; proxies from the environment are honoured."""
    return GuardedClient(
        token=settings.slack_bot_token if token is None else token,
        base_url=settings.slack_api_url,
        timeout=int(timeout.total_seconds()),
        retry_handlers=[],
    )


def build_workspaces(settings: Settings, store: Store) -> Workspaces:
    """The one of the token, or those the app is installed in."""
    if not settings.is_installed_by_many:
        return OneToken(settings.slack_bot_token)
    return Installed(Installations(settings.slack_client_id, store), stopwatch)


def clients(settings: Settings, workspaces: Workspaces, timeout: timedelta) -> Callable[[str], WebClient]:
    """A client for each."""
    return client(lambda token: build_client(settings, timeout, token), workspaces)


def build_deps(
    settings: Settings, store: Store, clock: Clock, workspaces: Workspaces | None = None, patience: Patience = USUAL
) -> Deps:
    """What every handler may use. While a person waits, Slack has as long to answer us as our own work may take."""
    workspaces = workspaces or build_workspaces(settings, store)
    return Deps(
        store=store,
        now=clock.now,
        client=clients(settings, workspaces, timedelta(seconds=patience.work)),
        workspace=workspaces.of,
        stopwatch=stopwatch,
        zone=settings.cornerstone_timezone,
        public_url=lambda: settings.cornerstone_public_url,
        sends_files=settings.cornerstone_month_files,
        patience=patience,
        a_minute=settings.cornerstone_requests_a_minute,
    )


def build_door(settings: Settings, seen: Seen | None = None) -> Door:
    """Who is let in over HTTP. `seen` is what processes on one port share, made before they part."""
    return Door(settings.slack_signing_secret or NO_SECRET, seen)


class Bolt:
    """The Bolt app with every listener, and what stands behind it."""

    def __init__(self, app: App, executor: ThreadPoolExecutor, edge: Edge, installing: Installing | None) -> None:
        """Made by `build_bolt`. `installing`: the pages, where workspaces install the app by themselves."""
        self.app, self._executor, self._edge, self.installing = app, executor, edge, installing

    def stop(self) -> None:
        """Finish what is in hand, and try once more what was put off: before storage is closed."""
        self._executor.shutdown(wait=True)
        self._edge.stop()


def build_bolt(settings: Settings, deps: Deps, workspaces: Workspaces | None = None) -> Bolt:
    """Answers Slack; the caller stops it. Raises SettingsFault where Slack's settings are missing."""
    check_for_slack(settings)
    workspaces = workspaces or build_workspaces(settings, deps.store)
    executor = ThreadPoolExecutor(max_workers=LISTENER_THREADS, thread_name_prefix="listener")
    # With a token Bolt asks Slack who it is before it answers its first request: with Slack down, nobody would be answered.
    nobody = build_client(settings, token="")  # nosec B106 # of nobody
    nobody.token = None
    installing = None
    if isinstance(workspaces, Installed):
        installing = build_installing(settings, deps.store, workspaces, nobody, deps.now)
    app = App(
        name="cornerstone",  # without one Bolt looks through the whole stack for the file it is made in
        client=nobody,
        signing_secret=settings.slack_signing_secret or NO_SECRET,
        authorize=Authorized(workspaces),  # type: ignore[arg-type]  # App takes an Authorize, and says a function
        oauth_flow=installing.flow if installing else None,
        user_facing_authorize_error_message=NOT_INSTALLED,
        # Bolt's default of five threads leaves a sixth slow command unanswered at three seconds (`slack-facts.md`).
        listener_executor=executor,
    )
    listen(app, workspaces, deps.client, deps.now)
    return Bolt(app, executor, handlers.register(app, deps), installing)


def build_ticks(settings: Settings, store: Store, clock: Clock, workspaces: Workspaces | None = None) -> Ticks:
    """The clock's work over `store`. Raises ScheduleFault."""
    workspaces = workspaces or build_workspaces(settings, store)
    timeout = timedelta(seconds=settings.cornerstone_slack_timeout)
    # Where the demo's clock is moved, the limits of its Slack move with it.
    steady = stopwatch if isinstance(clock, SystemClock) else lambda: clock.now().timestamp()
    sender = Sender(
        store,
        clients(settings, workspaces, timeout),
        http_timeout=timeout,
        unsure=settings.cornerstone_unsure,
        steady=steady,
        serves=workspaces.serves,
        has_calendars=bool(settings.cornerstone_public_url),
        sends_files=settings.cornerstone_month_files,
    )
    schedule = read_schedule(settings.cornerstone_retention)
    return Ticks(store=store, sender=sender, clock=clock, workspaces=workspaces.names, schedule=schedule)


def build_watching(settings: Settings, store: Store, clock: Clock, kind: str, workspaces: Workspaces | None = None) -> Watching:
    """What this process (`web`, `clock` or `run`) watches and tells the administrators; not started yet."""
    workspaces = workspaces or build_workspaces(settings, store)
    of = clients(settings, workspaces, HTTP_TIMEOUT)
    administrators = Administrators(
        lambda: [of(name) for name in sorted(workspaces.names())], settings.cornerstone_administrators
    )
    teller = Teller(store, administrators, settings.zone)
    return Watching(Watchman(store, kind, workspaces.serves), teller, Outage(administrators, settings.zone), clock)
