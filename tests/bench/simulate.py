"""What if: 3,000 staff and 15,000 cases under another policy, with vacancies, with a supervisor gone, over half a year."""

import argparse
import statistics
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from scheduling.calendar import LONDON
from scheduling.facts import Facts
from scheduling.whatif import Away, Wanted, simulate
from storage.packs import load
from tests.bench import figures
from tests.bench.council import CASES_A_WORKER, TODAY, WORKERS_A_SUPERVISOR, council

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=LONDON)


def main(arguments: list[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench simulate", description=__doc__)
    parser.add_argument("--people", type=int, default=3_000)
    parser.add_argument("--cases", type=int, default=15_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    facts = of_size(asked.people, asked.cases)
    leader = next(person.id for person in facts.people if person.level == "supervisor")
    questions: Mapping[str, tuple[Wanted, str]] = {
        "as it is": (Wanted(), ""),
        "two vacancies": (Wanted(vacancies=2), ""),
        "a supervisor gone for six weeks": (Wanted(away=Away(leader, TODAY, 6)), ""),
        "under Kent": (Wanted(), "kent"),
        "under Manchester": (Wanted(), "manchester"),
    }
    rows = {name: measured(facts, wanted, other, asked.repeat) for name, (wanted, other) in questions.items()}
    size = {"people": len(facts.people), "cases": len(facts.cases)}
    figures.show("simulate", rows, ratios=size, as_json=asked.json)


def of_size(people: int, cases: int) -> Facts:
    """So many staff, and so many cases spread over all who hold them."""
    workers = people * WORKERS_A_SUPERVISOR // (WORKERS_A_SUPERVISOR + 1)
    made = council(max(cases, workers * CASES_A_WORKER))
    return replace(
        made, cases=made.cases[:cases], allocations=made.allocations[:cases], discussions=made.discussions[: 2 * cases]
    )


def measured(facts: Facts, wanted: Wanted, other: str, repeat: int) -> dict[str, Any]:
    """The median of so many runs in processor time of this one thread, from facts to answer, both sides of it."""
    runs, answer = [], None
    for _ in range(repeat):
        begun = time.process_time()
        answer = simulate(facts, load(facts.policy), NOW, wanted, other=load(other) if other else None)
        runs.append(time.process_time() - begun)
    assert answer is not None
    found = answer.after
    return {
        "seconds": round(statistics.median(runs), 2),
        "sessions_a_month": found.held.sessions,
        "discussions_a_month": found.held.discussions,
        "late": len(found.late),
        "because_of_it": len(answer.only_after),
    }
