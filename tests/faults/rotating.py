"""Rotations that are killed at random, by SIGKILL, while writers write; and what can be read when one has come to its end.

Each rotation is `cornerstone keys rotate`'s own work in a process of its own, forked from one that has everything loaded. Every
round has a new key, so each has everything to seal anew and everything that the killed before left behind.
"""

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from sqlalchemy import func, select

from storage import SINGLE, sealed
from storage.errors import Busy
from storage.models import DiscussionRow, DraftRow
from storage.rotation import Rotation
from storage.store import Store
from tests.bot.council import KEY, NINE, POLICY

REF, MANAGER = "M100001", "E1003"


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    kills: int = 0
    halfway: int = 0
    """Of them, those that left some values under the new key and some under an older."""
    values: int = 0
    written: int = 0
    """Acknowledged by the writers meanwhile."""
    slowest_ms: int = 0
    """The longest a writer took, from asking for its turn to the end of its commit."""
    busy: int = 0
    unread: int = 0
    """Values the newest key alone does not open, or that are not what was written."""
    left: int = 0
    """Still sealed with an older key at the end."""


@dataclass(slots=True)
class Writer:
    """Logs decisions and edits a draft again and again, and remembers what was acknowledged."""

    store: Store
    name: str
    kept: dict[str, str] = field(default_factory=dict)
    """By discussion, its decision."""
    draft: str = ""
    written: int = 0
    busy: int = 0
    slowest: float = 0.0
    fault: Exception | None = None

    def run(self, stopping: threading.Event) -> None:
        """Until told to stop; a decision of before is changed as often as one is added."""
        while not stopping.wait(0.05):
            begun = time.monotonic()
            try:
                self._write(f"{self.name} {self.written}")
            except Busy:
                self.busy += 1
            except Exception as error:
                self.fault = error
                return
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def _write(self, text: str) -> None:
        changed = random.choice(sorted(self.kept)) if self.kept and self.written % 2 else ""
        with self.store.work(SINGLE, NINE) as work:
            viewer = work.people.must_get(MANAGER)
            if changed:
                row = work.session.get_one(DiscussionRow, changed)
                assert row.decision == self.kept[changed], "what was stored is what is read"
                row.decision = text
            else:
                changed = work.decisions.log(viewer=viewer, ref=REF, decision=text, rationale=text).id
            work.drafts.keep(viewer, self.name, {"text": text})
            work.commit()
        self.kept[changed] = self.draft = text
        self.written += 1


def run(url: str, kills: int, *, values: int = 600, seed: int = 1, writers: int = 2) -> Outcome:
    """Over a council's database (`tests.bot.council`) that is nobody else's."""
    chance, ring, outcome = random.Random(seed), [KEY], Outcome()
    texts = _fill(url, values)
    rounds = 0
    kept: dict[str, str] = dict(texts)
    drafts: dict[str, str] = {}
    seconds = 1.0
    while outcome.kills < kills:
        rounds += 1
        if rounds > 4 * kills + 4:
            raise AssertionError("the rotations end before they can be killed")
        ring.insert(0, sealed.new_key())
        with _writing(url, ring, writers, f"round {rounds}") as running:
            process = _started(url, ring)
            begun = time.monotonic()
            process.join(chance.uniform(0.05, 1.0) * seconds)
            process.kill()
            process.join()
            if process.exitcode == 0:  # it was quicker than it was given
                seconds = max(0.1, (time.monotonic() - begun) * 0.9)
            else:
                assert process.exitcode == -9, process.exitcode
                outcome.kills += 1
                seconds *= 1.02
        with _opened(url, ring) as store:
            found = Rotation(store, ring).check()
        own = 3 * sum(writer.written for writer in running)  # decision, rationale and draft, sealed by whoever wrote
        outcome.halfway += bool(process.exitcode and found.by_key[0] > own and found.older)
        outcome.unread += sum(found.unread.values())
        for writer in running:
            assert writer.fault is None, writer.fault
            kept |= writer.kept
            drafts[writer.name] = writer.draft
            outcome.written += writer.written
            outcome.busy += writer.busy
            outcome.slowest_ms = max(outcome.slowest_ms, round(1000 * writer.slowest))
    with _opened(url, ring) as store:
        found = Rotation(store, ring).rotate()
    outcome.values, outcome.left = sum(found.by_key), found.older
    outcome.unread += sum(found.unread.values()) + _otherwise(url, ring[0], kept, drafts)
    return outcome


def _fill(url: str, values: int) -> dict[str, str]:
    """So many decisions with their rationales, sealed with the first key."""
    with _opened(url, [KEY]) as store, store.work(SINGLE, NINE) as work:
        viewer = work.people.must_get(MANAGER)
        found = {}
        for number in range(values // 2):
            text = f"filled {number}"
            found[work.decisions.log(viewer=viewer, ref=REF, decision=text, rationale=text).id] = text
        work.commit()
    return found


def _otherwise(url: str, key: str, kept: dict[str, str], drafts: dict[str, str]) -> int:
    """How many of those texts the newest key alone does not give back as they were acknowledged."""
    with _opened(url, [key]) as store, store.reading() as session:
        found = {row.id: row.decision for row in session.scalars(select(DiscussionRow).where(DiscussionRow.id.in_(kept)))}
        assert session.scalar(select(func.count()).select_from(DiscussionRow)), "there is something to be read"
        typed = {row.kind: row.content for row in session.scalars(select(DraftRow).where(DraftRow.kind.in_(drafts)))}
    wrong = sum(found.get(each) != text for each, text in kept.items())
    return wrong + sum(text not in typed.get(name, "") for name, text in drafts.items() if text)


@contextmanager
def _writing(url: str, ring: Sequence[str], count: int, name: str) -> Iterator[list[Writer]]:
    """Writers that know the new key, as after a restart."""
    stopping = threading.Event()
    with _opened(url, ring) as store:
        writers = [Writer(store, f"{name} writer {number}") for number in range(count)]
        threads = [threading.Thread(target=writer.run, args=(stopping,)) for writer in writers]
        for thread in threads:
            thread.start()
        try:
            yield writers
        finally:
            stopping.set()
            for thread in threads:
                thread.join()


@contextmanager
def _opened(url: str, ring: Sequence[str]) -> Iterator[Store]:
    store = Store(url, keys=ring, policy=POLICY)
    try:
        yield store
    finally:
        store.close()


def _started(url: str, ring: Sequence[str]) -> BaseProcess:
    """A rotation that has just begun, in a process forked by a server of forks, which has no threads and no connection."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.rotating"])
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_rotate, args=(url, list(ring), tell), daemon=True)
    process.start()
    tell.close()
    with told:
        told.recv()
    return process


def _rotate(url: str, ring: list[str], tell: Connection) -> None:
    with _opened(url, ring) as store:
        tell.send("begun")
        Rotation(store, ring).rotate()
