"""A thousand due of N pending: claimed, sent to nobody and marked sent by the outbox, beside a bare driver and its peers."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median

from tests.bench.contenders import BATCH, Bare, Contender, Outbox, Table
from tests.bench.durable import Place, place
from tests.bench.figures import show

PEERS = {
    "sqlite": ("apscheduler.DateJobs", "apscheduler.DateJobsInWal"),
    "postgres": ("apscheduler.DateJobs", "procrastinate.Tasks", "pgqueuer.Jobs", "pgqueuer.JobsByTheHundred"),
}
"""The library and the name of what fires with it, in `tests.bench.peers.with_LIBRARY`."""
ENOUGH = 10
"""Seconds: who takes longer for one round is not asked for another."""
Times = dict[tuple[str, str], dict[int, float]]
"""By database and contender, for each number pending, the median seconds."""


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench sweep", description=__doc__)
    options.add_argument("--pending", type=_numbers, default=[10_000, 100_000, 1_000_000], help="10000,100000,1000000")
    options.add_argument("--due", type=int, default=1000)
    options.add_argument("--db", type=lambda given: given.split(","), default=["sqlite", "postgres"], help="sqlite,postgres")
    options.add_argument("--rounds", type=int, default=5, help="each contender in turn; the median counts")
    options.add_argument("--peers-pending", type=int, help="fill the peers' tables with so many at most")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    sizes = sorted(given.pending)
    times: Times = {}
    for kind in given.db:
        with place(kind) as where, _contenders(where, with_peers=not given.no_peers) as (ours, peers):
            for pending in sizes:
                held = min(pending, given.peers_pending or pending)
                for each in ours:
                    each.fill(pending)
                for each in peers:
                    each.fill(held)
                for name, seconds in _rounds([*ours, *peers], given.due, given.rounds).items():
                    times.setdefault((kind, name), {})[pending] = seconds
    rows = {
        f"{kind}: {name}": {f"of {pending:,}, s": round(seconds, 3) for pending, seconds in of.items()}
        for (kind, name), of in times.items()
    }
    if given.peers_pending and given.peers_pending < sizes[-1]:
        print(f"The peers had at most {given.peers_pending:,} pending.", file=sys.stderr)
    title = f"{given.due:,} due of N pending, claimed {BATCH} at a time, sent to nobody, marked sent; median of {given.rounds}"
    show(title, rows, ratios=_ratios(times), as_json=given.json)


@contextmanager
def _contenders(where: Place, *, with_peers: bool) -> Iterator[tuple[list[Contender], list[Contender]]]:
    """Ours and the bare driver on one table, each peer on a database of its own."""
    with ExitStack() as open_ones:
        table = Table(where.database())
        ours: list[Contender] = [Outbox(table), Bare(table)]
        peers = [make(where.database()) for make in _installed(PEERS[where.kind] if with_peers else ())]
        for each in (*ours, *peers):
            open_ones.callback(each.close)
        yield ours, peers


def _installed(peers: Sequence[str]) -> Iterator[type]:
    for library, _, name in (each.partition(".") for each in peers):
        if importlib.util.find_spec(library):
            yield getattr(importlib.import_module(f"tests.bench.peers.with_{library}"), name)
        else:
            print(f"{library} is not installed: `make peers` gets it. The others are measured.", file=sys.stderr)


def _rounds(contenders: Sequence[Contender], due: int, rounds: int) -> dict[str, float]:
    """In turn, so that what else the machine does meets them all."""
    took: dict[str, list[float]] = {each.name: [] for each in contenders}
    for _ in range(rounds):
        for each in contenders:
            if max(took[each.name], default=0) < ENOUGH:
                took[each.name].append(each.fire(due))
    return {name: median(seconds) for name, seconds in took.items()}


def _ratios(times: Times) -> dict[str, float]:
    ratios = {}
    for (kind, name), of in times.items():
        ours = times[kind, Outbox.name]
        least, most = min(ours), max(ours)
        for pending, seconds in of.items():
            if name == Bare.name:
                ratios[f"{kind}, {pending:,}: the outbox / {name}"] = round(ours[pending] / seconds, 2)
            elif name != Outbox.name:
                ratios[f"{kind}, {pending:,}: {name} / the outbox"] = round(seconds / ours[pending], 1)
        if name == Outbox.name and least != most:
            ratios[f"{kind}: the outbox, {most:,} pending / {least:,}"] = round(ours[most] / ours[least], 2)
    return ratios


def _numbers(given: str) -> list[int]:
    return [int(each) for each in given.split(",")]
