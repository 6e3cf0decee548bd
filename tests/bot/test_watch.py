"""The real processes watch over each other: a clock that dies, a database that goes, and what they measure."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.clock import MovableClock
from bot.desk import Desk, Member
from bot.manifest import manifest
from storage.store import Store
from tests.bot.council import NINE, SECRET, TOKEN, make_template, members_of, open_store
from tests.bot.processes import PATIENCE, Process, Site, free_port, stopped
from tests.bot.test_metrics import read
from tests.databases import Databases, path_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]

ADMIN = Member("UADMIN", "admin", "Ada Admin", "ada@council.example")
MOST_MINUTES = 60


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass
class Watched:
    """A council's processes over one database, and an administrator in Slack."""

    site: Site
    store: Store
    url: str

    def start(self, *arguments: str, **more: str) -> Process:
        given = {"DATABASE_URL": self.url, "CORNERSTONE_ADMINISTRATORS": ADMIN.email}
        return self.site.start(*arguments, **given | more)

    def web(self, **more: str) -> Process:
        port = free_port()
        self.site.desk.bot_url = f"http://127.0.0.1:{port}/slack/events"
        process = self.start("web", PORT=str(port), **more)
        self.site.until(lambda: self.site.ask("/readyz")[0] == 200)
        return process

    def told(self) -> list[tuple[str, datetime]]:
        """What stands in the administrator's conversation: its title, and when it came."""
        messages = self.site.desk.as_person(ADMIN.id).messages()
        return [(each.text.partition("\n")[2].partition(".")[0], each.posted_at) for each in messages]

    def clock(self, **more: str) -> Process:
        """It has begun when it has said so."""
        before = self.store.heartbeats.latest()
        process = self.start("clock", **more)
        self.site.until(lambda: self.store.heartbeats.latest() != before)
        return process

    def minute_by_minute(self, since: float, holds: Callable[[], object]) -> float:
        """Let the minutes pass until this holds; at which it did. Every process looks once a minute."""
        minute = since
        for _ in range(MOST_MINUTES):
            self.site.at(NINE + minutes(minute))
            if self.site.desk.until(holds, 1.7):
                return minute
            minute += 1
        logs = "\n".join(process.log for process in self.site.started)
        raise AssertionError(f"It did not happen within {MOST_MINUTES} minutes: {self.told()}\n{logs}")

    def looked_at(self, minute: float) -> None:
        """Every process has looked at this minute, and will look again at the next."""
        self.site.at(NINE + minutes(minute))
        for kind in ("watch-clock", "watch-web"):
            self.site.until(lambda kind=kind: (self.store.heartbeats.latest(kind) or NINE) >= NINE + minutes(minute))

    def go_on(self, since: float) -> None:
        """Two minutes more."""
        for minute in range(2):
            self.site.at(NINE + minutes(since + minute))
            time.sleep(1.7)


@pytest.fixture
def watched(databases: Databases, tmp_path: Path) -> Iterator[Watched]:
    """Nothing is running yet."""
    clock = MovableClock(tmp_path / "clock.json")
    clock.set_to(NINE)
    with databases.copy(databases.template("bot", make_template)) as url:
        store = open_store(url)
        given = {"signing_secret": SECRET, "bot_token": TOKEN, "clock": clock.now, "people": [*members_of(store), ADMIN]}
        with Desk.from_manifest(manifest("http://127.0.0.1"), **given) as desk:
            desk.serve(port=0)
            with stopped(Site(tmp_path, desk, clock, 0)) as site:
                yield Watched(site, store, url)
        store.close()


def test_a_clock_that_dies_is_told_once_by_all_web_processes_and_once_that_another_runs(watched: Watched) -> None:
    web, clock = watched.web(), watched.clock()
    watched.looked_at(5)
    assert watched.told() == []
    clock.kill()
    died_at = watched.store.heartbeats.latest()
    assert died_at is not None
    watched.go_on(12)
    assert watched.told() == [], "a quarter of an hour is not over"
    told = watched.minute_by_minute(16.5, watched.told)
    ((what, at),) = watched.told()
    assert what.startswith("No clock of Cornerstone is running")
    assert minutes(15) <= at - died_at <= minutes(25)
    watched.go_on(told)
    assert len(watched.told()) == 1
    again = watched.clock()
    watched.minute_by_minute(told + 4, lambda: len(watched.told()) == 2)
    watched.go_on(told + 6)
    assert [what for what, _ in watched.told()][1].startswith("A clock of Cornerstone is running again")
    assert len(watched.told()) == 2
    for process in (web, again):
        assert process.end() == 0, process.log


@contextmanager
def gone(databases: Databases, url: str) -> Iterator[None]:
    """PostgreSQL cannot be reached; SQLite is held by somebody else."""
    if databases.kind == "sqlite":
        with closing(sqlite3.connect(path_of(url), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        return
    out_of_reach: AbstractContextManager[None] = databases.out_of_reach(url)
    with out_of_reach:
        yield


def test_a_database_that_goes_is_told_once_by_all_processes_and_so_is_its_return(
    watched: Watched, databases: Databases
) -> None:
    web, clock = watched.web(), watched.clock()
    watched.looked_at(5)
    with gone(databases, watched.url):
        told = watched.minute_by_minute(6, watched.told)
        assert told >= 7, "what lasts less than two minutes is no outage"
        watched.go_on(told + 1)
        assert [what.partition(",")[0] for what, _ in watched.told()] == ["The database cannot be used"]
        assert watched.site.ask("/healthz")[0] == 200
        figures = read(watched.site.ask("/metrics")[1])
        assert figures["cornerstone_database_up",] == (1 if databases.kind == "sqlite" else 0)
    back = watched.minute_by_minute(told + 4, lambda: len(watched.told()) == 2)
    watched.go_on(back + 1)
    assert [what.partition(",")[0] for what, _ in watched.told()][1:] == ["The database can be used again"]
    for process in (web, clock):
        assert process.end() == 0, process.log


def test_all_workers_count_together_and_leave_nothing_behind(watched: Watched, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    web = watched.web(TMPDIR=str(scratch))
    assert any(each.name.startswith("cornerstone-metrics-") for each in scratch.iterdir())
    tom = watched.site.person("E1003")
    for _ in range(12):
        tom.command("/supervision", "next")
    counted = [read(watched.site.ask("/metrics")[1]) for _ in range(8)]
    assert [each["cornerstone_ack_seconds_count", "command"] for each in counted] == [12] * 8
    assert {each["cornerstone_database_up",] for each in counted} == {1}
    assert web.end() == 0, web.log
    assert list(scratch.iterdir()) == []


def test_a_clock_answers_on_the_port_it_was_given_and_says_so_where_that_is_taken(watched: Watched) -> None:
    port = free_port()
    clock = watched.clock(CORNERSTONE_METRICS_PORT=str(port))

    def figures() -> dict[tuple[str, ...], float]:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            return read(answer.read().decode())

    assert figures()["cornerstone_database_up",] == 1
    watched.site.until(lambda: figures().get(("cornerstone_slack_answers_total", "ok", "chat.postMessage"), 0) > 0)
    other = watched.start("clock", CORNERSTONE_METRICS_PORT=str(port))
    assert other.popen.wait(PATIENCE) == 2
    assert other.end() == 2
    assert other.log.splitlines()[-1].startswith(f"CORNERSTONE_METRICS_PORT: {port} is in use")
    assert clock.end() == 0, clock.log
