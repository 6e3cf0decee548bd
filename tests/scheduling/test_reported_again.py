"""Figures of what the policies ask to be reported, of made-up councils, counted again from the bare facts by another path."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from scheduling.facts import parse
from scheduling.measures import Asked, measured
from tests.scheduling import test_measures
from tests.scheduling.council import MANAGERS, POLICIES, Row, ann, at, bob
from tests.scheduling.test_measures import later
from tests.scheduling.test_reported_rules import END, FEB, JAN, MAR, audit, group, held_by, observed


def made_up(policy: str, seed: int) -> Row:
    """Eight workers in two teams over a quarter: their groups, sessions, audits and observations thrown with dice."""
    dice = random.Random(seed)
    people = [(ann if number % 2 else bob)(id=f"w{number}") for number in range(8)]
    boss = {row["id"]: row["manager"] for row in people}
    days = [date(2026, 1, 1) + timedelta(turn) for turn in range(90)]

    def some(number: int) -> list[str]:
        return [each.isoformat() for each in dice.sample(days, number)]

    groups = [group(on, by, *dice.sample([who for who, above in boss.items() if above == by], dice.randrange(5)))
              for by in ("tom", "tim") for on in some(3)]  # fmt: skip
    return {
        "policy": policy, "people": [*people, *MANAGERS], "groups": groups,
        "relationships": [{"supervisee": who, "supervisor": by, "from": "2025-09-01"} for who, by in boss.items()],
        "sessions": [held_by(who, dice.choice([by, by, "tom", "tim"]), on) for who, by in boss.items() for on in some(3)],
        "observations": [observed(who, dice.choice([by, "sue"]), on) for who, by in boss.items() for on in some(1)],
        "audits": [audit(by, dice.choice(list(boss)), on, rag=dice.random() < 0.4) for by in ("sue", "sam") for on in some(11)],
    }  # fmt: skip


def again(document: Row) -> Counter[tuple[str, str, date, str, int, int]]:
    """Measure, kind, month, about whom, so many of how many: from the rows of the file alone, without the engine."""
    found: Counter[tuple[str, str, date, str, int, int]] = Counter()
    boss = {row["supervisee"]: row["supervisor"] for row in document["relationships"]}

    def first(day: str) -> date:
        return date.fromisoformat(day).replace(day=1)

    for row in document["groups"]:
        for who in (row["facilitator"], *(name for name, by in boss.items() if by == row["facilitator"])):
            there = who in (row["facilitator"], *row["attendees"])
            found["attendance", "there" if there else "not_there", first(row["on"]), who, int(there), 1] += 1
    for row in document["sessions"] if document["policy"] == "wokingham" else ():
        own = boss[row["supervisee"]] == row["supervisor"]
        kind = "own_supervisor" if own else "another"
        found["same_supervisor", kind, first(row["held_on"]), row["supervisee"], int(own), 1] += 1
    for month in (JAN, FEB, MAR) if document["policy"] == "manchester" else ():
        for by in ("sue", "sam"):
            done = [row for row in document["audits"] if row["auditor"] == by and first(row["on"]) == month]
            found["audits", "dip_sample", month, by, min(len(done), 4), 4] += 1
            found["audits", "with_ratings", month, by, min(sum(row["rag"] for row in done), 2), 2] += 1
        for by in ("tom", "tim"):
            seen = any(row["by"] == by and first(row["on"]) == month for row in document["observations"])
            found["observing", "observed" if seen else "observed_nobody", month, by, int(seen), 1] += 1
            last = max((row["on"] for row in document["groups"] if row["facilitator"] == by and first(row["on"]) <= month),
                       default="2025-09-01")  # fmt: skip
            is_kept = later(date.fromisoformat(last), 1) >= later(month, 1) - timedelta(1)
            found["team_groups", "group_held" if is_kept else "no_group", month, by, int(is_kept), 1] += 1
    return found


@pytest.mark.parametrize("policy", ["wokingham", "manchester"])
@pytest.mark.parametrize("seed", range(3))
def test_figures_are_those_counted_again_from_the_bare_facts(policy: str, seed: int) -> None:
    document = made_up(policy, seed)
    found = measured(Asked(parse(document), POLICIES[policy], END, MAR, 3, {}))
    looked_at = {"attendance", "same_supervisor", "audits", "observing", "team_groups"}
    ours = Counter(
        (one.measure, one.kind, one.month, one.person, one.number, one.out_of)
        for one in found
        if one.measure in looked_at and one.kind not in ("file_audit", "peer") and one.month
    )
    assert ours == again(document)
    assert sum(ours.values()) > 20, "next to nothing is compared"


@pytest.mark.parametrize("seed", range(4))
def test_cases_that_drift_are_those_found_again_from_the_days_they_were_discussed(seed: int) -> None:
    document, today = test_measures.made_up(seed), date(2026, 5, 31)
    months = {row["ref"]: 3 if row["category"] == "child_in_need" else 2 for row in document["cases"]}
    talked: dict[str, list[date]] = {}
    for row in document["discussions"]:
        if row["kind"] == "supervision" and (on := date.fromisoformat(row["on"])) <= today:
            talked.setdefault(row["case"], []).append(on)
    again = {}
    for ref, days in talked.items():
        days.sort()
        late = [later(before, months[ref]) < after for before, after in pairwise([*days, today])]
        turns = late if late[-1] else late[:-1]  # the one that runs counts once it is late
        again[ref] = len(turns) >= 2 and turns[-1] and turns[-2]
    found = measured(Asked(parse(document), POLICIES["wokingham"], at("2026-05-31"), today, 3, {}))
    assert {one.case: bool(one.number) for one in found if one.measure == "drift"} == again
    assert len(set(again.values())) == 2, "none drifts, or all do"
