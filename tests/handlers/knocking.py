"""Requests as Slack sends them, many at once, and how long each waited for its answer."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import Clock, SignatureVerifier

from bot.desk import Person, payloads
from handlers.patience import Patience
from storage import SINGLE
from storage.store import Store
from tests.databases import Databases
from tests.handlers.office import SECRET, TUESDAY, Office, open_office, open_store, settle, slack_id

SLACK_GIVES_UP = 3.0
PROMISED = 2.5
MEANWHILE = 0.4
"""Seconds in which all of a crowd have come."""
APART = count()
WHOLE = "M100001 hold the plan because two visits"
QUICKLY = Patience(work=1.0, answer=1.3, trigger=1.8)
"""Somebody less patient than Slack, so that the tests need not wait as long."""
WITH_ROOM = Patience(work=1.0, answer=2.0, trigger=2.7)
"""As little time for the work, and enough to open a form that says so on a busy machine."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: str
    seconds: float

    @property
    def text(self) -> str:
        """The sentence."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return self.body
        return str(found.get("text") or found.get("errors") or found)

    @property
    def is_saved(self) -> bool:
        """Whether the person was told that it is saved."""
        return self.text.startswith("Saved.")


def command(office: Office, name: str, text: str, user: str = "tom") -> dict[str, str]:
    """A slash command, as the desk's Slack would send it now."""
    world = office.desk.world
    member = world.directory.person(slack_id(user))
    assert member
    return payloads.slash_command(world, member, next(each for each in world.commands if each.command == name), text)


def knock(address: str, fields: dict[str, str]) -> Answer:
    """One request, signed, over a connection of its own. Slack gives up on it at three seconds; this waits longer to see."""
    # Signed for itself each time, as Slack signs what it repeats: the very same signature is refused. The seconds alone would
    # not tell two apart, so each has a field of its own, which nothing reads.
    body, stamp, parts = urlencode(fields | {"knock": str(next(APART))}), str(int(Clock().now())), urlsplit(address)
    signature = str(SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }
    line, begun = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=15), time.monotonic()
    try:
        line.request("POST", parts.path, body, headers)
        answer = line.getresponse()
        said = answer.read().decode()
        return Answer(answer.status, said, time.monotonic() - begun)
    finally:
        line.close()


def knock_at_once(address: str, requests: Sequence[dict[str, str]]) -> list[Answer]:
    """All at the same moment."""
    barrier = threading.Barrier(len(requests))

    def send(fields: dict[str, str]) -> Answer:
        barrier.wait()
        return knock(address, fields)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def address_of(office: Office) -> str:
    """Where its database is, password and all."""
    return office.store.engine.url.render_as_string(hide_password=False)


@contextmanager
def opened(databases: Databases, patience: Patience = WITH_ROOM, **settings: Any) -> Iterator[Office]:
    """The office, with so much patience and so many threads, used before by Tom and Ann. Nobody is told to wait a little."""
    with (
        databases.copy(databases.template("office", settle)) as url,
        open_office(url, patience=patience, **{"a_minute": 10_000} | settings) as office,
    ):
        meet(office, "tom", "ann")
        yield office


@contextmanager
def held(url: str) -> Iterator[None]:
    """The workspace has a writer that does not end, in another process as far as the bot can tell."""
    other: Store = open_store(url)
    try:
        with other.work(SINGLE, TUESDAY):
            yield
    finally:
        other.close()


def meet(office: Office, *people: str) -> None:
    """They have used Cornerstone before."""
    for key in people:
        office.person(key).command("/supervision", "help")


def at_the_form(office: Office, key: str) -> Person:
    """Somebody has the form for a decision before them."""
    somebody = office.person(key)
    somebody.shortcut("log_decision")
    assert somebody.until(lambda: somebody.modal and "ref" in str(somebody.modal.blocks), 30.0)
    return somebody


def shown_later(office: Office, key: str, says: str) -> Any:
    """The message in which somebody is told so, once it has come."""
    somebody = office.person(key)

    def find() -> Any:
        return next((message for message in somebody.messages() if says in message.text), None)

    found = somebody.until(find, 30.0)
    assert found, [message.text for message in somebody.messages()]
    return found


def eventually(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether it comes to hold."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()
