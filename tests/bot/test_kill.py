"""A `kill -9` between any two steps of a send loses nothing and repeats nothing."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.desk import Desk, Member
from bot.manifest import SCOPES
from bot.sample import load_sample
from storage import SINGLE, packs
from storage.store import Store
from storage.sweep import sweep

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
AFTER = NINE + timedelta(minutes=5)
"""Longer than the lease and than the wait before a lost post is looked for."""
PEOPLE = 3


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample council at nine on its first Monday, with the morning's messages to a few people queued."""
    path = tmp_path_factory.mktemp("kill") / "council.db"
    store = Store(f"sqlite:///{path}", keys=[KEY], policy=packs.load("wokingham"))
    try:
        store.upgrade()
        load_sample(store, SINGLE, NINE)
        sweep(store, SINGLE, NINE)
        claims = store.outbox.claim(NINE, limit=200, lease=timedelta(0))
        assert len(claims) > PEOPLE
        for claim in claims[PEOPLE:]:
            store.outbox.cancelled(claim, "not part of this test", NINE)
        store.outbox.takeover(NINE)
    finally:
        store.close()
    return path


@pytest.fixture(scope="module")
def members(template: Path) -> list[Member]:
    """The sample council as Slack knows it."""
    store = Store(f"sqlite:///{template}", keys=[KEY], policy=packs.load("wokingham"))
    try:
        with store.read(SINGLE, NINE) as work:
            return [Member(f"U{p.id}", p.id.lower(), p.name, p.email) for p in work.people.everyone()]
    finally:
        store.close()


class Rounds:
    """Rounds of sending, each on its own copy of the database and with its own desk."""

    def __init__(self, template: Path, members: list[Member], folder: Path) -> None:
        self._template, self._members, self._folder = template, members, folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.killed"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def run(self, line: int) -> tuple[str, Counter[str]]:
        """Kill before `line`, start again as a clock would; how it ended, and how often each message is at the desk."""
        database = self._folder / "round.db"
        for path in self._folder.glob("round.db*"):
            path.unlink()
        shutil.copy(self._template, database)
        with Desk(
            people=self._members,
            signing_secret="secret",
            bot_token="xoxb-desk-test",
            scopes=list(SCOPES),
            clock=lambda: NINE,
        ) as desk:
            desk.serve(port=0)
            ended = self._ask(database, desk.api_url, NINE, line)
            for turn in range(3):
                self._ask(database, desk.api_url, AFTER + timedelta(minutes=turn), 0)
            return ended, Counter(str(each.metadata["event_payload"]["message"]) for each in desk.sent())

    def _ask(self, database: Path, api: str, now: datetime, line: int) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{database} {KEY} {api} {now.isoformat()} {line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def rounds(template: Path, members: list[Member], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    """A process that forks one sender a round."""
    opened = Rounds(template, members, tmp_path_factory.mktemp("rounds"))
    yield opened
    opened.close()


@pytest.mark.slow
def test_a_kill_before_any_line_of_a_send_loses_nothing_and_repeats_nothing(rounds: Rounds) -> None:
    ended, whole = rounds.run(0)
    assert len(whole) == PEOPLE
    assert set(whole.values()) == {1}
    lines = int(ended.split()[1])
    first = lines // PEOPLE + 40
    faults = []
    for line in [*range(1, first), *range(first, lines, 9)]:
        ended, found = rounds.run(line)
        if ended != "killed" or found != whole:
            faults.append((line, ended, found - whole, whole - found))
    assert not faults
