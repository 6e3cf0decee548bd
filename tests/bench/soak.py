"""Thirty days at high speed over the sample council, with something failing at every turn: `tests/faults/soak.py`."""

import argparse
import sys

from tests.bench.figures import Row, show
from tests.faults.gathering import rig
from tests.faults.soak import Soaked, soak

NAMES = {"sqlite": "sqlite", "postgres": "postgresql", "postgresql": "postgresql"}


def main(arguments: list[str]) -> None:
    """Run and print; exit status 1 if anything was lost, repeated, or left to repair."""
    options = argparse.ArgumentParser(prog="python -m tests.bench soak", description=__doc__)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--db", default="sqlite,postgres")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    rows, faults, is_right = {}, {}, True
    for name in given.db.split(","):
        with rig(NAMES[name], is_warm=False) as made:
            soaked = soak(made, given.days, given.seed)
        rows[name], faults[f"{name}: faults by kind"] = _row(soaked), dict(sorted(soaked.injected.items()))
        is_right = is_right and soaked.is_right
        print(*soaked.lost, *soaked.repeated, *soaked.wrong, sep="\n", end="", file=sys.stderr)
    show("soak", rows, ratios=faults, as_json=given.json)
    if not is_right:
        sys.exit(1)


def _row(soaked: Soaked) -> Row:
    return {
        "days": soaked.days,
        "turns": soaked.turns,
        "faults": soaked.injected.total(),
        "acts recorded": soaked.acts,
        "messages told": soaked.told,
        "lost": len(soaked.lost),
        "repeated": len(soaked.repeated),
        "otherwise wrong": len(soaked.wrong),
        "MB after a day": round(soaked.resident_mb[0], 1),
        "MB at the end": round(soaked.resident_mb[1], 1),
        "seconds": round(soaked.seconds),
    }
