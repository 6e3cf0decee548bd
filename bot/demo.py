"""The demo: a sample council, the bot and the desk, in one process on this computer, with a time machine."""

import logging
import os
import secrets
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic_settings import BaseSettings

from bot.clock import MovableClock
from bot.desk import Desk, Member
from bot.desk.kinds import TOKEN_PREFIX, Timing
from bot.feeding import Feed
from bot.figures.answering import Figures
from bot.manifest import manifest
from bot.processes import told_to_stop
from bot.sample import load_sample
from bot.serving import WebServer
from bot.settings import Settings, SettingsFault, read
from bot.ticks import build_scheduler
from bot.time_machine import TimeMachine
from bot.web import build_web
from bot.wiring import WEB_THREADS, build_bolt, build_deps, build_door, build_store, build_ticks, faults_of
from handlers.patience import USUAL, Patience
from scheduling.errors import SupervisionError
from storage import SINGLE
from storage.views import Person

FIRST_DAY = datetime(2026, 3, 2, 8, 55, tzinfo=ZoneInfo("Europe/London"))
"""The Monday the sample council's files were drawn on, five minutes before its first morning messages."""


class PortTaken(SupervisionError):
    """That port is in use on this computer. Choose another: `cornerstone demo --port 3100`."""


class Demo:
    """A council that runs until it is closed; everything of it lies in `home`, made anew."""

    def __init__(
        self, home: Path, port: int = 3000, *, ticking: bool = True, patience: Patience = USUAL, timing: Timing = Timing()
    ) -> None:
        """`port` 0 takes a free one. Without `ticking` time passes only by the time machine, as tests want it.

        `patience` is the bot's and `timing` the desk's: on a machine that does much else, neither Slack's nor a person's.
        """
        _refuse_beside_a_real_workspace()
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
        _make_anew(home)
        self.settings, self._patience, self._timing = _settings(home), patience, timing
        self.clock = MovableClock(home / "clock.json")
        self.clock.set_to(FIRST_DAY)
        self.store = build_store(self.settings)
        try:
            self.store.upgrade()
            load_sample(self.store, SINGLE, self.clock.now())
            self.desk = self._open_desk(port)
            self.settings = self.settings.model_copy(update={"slack_api_url": self.desk.api_url})
            self.ticks = build_ticks(self.settings, self.store, self.clock)
            self.ticks.sender.has_calendars = True  # the desk is on this computer, and so is the bot
            self.machine.ticks = self.ticks
            self._serve_bot()
            self.ticks.acquaint()
            self._scheduler = build_scheduler(self.ticks, self.settings.zone)
            if ticking:
                self._scheduler.start()
        except BaseException:
            self.store.close()
            raise

    @property
    def address(self) -> str:
        """Where the desk is, for a browser."""
        return self.desk.url

    def member(self, person: Person) -> str:
        """The Slack id of somebody in the sample council."""
        return f"U{person.id}"

    def wait(self) -> None:
        """Until Ctrl-C."""
        told_to_stop().wait()

    def close(self) -> None:
        """Stop the clock, the bot and the desk."""
        self.ticks.sender.stopping.set()
        self.desk.faults.switch_off()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self.ticks.sender.close()
        self.desk.stop()
        self._bot.stop()
        self._bolt.stop()  # it may still hold a connection
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _open_desk(self, port: int) -> Desk:
        with self.store.read(SINGLE, self.clock.now()) as work:
            members = [
                Member(f"U{p.id}", p.email.partition("@")[0], p.name, p.email, role=p.post) for p in work.people.everyone()
            ]
        self.machine = TimeMachine(self.clock)
        desk = Desk.from_manifest(
            manifest("http://127.0.0.1"),
            people=members,
            signing_secret=self.settings.slack_signing_secret,
            bot_token=self.settings.slack_bot_token,
            clock=self.clock.now,
            time_machine=self.machine,
            timing=self._timing,
            zone=self.settings.cornerstone_timezone,
        )
        try:
            desk.serve(port=port)
        except OSError:
            raise PortTaken from None
        return desk

    def _serve_bot(self) -> None:
        deps = build_deps(self.settings, self.store, self.clock, patience=self._patience)
        within = timedelta(seconds=self._patience.work)
        self._bolt = build_bolt(self.settings, replace(deps, public_url=lambda: f"http://127.0.0.1:{self._bot.port}"))
        web = build_web(
            self._bolt.app,
            lambda: faults_of(self.store),
            feed=Feed(self.store, self.clock.now, within=within),
            figures=Figures(self.store, self.clock.now, within=within),
            door=build_door(self.settings),
        )
        self._bot = WebServer(web, host="127.0.0.1", port=0, threads=WEB_THREADS)
        self.desk.bot_url = f"http://127.0.0.1:{self._bot.port}/slack/events"
        self._bot.start()


def _settings(home: Path) -> Settings:
    """The demo's own: nothing of a real workspace in the environment can reach it, and it needs no way to the outside."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        os.environ.pop(name, None)
    return read(
        slack_bot_token=f"xoxb-desk-{secrets.token_hex(8)}",
        slack_signing_secret=secrets.token_hex(16),
        slack_app_token="",  # nosec B106 # none
        database_url=f"sqlite:///{(home / 'cornerstone.db').resolve()}",
        cornerstone_home=home,
        cornerstone_keys=(Fernet.generate_key().decode(),),
        cornerstone_keys_file=None,
        cornerstone_clock=home / "clock.json",
        cornerstone_policy="wokingham",
        cornerstone_timezone="Europe/London",
    )


class _Real(BaseSettings):
    """What only a real workspace's settings hold, wherever settings are read from."""

    model_config = Settings.model_config

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    database_url: str = ""
    cornerstone_keys: str = ""


def _refuse_beside_a_real_workspace() -> None:
    """The demo has settings of its own and would use none of these. But it shows everything to whoever sits there, and a slip
    must not bring it up where a council's bot should run. Raises SettingsFault naming each, never its value."""
    found = _Real()
    named = [name for name, value in found if value and not (name == "slack_bot_token" and value.startswith(TOKEN_PREFIX))]
    if named:
        listed = ", ".join(name.upper() for name in named)
        raise SettingsFault(
            f"{listed}: set, here or in .env, so this is where a real workspace's bot runs. The demo has no passwords and does "
            "not start beside it: start it in another folder, without them"
        )


def _make_anew(home: Path) -> None:
    if home.exists() and any(home.iterdir()) and not (home / "clock.json").exists():
        raise SupervisionError(f"{home} holds something that is not a demo. Name an empty folder with --home.")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "clock.json").touch()
