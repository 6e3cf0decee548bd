"""`/decision`, stored before it is acknowledged, beside a bare Bolt command that only acks: same server, same load, one run."""

import argparse
import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count

from sqlalchemy import func, select

from bot.desk import Desk, Member
from bot.manifest import SCOPES
from bot.sample import load_sample
from storage import SINGLE
from storage.database import lock_key
from storage.models import DiscussionRow
from tests.bench.contenders import connect
from tests.bench.durable import Place, place
from tests.bench.figures import Row, show
from tests.bench.load import SECRET, Answer, Measured, ask, command_request, measured, press
from tests.bench.servers import Council, Running, cornerstone, link_everyone, new_council, served

HELD_SECONDS = 5
WRITERS = 8
SAVED = "Saved"


def _cases(*groups: tuple[int, int]) -> tuple[str, ...]:
    return tuple(f"M{100000 + number}" for first, last in groups for number in range(first, last + 1))


MANAGERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("UE1003", _cases((1, 4), (11, 15), (21, 25), (31, 36), (41, 45), (51, 56))),
    ("UE1004", _cases((61, 66), (71, 75), (81, 85), (91, 94), (101, 105), (111, 115))),
)
"""The sample council's two team managers, and cases of their own teams."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one database showed."""

    rows: dict[str, Row]
    ratios: dict[str, object]


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench ack", description=__doc__)
    options.add_argument("--connections", type=lambda given: [int(each) for each in given.split(",")], default=[50, 200])
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--db", type=lambda given: given.split(","), default=["sqlite", "postgres"], help="sqlite,postgres")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    rows: dict[str, Row] = {}
    ratios: dict[str, object] = {}
    with _desk() as desk:
        desk.serve(port=0)
        for kind in given.db:
            with place(kind) as where:
                found = _on(where, desk, given.connections, given.requests)
            rows |= {f"{kind}, {name}": row for name, row in found.rows.items()}
            ratios |= {f"{kind}, {name}": value for name, value in found.ratios.items()}
    show("/decision beside a bare command that only acks", rows, ratios=ratios, as_json=given.json)


def _on(where: Place, desk: Desk, connections: list[int], requests: int) -> Figures:
    council = _council(where)
    found, numbers = Figures({}, {}), count()
    bare = [sys.executable, "-m", "tests.bench.bare", "{port}", desk.api_url]
    yardsticks = {}
    with served(bare, {"DATABASE_URL": council.url}) as server:  # its address says how many workers there are, as for ours
        for number in connections:
            yardsticks[number] = _pressed(server, number, requests, numbers)[0]
    with served(*cornerstone("web", council, desk.api_url)) as server:
        for number in connections:
            before = _stored(council)
            ours, saved = _pressed(server, number, requests, numbers)
            stored = _stored(council) - before
            _note(found, number, yardsticks[number], ours)
            found.ratios[f"{number} connections: decisions said to be saved, and stored"] = f"{saved} and {stored}"
        _while_held(council, server, connections[0], numbers, found)
    return found


def _note(found: Figures, connections: int, yardstick: Measured, ours: Measured) -> None:
    found.rows[f"{connections} connections: only acks"] = yardstick.row()
    found.rows[f"{connections} connections: /decision"] = ours.row()
    for name in ("p50", "p99"):
        ratio = getattr(ours, name) / getattr(yardstick, name)
        found.ratios[f"{connections} connections: {name}, times the bare command's"] = round(ratio, 2)


def _pressed(server: Running, connections: int, requests: int, numbers: Iterator[int]) -> tuple[Measured, int]:
    """The latencies, and how many were told that it is saved."""
    warm, answers, seconds = press(server.port, [_decision(next(numbers)) for _ in range(requests + connections)], connections)
    return measured(answers, seconds), sum(answer.says(SAVED) for answer in (*warm, *answers))


def _while_held(council: Council, server: Running, readers: int, numbers: Iterator[int], found: Figures) -> None:
    """Eight decisions wait for a writer that does not let go, and again as soon as they are answered; others only read."""
    before = _stored(council)
    with _held(council):
        until = time.monotonic() + HELD_SECONDS - 0.5
        waited, read = asyncio.run(_both(server.port, readers, numbers, until))
    time.sleep(HELD_SECONDS)  # what was begun is finished by then
    stored = _stored(council) - before
    said = sum(answer.says(SAVED) for answer in waited)
    found.rows[f"writer held for {HELD_SECONDS} s: {WRITERS} decisions at a time"] = measured(waited, HELD_SECONDS).row()
    found.rows[f"writer held for {HELD_SECONDS} s: reads over {readers} connections"] = measured(read, HELD_SECONDS).row()
    found.ratios["writer held: decisions said to be saved, and stored"] = f"{said} and {stored}"


async def _both(port: int, readers: int, numbers: Iterator[int], until: float) -> tuple[list[Answer], list[Answer]]:
    def meanwhile(make: type | object) -> Iterator[bytes]:
        while time.monotonic() < until:
            yield make(next(numbers))  # type: ignore[operator]

    writing = [ask(port, meanwhile(_decision)) for _ in range(WRITERS)]
    reading = [ask(port, meanwhile(_question)) for _ in range(readers)]
    answers = await asyncio.gather(*writing, *reading)
    return list(chain(*answers[:WRITERS])), list(chain(*answers[WRITERS:]))


@contextmanager
def _held(council: Council) -> Iterator[None]:
    """Somebody else is the only writer for so long."""
    let_go, is_held = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(connect(council.url)) as connection:
            connection.execute("BEGIN IMMEDIATE" if council.url.startswith("sqlite") else "BEGIN")
            if not council.url.startswith("sqlite"):
                connection.execute(f"SELECT pg_advisory_xact_lock({lock_key(f'work {SINGLE}')})")
            is_held.set()
            let_go.wait(HELD_SECONDS)
            connection.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait()
    try:
        yield
    finally:
        let_go.set()
        holder.join()


def _decision(number: int) -> bytes:
    """The managers log on their own cases in turn, as on a busy afternoon."""
    user, cases = MANAGERS[number % len(MANAGERS)]
    ref = cases[number // len(MANAGERS) % len(cases)]
    return command_request(str(number), user, "/decision", f"{ref} move to strategy meeting because two missed visits")


def _question(number: int) -> bytes:
    user, _ = MANAGERS[number % len(MANAGERS)]
    return command_request(str(number), user, "/supervision", "next" if number % 2 else "help")


def _council(where: Place) -> Council:
    council = new_council(where.database())
    with council.store() as store:
        load_sample(store, SINGLE, datetime.now(UTC))  # noqa: TID251  a bench runs in real time
    link_everyone(council)
    return council


def _stored(council: Council) -> int:
    with council.store() as store, store.reading() as session:
        return session.scalar(select(func.count()).where(DiscussionRow.kind == "ad_hoc")) or 0


def _desk() -> Desk:
    people = [Member(user, user.lower(), user, f"{user.lower()}@example.org") for user, _ in MANAGERS]
    return Desk(
        people=people,
        signing_secret=SECRET,
        bot_token="xoxb-desk-bench",
        scopes=list(SCOPES),
        clock=lambda: datetime.now(UTC),  # noqa: TID251  a bench runs in real time
    )
