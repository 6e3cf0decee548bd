"""A `kill -9` between any two steps of a send loses nothing and repeats nothing."""

import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import Desk, Timing
from bot.manifest import manifest
from tests.bot.council import KEY, NINE, SECRET, TOKEN, members_of, open_store

AFTER = NINE + timedelta(minutes=5)
"""Longer than the lease and than the wait before a lost post is looked for."""
PEOPLE = 2
TURNS = 4


@pytest.fixture(scope="module")
def few(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The council with the morning's messages to a few people only."""
    path = tmp_path_factory.mktemp("kill") / "council.db"
    shutil.copy(template, path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("DELETE FROM outbox WHERE id NOT IN (SELECT id FROM outbox ORDER BY id LIMIT ?)", (PEOPLE,))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


class Rounds:
    """Rounds of sending, each on its own copy of the database; the desk is swept clean between them."""

    def __init__(self, template: Path, desk: Desk, folder: Path) -> None:
        self._template, self._desk, self._database = template, desk, folder / "round.db"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.killed"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        self._process.communicate(timeout=10)

    def run(self, line: int) -> tuple[str, Counter[str]]:
        """Kill before `line`, start again as a clock would; how it ended, and how often each message is at the desk."""
        for path in self._database.parent.glob("round.db*"):
            path.unlink()
        shutil.copy(self._template, self._database)
        earlier = len(self._desk.sent())
        ended = self._ask([NINE], line)
        if line:
            self._ask([AFTER + turn * timedelta(minutes=5) for turn in range(TURNS)], 0)
        assert self._states() == {"sent"}
        arrived = self._desk.sent()[earlier:]
        for each in arrived:
            self._desk.world.conversations.remove(each.message)
        return ended, Counter(str(each.facts["message"]) for each in arrived)

    def _ask(self, moments: list[datetime], line: int) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        at = ",".join(each.isoformat() for each in moments)
        self._process.stdin.write(f"{self._database} {KEY} {self._desk.api_url} {at} {line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def _states(self) -> set[str]:
        with closing(sqlite3.connect(self._database)) as database:
            return {row[0] for row in database.execute("SELECT state FROM outbox")}


@pytest.fixture(scope="module")
def rounds(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    """A process that forks one sender a round, and a desk that is never too busy."""
    store = open_store(few)
    members = members_of(store)
    store.close()
    with Desk.from_manifest(
        manifest("http://127.0.0.1"),
        people=members,
        signing_secret=SECRET,
        bot_token=TOKEN,
        clock=lambda: NINE,
        timing=Timing(channel_message_seconds=0.0001),
    ) as desk:
        desk.world.buckets.wait_for = lambda *_, **__: 0.0  # type: ignore[method-assign]  # hundreds of rounds a minute
        desk.serve(port=0)
        opened = Rounds(few, desk, tmp_path_factory.mktemp("rounds"))
        yield opened
        opened.close()


@pytest.mark.slow
def test_a_kill_before_any_line_of_a_send_loses_nothing_and_repeats_nothing(rounds: Rounds) -> None:
    rounds.run(0)  # every statement is built once: from now on each round runs the same lines
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
