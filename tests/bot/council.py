"""The sample council at nine on its first Monday, its morning's messages queued, with a desk for Slack and a sender."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.desk import Desk, Member
from bot.guarded import GuardedClient
from bot.manifest import manifest
from bot.sample import load_sample
from bot.sending import Sender
from storage import SINGLE, packs
from storage.store import Store
from storage.sweep import sweep

ROOT = Path(__file__).parents[2]
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
TOKEN, SECRET = "xoxb-desk-test", "desk-secret"
POLICY = packs.load("wokingham")
TIMEOUT = timedelta(seconds=1)
"""What a sender of these tests waits for Slack; the bot's own waits twenty."""
FEWEST = 5
"""At least so many people of the sample council are told something at nine."""


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def open_store(where: Path | str) -> Store:
    """On a file of SQLite, or at an address."""
    return Store(where if isinstance(where, str) else f"sqlite:///{where}", keys=[KEY], policy=POLICY)


def make_template(where: Path | str) -> None:
    """Everybody has a Slack account, and the first morning's messages are queued."""
    store = open_store(where)
    try:
        store.upgrade()
        load_sample(store, SINGLE, NINE)
        with store.work(SINGLE, NINE) as work:
            for person in work.people.everyone():
                work.people.link_slack(person.id, f"U{person.id}", "Europe/London")
            work.commit()
        sweep(store, SINGLE, NINE)
        assert store.outbox.counts().by_state["pending"] >= FEWEST
    finally:
        store.close()


def members_of(store: Store) -> list[Member]:
    """The sample council as Slack knows it."""
    with store.read(SINGLE, NINE) as work:
        return [Member(f"U{p.id}", p.email.partition("@")[0], p.name, p.email) for p in work.people.everyone()]


@dataclass
class Council:
    """A copy of the council, its Slack, and a sender that is not patient."""

    store: Store
    desk: Desk
    url: str
    """Of its database."""
    folder: Path
    """For whatever else a test keeps."""
    now: list[datetime]
    queued: int
    """How many people are told something at nine."""

    def client(self, token: str = TOKEN, api: str = "", timeout: float = 20) -> GuardedClient:
        return GuardedClient(token=token, base_url=api or self.desk.api_url, timeout=timeout, retry_handlers=[])

    def sender(self, store: Store | None = None, **settings: Any) -> Sender:
        """A clock's; its patience passes with the council's time."""
        client = settings.pop("client", None) or self.client()
        given = {"http_timeout": TIMEOUT, "steady": lambda: self.now[0].timestamp()}
        return Sender(store or self.store, lambda workspace: client, **given | settings)

    def send(self, at: datetime, sender: Sender | None = None) -> int:
        """What the clock does at this instant; the desk's clock goes along."""
        self.now[0] = at
        return (sender or self.clock).send(at)

    @cached_property
    def clock(self) -> Sender:
        """The one that sends where no other is named."""
        return self.sender()

    def send_until(self, until: datetime, *, since: datetime, each: timedelta) -> None:
        """Ticks from `since` until `until`."""
        while since <= until:
            self.send(since)
            since += each

    def states(self, op: str = "post") -> Counter[str]:
        return Counter(state for state, _ in self.rows(op))

    def reasons(self, state: str = "failed") -> list[str]:
        return [reason for found, reason in self.rows() if found == state]

    def rows(self, op: str = "post") -> list[tuple[str, str]]:
        """State and reason of what is to be done in Slack, oldest first."""
        with self.store.reading() as session:
            found = session.execute(text("SELECT state, reason FROM outbox WHERE op = :op ORDER BY id"), {"op": op})
            return [(row[0], row[1]) for row in found]

    def run(self, statement: str, **values: Any) -> None:
        """Change the database behind the bot's back."""
        with self.store.writing() as session:
            session.execute(text(statement), values)
            session.commit()

    def posted(self) -> Counter[str]:
        """How often each message stands at the desk."""
        return Counter(str(each.facts["message"]) for each in self.desk.sent())

    def posts(self) -> int:
        """How often chat.postMessage was called, answered or not."""
        return len(self.desk.calls("chat.postMessage"))


@contextmanager
def open_council(url: str, folder: Path, **desk: Any) -> Iterator[Council]:
    """A copy of the template, which is nobody else's."""
    store, now = open_store(url), [NINE]
    given = {"people": members_of(store), "signing_secret": SECRET, "bot_token": TOKEN, "clock": lambda: now[0]}
    try:
        with Desk.from_manifest(manifest("http://127.0.0.1"), **given | desk) as opened:
            opened.serve(port=0)
            yield Council(store, opened, url, folder, now, store.outbox.counts().by_state["pending"])
    finally:
        store.close()
