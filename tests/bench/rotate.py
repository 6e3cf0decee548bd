"""Keys rotated while two writers write, each rotation killed by SIGKILL at a random moment; then one that may finish.

Exit status 1 if anything cannot be read with the newest key alone, or is not what was written, or is still under an old key.
"""

import argparse
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.figures import show
from tests.bot.council import make_template
from tests.databases import Files, Server
from tests.faults import rotating

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(arguments: list[str]) -> None:
    """Run and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench rotate", description=__doc__)
    options.add_argument("--kills", type=int, default=50, help="on each database")
    options.add_argument("--values", type=int, default=2000, help="sealed before the first")
    options.add_argument("--database", "--db", default="sqlite,postgresql")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    rows, is_right = {}, True
    for name in given.database.split(","):
        begun = time.perf_counter()
        with _council("sqlite" if name == "sqlite" else "postgresql") as url:
            outcome = rotating.run(url, given.kills, values=given.values, seed=given.seed)
        rows[name] = asdict(outcome) | {"seconds": round(time.perf_counter() - begun)}
        is_right = is_right and not outcome.unread and not outcome.left
    show("rotate", rows, as_json=given.json)
    if not is_right:
        sys.exit(1)


@contextmanager
def _council(kind: str) -> "Iterator[str]":
    with tempfile.TemporaryDirectory() as folder:
        databases = Files(Path(folder)) if kind == "sqlite" else Server()
        try:
            with databases.copy(databases.template("rotate", make_template)) as url:
                yield url
        finally:
            if isinstance(databases, Server):
                databases.close()
