"""Obligations derived a second on one core, beside the bare date arithmetic for the same answers; and how it grows."""

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime

from scheduling import engine
from scheduling.answers import Obligation
from scheduling.calendar import LONDON, months_after
from scheduling.facts import Facts
from storage.packs import load
from tests.bench.council import TODAY, council

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=LONDON)
MONTHS = {"child_protection": 2, "child_in_care": 2, "child_in_need": 3, "early_help": 2, "care_leaver": 3}


def main(arguments: list[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench derive", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--growth", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="sizes to compare")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    sizes = sorted({asked.cases, *asked.growth})
    rows = [measured(size, asked.repeat) for size in sizes]
    main_row = next(row for row in rows if row["cases"] == asked.cases)
    grown = [row for row in rows if row["cases"] in asked.growth]
    growth = grown[-1]["us_a_case"] / grown[0]["us_a_case"] if len(grown) > 1 else 1.0
    if asked.json:
        print(json.dumps({"derive": main_row, "sizes": rows, "cost_a_case_largest_to_smallest": round(growth, 3)}))
        return
    for row in rows:
        print(
            f"{row['cases']:>9,} cases  {row['cases_a_second']:>7,} cases/s  {row['obligations_a_second']:>7,} obligations/s  "
            f"bare date arithmetic {row['bare_a_second']:>9,} cases/s  ratio {row['ratio']}  "
            f"(collector on: {row['cases_a_second_with_collector_on']:,} cases/s)"
        )
    print(f"cost a case, largest to smallest: {growth:.2f}")


def measured(cases: int, repeat: int) -> dict[str, float]:
    """One size: everything from facts to obligations, the median of the runs.

    The garbage collector is off meanwhile: facts and obligations are not garbage, and it would walk all of them again and
    again, the more of them the longer. What it costs where it is left on stands beside.
    """
    facts, policy = council(cases), load("wokingham")
    expected = bare(facts)
    is_frozen = gc.get_freeze_count() > 0  # by whoever runs this, for good
    gc.collect()
    gc.freeze()
    collecting, _ = timed(lambda: engine.derive(facts, policy, NOW), 1)
    gc.disable()
    try:
        took, found = timed(lambda: engine.derive(facts, policy, NOW), repeat)
        bare_took, _ = timed(lambda: bare(facts), max(repeat, 3))
    finally:
        gc.enable()
        if not is_frozen:
            gc.unfreeze()
    if not same(found, expected):
        raise SystemExit("the bare arithmetic and the engine disagree")
    return {
        "cases": cases,
        "obligations": len(found),
        "seconds": round(took, 3),
        "cases_a_second": round(cases / took),
        "obligations_a_second": round(len(found) / took),
        "us_a_case": took / cases * 1e6,
        "cases_a_second_with_collector_on": round(cases / collecting),
        "bare_a_second": round(cases / bare_took),
        "ratio": round(took / bare_took, 1),
    }


def timed(work: Callable[[], list[Obligation]] | Callable[[], dict[str, date]], repeat: int) -> tuple[float, list[Obligation]]:
    """The median of so many runs, in processor time of this one thread, and what they gave."""
    runs, found = [], None
    for _ in range(repeat):
        found = None
        begun = time.process_time()
        found = work()
        runs.append(time.process_time() - begun)
    return statistics.median(runs), found  # type: ignore[return-value]


def bare(facts: Facts) -> dict[str, date]:
    """Each case's next discussion, by nothing but its category's months from the last one."""
    last: dict[str, date] = {}
    for row in facts.discussions:
        if isinstance(row.on, date) and (row.case not in last or row.on > last[row.case]):
            last[row.case] = row.on
    return {case.ref: months_after(last[case.ref], MONTHS[case.category]) for case in facts.cases}


def same(found: list[Obligation], expected: dict[str, date]) -> bool:
    """Whether the engine gave those dates."""
    return {row.case: row.due for row in found if row.kind == "case_discussion"} == expected
