"""Random single edits of the audit trail by somebody who owns the database and has no key: each found, the event named."""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from storage import SINGLE, packs
from storage.store import Store
from storage.trail.verifying import verify
from tests.bench.figures import Row, show
from tests.databases import Databases, Files, Server
from tests.storage.conftest import migrated, opened
from tests.storage.council import at, settled, who
from tests.storage.edits import EDITS, missed, tampered
from tests.storage.tampering import in_hand, lay_a_trail


def main(arguments: list[str]) -> None:
    """One database after another."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench tamper")
    parser.add_argument("--edits", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=100_000, help="of the trail whose verifying is timed")
    parser.add_argument("--db", choices=["sqlite", "postgres"], action="append", help="default: both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    rows: dict[str, Row] = {}
    failed = False
    for kind in options.db or ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as folder:
            databases: Databases = Files(Path(folder)) if kind == "sqlite" else Server()
            with databases.copy() as url:
                rows[kind], faults = _edited(url, options.edits, options.seed)
                rows[kind] = {**rows[kind], **_timed(url, options.events)}
            for each in faults:
                print(f"{kind}: {each}")
            failed = failed or bool(faults)
            if isinstance(databases, Server):
                databases.close()
    show(f"{options.edits} random single edits of the audit trail, seed {options.seed}", rows, as_json=options.json)
    if failed:
        raise SystemExit(1)


def _edited(url: str, edits: int, seed: int) -> tuple[Row, list[str]]:
    policy = packs.load("wokingham")
    migrated(url, policy)
    store = opened(url, policy)
    for workspace in (SINGLE, "other"):
        settled(store, "2026-03-16", workspace)
    ledger = in_hand(store, lay_a_trail(store))
    whole = verify(store)
    assert all(each.wrong is None for each in whole)
    kinds: Counter[str] = Counter()
    faults = []
    for edit, found in tampered(store, ledger, edits, seed):
        kinds[edit.name] += 1
        faults += [each] if (each := missed(edit, found)) else []
    store.close()
    return {
        "edits": sum(kinds.values()),
        "ways": f"{len(EDITS)} ({len(kinds)} told apart)",
        "found, first wrong event named": sum(kinds.values()) - len(faults),
        "missed": len(faults),
    }, faults


def _timed(url: str, events: int) -> Row:
    """How long a long trail takes: in a workspace of its own."""
    store = opened(url, packs.load("wokingham"))
    settled(store, "2026-03-16", "long")
    _fill(store, events)
    begun = time.perf_counter()
    (found,) = verify(store, "long")
    took = time.perf_counter() - begun
    assert found.wrong is None
    assert found.events >= events
    store.close()
    return {"events verified a second": f"{found.events / took:,.0f}"}


def _fill(store: Store, events: int) -> None:
    for first in range(0, events, 2_000):
        with store.work("long", at("2026-03-24")) as work:
            tom = who(work, "tom")
            for number in range(first, min(events, first + 2_000)):
                work.trail.note("read", viewer=tom, kind="session", object=f"session {number}", about="ann", role="supervisor")
            work.commit()
