"""Rounds of sending in which everything fails that can: what is owed stands in Slack once, whatever happens.

Each round is two or eight clocks, real processes, over one database, with one fault or two at once drawn from its seed:
`tests/faults`. Exit status 1 if anything was lost or came twice; `--only SEED` runs that round again.
"""

import argparse
import json
import multiprocessing
import queue
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from typing import Any

from tests.bench.figures import Row, show
from tests.faults.gathering import rig
from tests.faults.plans import plan
from tests.faults.rounds import STARVED, Outcome

NAMES = {"sqlite": "sqlite", "postgres": "postgresql", "postgresql": "postgresql"}
KILLS, STOPS = ("killed", "told_to_stop"), ("stopped", "all_stopped", "held_up", "half_handed_over")
RIGS = 2
"""Rigs side by side, each with a database of its own: a round is mostly waiting."""
NEWS_EVERY = 100


@dataclass(slots=True)
class Tally:
    """What came of the rounds on one database."""

    rounds: int = 0
    owed: int = 0
    lost: int = 0
    repeated: int = 0
    allowed: int = 0
    wrong: int = 0
    injected: Counter[str] = field(default_factory=Counter)
    failed: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """One round more."""
        self.rounds += 1
        self.owed += outcome.owed
        self.lost += len(outcome.lost)
        self.repeated += len(outcome.repeated)
        self.allowed += outcome.allowed
        self.wrong += len(outcome.wrong)
        self.injected += outcome.injected
        if not outcome.is_right:
            self.failed.append(outcome.plan.seed)

    def row(self) -> Row:
        """For the table."""
        return {
            "rounds": self.rounds,
            "owed": self.owed,
            "lost": self.lost,
            "repeated": self.repeated,
            "otherwise wrong": self.wrong,
            "left to the setting": self.allowed,
            "kills": sum(self.injected[kind] for kind in KILLS),
            "stops": sum(self.injected[kind] for kind in STOPS),
            "other faults": sum(n for kind, n in self.injected.items() if kind not in (*KILLS, *STOPS, STARVED)),
            "rounds a minute": round(60 * self.rounds / self.seconds) if self.seconds else 0,
        }


def main(arguments: list[str]) -> None:
    """Run and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench chaos", description=__doc__)
    options.add_argument("--rounds", type=int, default=1000, help="on each database")
    options.add_argument("--db", default="sqlite,postgres")
    options.add_argument("--clocks", default="2,8")
    options.add_argument("--seed", type=int, default=1, help="of the first round; the others follow")
    options.add_argument("--only", type=int, help="run this seed's round alone")
    options.add_argument("--rigs", type=int, default=RIGS, help="side by side")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    clocks = tuple(int(each) for each in given.clocks.split(","))
    seeds = [given.only] if given.only is not None else list(range(given.seed, given.seed + given.rounds))
    tallies = {name: run(NAMES[name], seeds, clocks, min(given.rigs, len(seeds))) for name in given.db.split(",")}
    rows = {name: tally.row() for name, tally in tallies.items()}
    faults = {f"{name}: faults by kind": dict(sorted(tally.injected.items())) for name, tally in tallies.items()}
    failed = {f"{name}: run again with --only": tally.failed for name, tally in tallies.items() if tally.failed}
    show("chaos", rows, ratios=faults | failed, as_json=given.json)
    if failed:
        sys.exit(1)


def run(kind: str, seeds: list[int], clocks: tuple[int, ...], rigs: int) -> Tally:
    """These rounds, shared out among so many rigs."""
    context = multiprocessing.get_context("spawn")
    todo, done = context.Queue(), context.Queue()
    for seed in [*seeds, *[None] * rigs]:
        todo.put(seed)
    working = [context.Process(target=_work, args=(kind, clocks, todo, done), daemon=True) for _ in range(rigs)]
    tally, begun = Tally(), time.perf_counter()
    for each in working:
        each.start()
    while tally.rounds < len(seeds):
        try:
            outcome = done.get(timeout=5)
        except queue.Empty:
            if any(each.exitcode for each in working):
                raise SystemExit(f"a rig of {kind} ended; what it said is above") from None
            continue
        tally.add(outcome)
        _news(kind, outcome, tally, len(seeds))
    for each in working:
        each.join()
    tally.seconds = time.perf_counter() - begun
    return tally


def _work(kind: str, clocks: tuple[int, ...], todo: "Queue[int | None]", done: "Queue[Any]") -> None:
    with rig(kind) as made:
        while (seed := todo.get()) is not None:
            done.put(made.run(plan(seed, kind, clocks)))


def _news(kind: str, outcome: Outcome, tally: Tally, rounds: int) -> None:
    if not outcome.is_right:
        made = outcome.plan
        told = {"db": kind, "seed": made.seed, "clocks": made.clocks, "faults": made.kinds}
        told |= {"lost": outcome.lost, "repeated": outcome.repeated}
        print(json.dumps(told), *outcome.wrong, sep="\n", file=sys.stderr, flush=True)
    elif tally.rounds % NEWS_EVERY == 0:
        print(f"{kind}: {tally.rounds} of {rounds} rounds, {len(tally.failed)} failed", file=sys.stderr, flush=True)
