"""`/decision`, stored before it is acknowledged, beside a bare Bolt command that only acks: same server, same load, one run.

And beside one that commits a single row by the bare driver before it acks: what being kept costs at the least.
"""

import argparse
import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from sqlalchemy import func, select

from handlers.words.waiting import NOT_BEGUN, SAVING
from storage import SINGLE
from storage.database import lock_key
from storage.errors import Busy
from storage.models import DiscussionRow
from tests.bench.asking import CASES, PEOPLE, SAVED, Asking, council_of_managers, desk_of_managers
from tests.bench.contenders import connect
from tests.bench.councils import Shape
from tests.bench.durable import Place, place
from tests.bench.figures import Row, show
from tests.bench.load import Answer, Measured, ask, measured, press
from tests.bench.servers import Council, Running, cornerstone, served

WRITERS = 8
PACED_SECONDS = 20
"""Of all rounds together."""
SETTLED = 2.5
"""Seconds after which whoever was told that it takes longer has been told how it ended."""
MEANINGS = {
    SAVED: "saved",
    SAVING[:20]: "that it takes longer",
    NOT_BEGUN[:20]: "that it was not begun",
    Busy().sentence[:20]: "that nothing was saved",
}
"""The words of an answer, and what they mean."""


@dataclass(frozen=True, slots=True)
class Load:
    """So many connections: as fast as they are answered, or so many a second in all."""

    connections: int
    rate: int | None

    def __str__(self) -> str:
        """For a row."""
        return f"{self.connections} connections" + (f", {self.rate} a second" if self.rate else "")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one database showed."""

    rows: dict[str, Row]
    ratios: dict[str, object]


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench ack", description=__doc__)
    options.add_argument("--connections", type=_numbers, default=[50, 200])
    options.add_argument("--requests", type=int, default=4000)
    options.add_argument("--rounds", type=int, default=4, help="in which the three take turns")
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--cases", type=int, default=CASES)
    options.add_argument("--rates", type=_numbers, default=[50, 200], help="a second, beside as fast as they are answered")
    options.add_argument("--db", type=lambda given: given.split(","), default=["sqlite", "postgres"], help="sqlite,postgres")
    options.add_argument("--held", type=float, default=5, help="seconds for which the writer is held")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    rows: dict[str, Row] = {}
    ratios: dict[str, object] = {}
    shape = Shape(people=given.people, cases=given.cases)
    with desk_of_managers(shape) as desk:
        desk.serve(port=0)
        for kind in given.db:
            with place(kind) as where:
                found = _on(where, Asking(desk, shape), given)
            rows |= {f"{kind}, {name}": row for name, row in found.rows.items()}
            ratios |= {f"{kind}, {name}": value for name, value in found.ratios.items()}
    show("/decision beside a bare command that only acks", rows, ratios=ratios, as_json=given.json)


def _numbers(given: str) -> list[int]:
    return [int(each) for each in given.split(",") if each]


def _on(where: Place, asking: Asking, given: argparse.Namespace) -> Figures:
    now = datetime.now(UTC)  # noqa: TID251  a bench runs in real time
    council, api = council_of_managers(where.database(), now, asking.shape), asking.desk.api_url
    found = Figures({}, {})
    bare = [sys.executable, "-m", "tests.bench.bare", "{port}", api]
    loads = [Load(connections, rate) for connections in given.connections for rate in (None, *given.rates)]
    where_ours_is = {"DATABASE_URL": council.url}  # which says how many workers there are, as for ours
    with (
        served(bare, where_ours_is) as only_acks,
        served([*bare, "row"], where_ours_is) as one_row,
        served(*cornerstone("web", council, api)) as ours,
    ):
        _while_held(council, ours, given, asking, found)
        for load in loads:
            _in_turns(load, (only_acks, one_row, ours), council, given, asking, found)
    return found


def _in_turns(
    load: Load, servers: Sequence[Running], council: Council, given: argparse.Namespace, asking: Asking, found: Figures
) -> None:
    """Each of the three in turn, ours last, several times: what else the machine does then falls on all of them."""
    before, later = _stored(council), asking.told_later()
    taken: list[list[Answer]] = [[] for _ in servers]
    seconds, told = [0.0 for _ in servers], Counter[str]()
    times = []
    for _ in range(given.rounds):
        slowest = []
        for number, server in enumerate(servers):
            warm, answers, took = _pressed(server, load, given, asking)
            taken[number] += answers
            seconds[number] += took
            slowest.append(measured(answers, took).p99)
        told.update(_meaning(answer) for answer in (*warm, *answers))
        times.append(f"{slowest[-1] / slowest[0]:.2f}")
    if told["that it takes longer"]:
        time.sleep(SETTLED)
    told["saved later"] = asking.told_later() - later
    bare, row, ours = (measured(answers, took) for answers, took in zip(taken, seconds, strict=True))
    _note(found, load, bare, ours, told, _stored(council) - before)
    _note_row(found, load, bare, row)
    found.ratios[f"{load}: p99 in each round, times the bare command's"] = " ".join(times)


def _note(found: Figures, load: Load, yardstick: Measured, ours: Measured, told: Counter[str], stored: int) -> None:
    found.rows[f"{load}: only acks"] = yardstick.row()
    found.rows[f"{load}: /decision"] = ours.row()
    for name in ("p50", "p99"):
        ratio = getattr(ours, name) / getattr(yardstick, name)
        found.ratios[f"{load}: {name}, times the bare command's"] = round(ratio, 2)
    said = told["saved"] + told["saved later"]
    found.ratios[f"{load}: decisions said to be saved, and stored"] = f"{said} and {stored}"
    others = {name: number for name, number in told.items() if number and name != "saved"}
    if others:
        found.ratios[f"{load}: the others were told"] = others


def _note_row(found: Figures, load: Load, yardstick: Measured, one_row: Measured) -> None:
    """What no answer that is to be kept can do without."""
    found.rows[f"{load}: acks, one bare row committed"] = one_row.row()
    found.ratios[f"{load}: p99 with one bare row, times the bare command's"] = round(one_row.p99 / yardstick.p99, 2)


def _pressed(
    server: Running, load: Load, given: argparse.Namespace, asking: Asking
) -> tuple[list[Answer], list[Answer], float]:
    """One round: warming it, then what counts, and the seconds that took."""
    number = (min(given.requests, load.rate * PACED_SECONDS) if load.rate else given.requests) // given.rounds
    made = [asking.decision() for _ in range(number + load.connections)]
    return press(server.port, made, load.connections, load.rate)


def _meaning(answer: Answer) -> str:
    """What a person reads from it."""
    return next((meaning for words, meaning in MEANINGS.items() if answer.says(words)), "something else")


def _while_held(council: Council, server: Running, given: argparse.Namespace, asking: Asking, found: Figures) -> None:
    """Eight decisions wait for a writer that does not let go, and again as soon as they are answered; others only read."""
    before, later, readers, seconds = _stored(council), asking.told_later(), given.connections[0], given.held
    with _held(council):
        waited, read = asyncio.run(_both(server.port, readers, asking, time.monotonic() + seconds))
    time.sleep(seconds)  # what was begun is finished by then
    stored = _stored(council) - before
    said = sum(answer.says(SAVED) for answer in waited) + asking.told_later() - later
    found.rows[f"writer held: {WRITERS} connections, /decision"] = measured(waited, seconds).row()
    found.rows[f"writer held: {readers} connections, reads"] = measured(read, seconds).row()
    found.ratios["writer held: decisions said to be saved, and stored"] = f"{said} and {stored}"


async def _both(port: int, readers: int, asking: Asking, until: float) -> tuple[list[Answer], list[Answer]]:
    def meanwhile(make: Callable[[], bytes]) -> Iterator[bytes]:
        while time.monotonic() < until:
            yield make()

    writing = [ask(port, meanwhile(asking.decision)) for _ in range(WRITERS)]
    reading = [ask(port, meanwhile(asking.question)) for _ in range(readers)]
    answers = await asyncio.gather(*writing, *reading)
    return list(chain(*answers[:WRITERS])), list(chain(*answers[WRITERS:]))


@contextmanager
def _held(council: Council) -> Iterator[None]:
    """Somebody else is the only writer, until those who asked meanwhile have their answers."""
    let_go, is_held = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(connect(council.url)) as connection:
            connection.execute("BEGIN IMMEDIATE" if council.url.startswith("sqlite") else "BEGIN")
            if not council.url.startswith("sqlite"):
                connection.execute(f"SELECT pg_advisory_xact_lock({lock_key(f'work {SINGLE}')})")
            is_held.set()
            let_go.wait()
            connection.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait()
    try:
        yield
    finally:
        let_go.set()
        holder.join()


def _stored(council: Council) -> int:
    with council.store() as store, store.reading() as session:
        return session.scalar(select(func.count()).where(DiscussionRow.kind == "ad_hoc")) or 0
