"""Small councils, asked what if on Monday 9 March 2026 for thirteen weeks."""

from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from scheduling.facts import Facts
from scheduling.whatif import Answer, Away, Wanted, simulate
from tests.scheduling.council import POLICIES, Row, allocated, ann, at, case, council, discussed, held

MONDAY = "2026-03-09"
TODAY = date.fromisoformat(MONDAY)
WEEKS = 13
NOTHING = Wanted()


def worker(number: int, **more: Any) -> Row:
    return ann(id=f"w{number}", **more)


def team(workers: int, cases: int, last: str = "2026-03-02", spoken: str = "2026-03-02", **rows: Any) -> Facts:
    """So many of Tom's, each last met that day, with so many child protection cases each, discussed that day."""
    people = [worker(number) for number in range(workers)]
    refs = [(f"M{number}{letter}", f"w{number}") for number in range(workers) for letter in "abcdefghijklmnop"[:cases]]
    return council(
        *people,
        sessions=[row for person in people for row in held(last, who=person["id"])],
        cases=[case(ref=ref) for ref, _ in refs],
        allocations=[allocated(who, ref=ref) for ref, who in refs],
        discussions=[discussed(spoken, ref=ref, worker=who) for ref, who in refs],
        **rows,
    )


def asked(facts: Facts, wanted: Wanted = NOTHING, other: str = "", **more: Any) -> Answer:
    settled = {"weeks": WEEKS} | more
    return simulate(facts, POLICIES[facts.policy], at(MONDAY), wanted, other=POLICIES.get(other), **settled)


def away(weeks: int = 6, on: str = "2026-03-30", **more: Any) -> Wanted:
    return Wanted(away=Away("tom", date.fromisoformat(on), weeks, **more))


SOME = st.builds(
    team,
    workers=st.integers(2, 6),
    cases=st.integers(1, 8),
    last=st.sampled_from(["2026-01-20", "2026-02-12", "2026-03-02"]),
    spoken=st.sampled_from(["2026-01-12", "2026-02-02", "2026-03-06"]),
)
FEW = settings(max_examples=12, deadline=None)
