"""Supervisors trained: what each policy asks of whoever supervises, held against what is noted."""

from datetime import date

import pytest

from scheduling.measures import Asked, Item, Trained, counted, measured
from tests.scheduling.council import POLICIES, ann, at, bob, council

MAR = date(2026, 3, 1)


def noted(
    what: str, on: str | None = "2026-02-02", needed: str | None = None, *, who: str = "tom", own: bool = False
) -> Trained:
    """Of Tom, taken on 2 February."""
    day, since = (date.fromisoformat(each) if each else None for each in (on, needed))
    return Trained(who, what, day, since, own)


def trained(policy: str, *trainings: Trained, whose: frozenset[str] | None = frozenset({"tom"})) -> list[Item]:
    """Tom supervises Ann; as things stood on 31 March 2026."""
    asked = Asked(council(policy=policy), POLICIES[policy], at("2026-03-31"), MAR, 3, {}, whose, trainings=trainings)
    return [one for one in measured(asked) if one.measure == "trained"]


SUPERVISION, PROCEDURES, TOP_UP, OBJECTIVES = (
    "trained_in_supervision", "trained_in_procedures", "top_up_taken", "objectives_agreed",
)  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "trainings", "stands"),
    [
        ("wokingham", (), {(SUPERVISION, "WOK-1"): 0}),
        ("wokingham", (noted("skills"),), {(SUPERVISION, "WOK-1"): 1}),
        # of another person, of another kind, and of a day that had not come
        (
            "wokingham",
            (noted("skills", who="sue"), noted("procedures"), noted("skills", "2026-04-01")),
            {(SUPERVISION, "WOK-1"): 0},
        ),
        ("manchester", (noted("procedures"),), {(SUPERVISION, "MAN-2.1-g"): 0, (PROCEDURES, "MAN-2.1-g"): 1}),
        ("plymouth", (noted("skills"),), {(SUPERVISION, "PLY-6-b"): 1, (TOP_UP, "PLY-6-b"): 1}),
        ("plymouth", (noted("top_up", None, "2026-03-02"),), {(SUPERVISION, "PLY-6-b"): 0, (TOP_UP, "PLY-6-b"): 0}),
        # found to be needed twice, taken once
        (
            "plymouth",
            (noted("top_up", "2026-03-20", "2026-03-02"), noted("top_up", None, "2026-03-09")),
            {(SUPERVISION, "PLY-6-b"): 0, (TOP_UP, "PLY-6-b"): 0},
        ),
        # the day it is taken lies ahead: on the day of the report it was still to be taken
        ("plymouth", (noted("top_up", "2026-04-02", "2026-03-02"),), {(SUPERVISION, "PLY-6-b"): 0, (TOP_UP, "PLY-6-b"): 0}),
        ("plymouth", (noted("top_up", "2026-03-31", "2026-03-02"),), {(SUPERVISION, "PLY-6-b"): 0, (TOP_UP, "PLY-6-b"): 1}),
        ("lscb", (noted("objectives"),), {(SUPERVISION, "LSCB-org-train"): 0, (OBJECTIVES, "LSCB-org-objectives"): 1}),
        ("kent", (noted("skills"),), {}),
    ],
)  # fmt: skip
def test_what_a_policy_asks_of_a_supervisor_is_counted_and_nothing_else(
    policy: str, trainings: tuple[Trained, ...], stands: dict[tuple[str, str], int]
) -> None:
    assert {(one.kind, one.rule): one.number for one in trained(policy, *trainings)} == stands


def test_whoever_supervises_nobody_that_day_is_not_asked() -> None:
    """Tom supervises Ann, and Tim Bob."""
    asked = Asked(council(ann(), bob()), POLICIES["wokingham"], at("2026-03-31"), MAR, 3, trainings=(noted("skills"),))
    rows = [one for one in measured(asked) if one.measure == "trained"]
    assert sorted(one.person for one in rows) == ["tim", "tom"]
    figure = counted(rows)["trained", None, None, None, None]
    assert (figure.count, figure.out_of, figure.people) == (1, 2, 2)


def test_the_row_says_since_when_and_who_says_so() -> None:
    (row,) = trained("wokingham", noted("skills", "2025-05-06"), noted("skills", "2026-02-02", own=True))
    assert (row.done_on, row.why) == (date(2026, 2, 2), "noted for 2026-02-02, as they say themselves")
    (row,) = trained("wokingham", noted("skills", own=True), noted("skills"))
    assert row.why == "noted for 2026-02-02"
    (_, row) = trained("plymouth", noted("top_up", None, "2026-03-02"))
    assert (row.due, row.why) == (date(2026, 3, 2), "found to be needed 2026-03-02, not taken")
    assert trained("wokingham")[0].why == "nothing noted"
