"""A whole England on one machine: every council imported and derived, and one morning's notices planned."""

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from sqlalchemy import func, select

from bot.sending.pace import BURST, MOST, PER_SECOND
from bot.sending.sender import LANES
from storage.extracts import ImportPlan, Sources, read
from storage.importing import Options, import_plan
from storage.models import NoticeRow, ObligationRow, OutboxRow
from storage.store import Store
from storage.sweep import sweep
from tests.bench.councils import Shape, council_files
from tests.bench.durable import place
from tests.bench.figures import Row, show
from tests.bench.servers import new_council

COUNCILS = 150
"""Authorities with children's social care in England."""
EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 9, tzinfo=UTC)
CALL_SECONDS = 0.2
"""What a call of Slack's takes."""


@dataclass(slots=True)
class Memory:
    """Of this process, at a few moments."""

    figures: dict[str, float] = field(default_factory=dict)

    def note(self, name: str) -> None:
        """How much it holds now."""
        self.figures[f"{name}, mb"] = round(psutil.Process().memory_info().rss / 1e6)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench council", description=__doc__)
    options.add_argument("--people", type=int, default=300_000)
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--councils", type=int, default=COUNCILS)
    options.add_argument("--at-once", type=int, default=3, help="councils imported at the same time, in one process")
    options.add_argument("--db", choices=("sqlite", "postgres"), default="postgres")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    names = [f"council {number:03}" for number in range(1, given.councils + 1)]
    shape = Shape(given.people // given.councils, given.cases // given.councils)
    with tempfile.TemporaryDirectory() as folder, place(given.db) as where:
        files = council_files(Path(folder), shape, EVENING.date())
        plan, read_seconds = _read(files)
        council = new_council(where.database())
        with council.store() as store:
            memory = Memory()
            imported, import_seconds = _every(names, given.at_once, memory, "imported", lambda name: _import(store, name, plan))
            planned, plan_seconds = _every(names, given.at_once, memory, "planned", lambda name: _plan(store, name))
            rows = _counted(store)
            size = where.size_mb(council.url)
    figures: dict[str, Row] = {
        "read one council's files": {"seconds": round(read_seconds, 1)},
        "import and derive all": {"seconds": round(import_seconds), "a council, s": _middle(imported)},
        "plan the morning of all": {"seconds": round(plan_seconds), "a council, s": _middle(planned)},
    }
    facts = {"councils": given.councils} | rows | memory.figures | {"database, mb": round(size)}
    rate = {"cases imported and derived a second": round(given.cases / import_seconds)}
    title = f"{given.people:,} people and {given.cases:,} cases, {given.councils} councils"
    show(title, figures, ratios=facts | rate | _sending(rows["messages to send"], given.councils), as_json=given.json)


def _read(files: Sources) -> tuple[ImportPlan, float]:
    began = time.perf_counter()
    plan = read(files, EVENING.date())
    if plan.faults.found:
        raise SystemExit(f"the made-up files are at fault: {plan.faults.found[0]}")
    return plan, time.perf_counter() - began


def _import(store: Store, name: str, plan: ImportPlan) -> float:
    began = time.perf_counter()
    import_plan(store, name, EVENING, plan, Options())
    return time.perf_counter() - began


def _plan(store: Store, name: str) -> float:
    began = time.perf_counter()
    sweep(store, name, MORNING)
    return time.perf_counter() - began


def _every(
    names: Sequence[str], at_once: int, memory: Memory, what: str, work: Callable[[str], float]
) -> tuple[list[float], float]:
    """Seconds for each and for all; the memory at the start, after each third, and at the end."""
    began, took = time.perf_counter(), list[float]()
    third = max(1, len(names) // 3)
    memory.note(f"before any was {what}")
    with ThreadPoolExecutor(at_once) as pool:
        for seconds in pool.map(work, names):
            took.append(seconds)
            if len(took) % third == 0:
                memory.note(f"after {len(took)} were {what}")
                print(f"{len(took)} {what}, {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return took, time.perf_counter() - began


def _counted(store: Store) -> dict[str, int]:
    with store.reading() as session:
        due = select(func.count()).where(OutboxRow.state == "pending", OutboxRow.not_before <= MORNING + timedelta(hours=12))
        return {
            "obligations": session.scalar(select(func.count()).select_from(ObligationRow)) or 0,
            "notices of the morning": session.scalar(select(func.count()).select_from(NoticeRow)) or 0,
            "messages to send": session.scalar(due) or 0,
        }


def _sending(messages: int, councils: int) -> dict[str, object]:
    """What Slack's limits leave: each workspace has its own, so that it is their number that decides."""
    each = math.ceil(messages / councils)
    alone = max(0.0, each - BURST) / PER_SECOND
    turns = math.ceil(councils / LANES)
    calls = councils * PER_SECOND
    return {
        "messages a workspace": each,
        f"a workspace, {BURST} at once and then {PER_SECOND:.0f} a second, s": round(alone),
        f"all of them by one process, {LANES} workspaces at a time, s": round(alone * turns),
        "processes that send to all at once": turns,
        f"calls a second then, and in flight at {CALL_SECONDS} s each": f"{calls:.0f}, {calls * CALL_SECONDS:.0f}",
        f"most in flight, {MOST} a workspace": councils * MOST,
    }


def _middle(seconds: Sequence[float]) -> float:
    return round(sorted(seconds)[len(seconds) // 2], 1)
