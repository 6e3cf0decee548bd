"""How long from the command to ready, and how much memory a process holds: `cornerstone run` over two councils."""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bot.desk import Desk
from bot.manifest import SCOPES
from bot.sample import load_sample
from storage import SINGLE
from tests.bench.figures import Row, show
from tests.bench.importing import import_large
from tests.bench.load import SECRET
from tests.bench.servers import Council, cornerstone, new_council, served

TIMES = 5
SETTLED = 15


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="start")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    now = datetime.now(UTC)  # noqa: TID251  a bench runs in real time
    with (
        tempfile.TemporaryDirectory() as folder,
        Desk(people=[], signing_secret=SECRET, bot_token="xoxb-desk-bench", scopes=list(SCOPES), clock=lambda: now) as desk,
    ):
        desk.serve(port=0)
        sample, large = Path(folder) / "sample", Path(folder) / "large"
        sample.mkdir()
        large.mkdir()
        small = new_council(f"sqlite:///{sample / 'council.db'}")
        with small.store() as store:
            load_sample(store, SINGLE, now)
        rows = {"sample council, 61 cases": _measure(small, desk.api_url)}
        big = new_council(f"sqlite:///{large / 'council.db'}")
        import_large(big, large, 15_000)
        rows["council of 15,000 cases"] = _measure(big, desk.api_url)
    show("cornerstone run, over SQLite", rows, as_json=given.json)


def _measure(council: Council, api: str) -> Row:
    seconds, memory = [], []
    for _ in range(TIMES):
        with served(*cornerstone("run", council, api)) as server:
            seconds.append(server.ready_seconds)
            memory.append(server.resident_mb)
    with served(*cornerstone("run", council, api)) as server:
        time.sleep(SETTLED)  # it has swept, and what the morning owes is queued
        settled = server.resident_mb
    return {
        "ready_seconds": round(median(seconds), 2),
        "memory_ready_mb": round(median(memory)),
        "memory_after_its_first_sweep_mb": round(settled),
        "runs": TIMES,
    }
