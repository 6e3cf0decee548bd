"""A council's computer with canaries about: real processes, as loud as can be, and whatever they leave behind looked at."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.desk import Desk
from bot.desk.client import Person
from bot.desk.kinds import Json
from bot.manifest import manifest
from tests.bot import processes
from tests.bot.canaries import Canaries, carried, traces
from tests.bot.council import NINE, SECRET, TOKEN, make_template, members_of, open_store, seconds
from tests.bot.processes import RUN, Process, Site, free_port, stopped
from tests.databases import Files, Server, path_of

WINDOWS = ("views.open", "views.push", "views.update")
"""Where content may be shown."""
LOUD = "import logging; [logging.getLogger(n).setLevel(1) for n in {!r}]; from bot.cli import main; main()"
LIBRARIES = (
    "slack_bolt", "slack_bolt.App", "slack_sdk", "slack_sdk.web.base_client", "slack_sdk.webhook.client", "sqlalchemy",
    "sqlalchemy.engine", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "sqlalchemy.orm", "psycopg", "psycopg.pool", "waitress",
    "gunicorn", "gunicorn.error", "gunicorn.access", "flask", "cornerstone", "apscheduler", "alembic", "urllib3", "asyncio",
)  # fmt: skip
TALKATIVE = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "autovacuum=off",
    "log_statement=all", "log_parameter_max_length=0", "log_parameter_max_length_on_error=-1", "log_min_messages=debug1",
)  # fmt: skip
"""All it can log but what `doctor` warns of: the names and references somebody typed, as the values of a search for them."""
TOM, ANN, SUE, MAREK = "E1003", "E1005", "E1002", "E1013"
"""A supervisor, somebody he supervises, the manager above, and a stranger to them all."""


@dataclass
class Nest:
    """A council's computer with canaries about."""

    site: Site
    url: str
    server: Server | None
    canaries: Canaries = field(default_factory=Canaries)
    leaks: list[str] = field(default_factory=list)
    may_read: set[str] = field(default_factory=lambda: {TOM, ANN, SUE})
    own: dict[str, set[str]] = field(default_factory=dict)
    """What each has typed: given back to them, it tells them nothing."""
    filled: set[str] = field(default_factory=set)
    """The text inputs of forms that were filled in."""

    def word(self, where: str) -> str:
        return self.canaries.word(where)

    @contextmanager
    def by(self, staff_id: str, typed: str = "") -> Iterator[Person]:
        """What somebody does; all they are shown and Slack is told meanwhile is looked at."""
        person, before = self.site.person(staff_id), len(self.site.desk.calls())
        seen, planted = {each.ts for each in person.messages()}, set(self.canaries.planted)
        yield person
        own = self.own.setdefault(staff_id, set())
        own |= set(self.canaries.planted) - planted | traces(typed.encode())
        for call in self.site.desk.calls()[before:]:
            if call.method in WINDOWS:
                self._window(staff_id, call.args.get("view"), own)
        if person.modal:  # answered as view submissions are: no call of Slack's
            self._window(staff_id, person.modal.content, own)
        for message in person.messages():
            if message.ts not in seen:
                said = traces(json.dumps([message.text, message.blocks]).encode())
                self.note(f"a message to {staff_id}", said - (own if message.is_ephemeral else set()))
                self.note(f"behind a message to {staff_id}", traces("".join(carried(message.blocks)).encode()))

    def _window(self, staff_id: str, view: Any, own: set[str]) -> None:
        view = json.loads(view) if isinstance(view, str) else view
        shown = traces(json.dumps(view).encode())
        self.note(f"a window of {staff_id}", shown - own if staff_id not in self.may_read else set())
        self.note(f"behind a window of {staff_id}", traces("".join(carried(view)).encode()))

    def note(self, where: str, found: set[str]) -> None:
        self.leaks += [f"{where}: {self.canaries.planted.get(each, each)}" for each in sorted(found)]

    def look(self, where: str, data: bytes) -> None:
        """Whatever lies there."""
        self.note(where, traces(data))

    def command(self, staff_id: str, name: str, typed: str) -> None:
        with self.by(staff_id, typed) as person:
            person.command(name, typed)

    def fill(self, person: Person, **more: Any) -> dict[str, str]:
        """Submit the open window with a canary in each of its fields for text, and what else is given."""
        assert person.modal is not None
        inputs = [each["element"]["action_id"] for each in person.modal.blocks if _is_for_text(each)]
        self.filled |= set(inputs)
        values = {name: self.word(f"{name} of a form") for name in inputs}
        return person.submit(values=values | more)


def _is_for_text(block: Json) -> bool:
    return bool(block["type"] == "input" and block["element"]["type"] == "plain_text_input")


@pytest.fixture(params=["sqlite", "postgresql"])
def nest(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nest]:
    """Everything in one process over SQLite; web and clock apart over a PostgreSQL that logs all it can."""
    server = None
    home = tmp_path / "home"
    home.mkdir()
    (home / "tmp").mkdir()
    if request.param == "sqlite":
        files_of: Files = request.getfixturevalue("sqlite_files")
        url = f"sqlite:///{home / 'cornerstone.db'}"
        shutil.copy(path_of(files_of.template("bot", make_template)), home / "cornerstone.db")
    else:
        request.getfixturevalue("postgresql")  # or skipped, where there is none
        server = Server(settings=TALKATIVE)
        url = server.template("canary", make_template)
    try:
        yield from _opened(home, url, server)
    finally:
        if server:
            server.close()


def _opened(home: Path, url: str, server: Server | None) -> Iterator[Nest]:
    clock = MovableClock(home / "clock.json")
    clock.set_to(NINE + seconds(1))
    store = open_store(url)
    members, queued = members_of(store), store.outbox.counts().by_state["pending"]
    store.close()
    desk = Desk.from_manifest(
        manifest("http://127.0.0.1"), people=members, signing_secret=SECRET, bot_token=TOKEN, clock=clock.now
    )
    with desk:
        desk.serve(port=0)
        with stopped(Site(home, desk, clock, queued)) as site:
            yield Nest(site, url, server)


def start(nest: Nest, monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """The bot, its libraries as loud as they can be, with a folder for temporary files that is nobody else's."""
    monkeypatch.setattr(processes, "RUN", [*RUN[:-1], LOUD.format(LIBRARIES)])
    given = {"DATABASE_URL": nest.url, "TMPDIR": str(nest.site.home / "tmp"), "FLASK_DEBUG": "1", "SQLALCHEMY_WARN_20": "1"}
    if nest.server is None:
        return [nest.site.run(**given)]
    port = free_port()
    started = [nest.site.start("web", PORT=str(port), **given), nest.site.start("clock", **given)]
    nest.site.desk.bot_url = f"http://127.0.0.1:{port}/slack/events"
    nest.site.until(lambda: nest.site.ask("/readyz")[0] == 200)
    return started
