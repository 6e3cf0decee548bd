"""A year of the sample council: messages a person a working day, what is urgent apart, and what came outside their hours."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from storage import packs
from storage.sealed import new_key
from storage.store import Store
from tests.bench.figures import Row, show
from tests.bench.quiet_year import Year, live

MOST = 1.0
"""Messages a working day, for whoever gets the most."""
A_QUARTER = 90
"""Days: in fewer, one busy week says nothing of how it is."""


def main(arguments: list[str]) -> None:
    """Run and print; exit status 1 where somebody gets more than one a working day, or anything outside their hours."""
    options = argparse.ArgumentParser(prog="python -m tests.bench quiet", description=__doc__)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--policy", default="wokingham")
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'year.db'}"
        store = Store(url, keys=[new_key()], policy=packs.load(given.policy))
        store.upgrade()
        year = live(store, given.days, given.seed)
        store.close()
    routine, urgent = year.routine(), year.urgent()
    rows = {
        "a person a working day": _row(routine),
        "urgent, a person a working day": _row(urgent),
    }
    extra: Row = {
        "people": len(routine),
        "messages": len(year.posts),
        "by kind": dict(Counter(kind for _, kind, _ in year.posts).most_common()),
        "most to one person on one day": year.busiest(),
        "outside their hours": len(year.outside),
        "done": dict(year.done),
        "late at the end": dict(year.late),
        "seconds": round(time.monotonic() - begun),
    }
    show(f"quiet: {given.days} days of the sample council, {given.policy}", rows, ratios=extra, as_json=given.json)
    print(*year.outside[:20], sep="\n", end="", file=sys.stderr)
    if year.outside or (given.days >= A_QUARTER and max(routine.values()) >= MOST):
        sys.exit(1)


def _row(a_day: dict[str, float]) -> Row:
    return {"median": round(median(a_day.values()), 2), "worst": round(max(a_day.values()), 2)}


__all__ = ["Year", "main"]
