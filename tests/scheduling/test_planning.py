"""Plans: every kind, each step what `due` says once the one before was done."""

from datetime import date

import pytest

from scheduling import engine
from scheduling.calendar import at_nine
from scheduling.holding import settled
from scheduling.index import index
from scheduling.view import View
from tests.scheduling.council import POLICIES, Row, allocated, ann, case, council, discussed, held

WORK: Row = {"allocations": [allocated()]}
SIGNED = {
    "supervisee": "ann", "supervisor": "tom", "signed_by_supervisee_on": "2024-02-29", "signed_by_supervisor_on": "2024-02-29",
}  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "who", "kind", "rows", "dates"),
    [
        ("wokingham", "ann", "case_discussion", {**WORK, "cases": [case("child_in_need")]},
         ["2026-05-05", "2026-08-05", "2026-11-05"]),  # first by 5 February
        ("wokingham", "ann", "first_case_discussion", {**WORK, "cases": [case("child_in_need")]}, ["2026-02-05"]),
        ("wokingham", "ann", "management_oversight", {**WORK, "cases": [case("child_in_need")]},
         ["2026-03-05", "2026-04-05", "2026-06-05", "2026-07-05"]),
        ("wokingham", "ann", "management_oversight", {**WORK, "cases": [case()]}, ["2026-03-05", "2026-05-05", "2026-07-05"]),
        ("wokingham", "ann", "case_discussion",
         {**WORK, "cases": [case("child_in_need")], "discussions": [discussed("2026-11-30")]},
         ["2027-02-28", "2027-05-30", "2027-08-30", "2027-11-30"]),  # from the 30th, not from the 28th
        ("wokingham", "ann", "agreement_review", {"agreements": [SIGNED], "relationships": [
            {"supervisee": "ann", "supervisor": "tom", "from": "2024-02-01"}]},
         ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("wokingham", "tom", "supervision_observation", {}, ["2026-09-01", "2027-09-01"]),
        ("wokingham", "ann", "record_session", {}, []),
        ("manchester", "ann", "case_discussion", {**WORK, "cases": [case()]}, ["2026-03-02", "2026-04-27", "2026-06-22"]),
        ("manchester", "ann", "case_summary", {**WORK, "cases": [case(opened_on="2026-01-31")]},
         ["2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31"]),
        ("manchester", "tom", "group_supervision", {}, ["2025-10-01", "2025-11-01", "2025-12-01"]),
        ("manchester", "ann", "practice_observation", {}, ["2026-03-31", "2027-03-31"]),
        ("manchester", "sue", "audit_sample", {}, ["2025-08-31", "2025-09-30", "2025-09-30"]),
        ("kent", "ann", "good_conversation", {}, ["2026-04-02", "2027-04-02"]),
        ("kent", "ann", "case_discussion", {**WORK, "cases": [case("open")]}, ["2026-04-06", "2026-07-05", "2026-10-03"]),
    ],
)  # fmt: skip
def test_a_plan_of_every_kind(policy: str, who: str, kind: str, rows: Row, dates: list[str]) -> None:
    if rows.get("allocations") and rows["cases"][0]["opened_on"] != "2026-01-05":
        rows = {**rows, "allocations": [allocated(since=rows["cases"][0]["opened_on"])]}
    found = engine.plan(council(policy=policy, **rows), POLICIES[policy], who, kind, max(len(dates), 1))
    assert [row.due.isoformat() for row in found] == dates


def test_probation_is_planned_at_its_three_months_and_no_further() -> None:
    facts = council(ann(started_on="2026-01-31"), policy="kent")
    found = engine.plan(facts, POLICIES["kent"], "ann", "probation_assessment", 9)
    assert [row.due.isoformat() for row in found] == ["2026-02-28", "2026-05-31", "2026-06-30"]


def test_each_step_of_a_plan_is_what_is_due_once_the_one_before_was_done() -> None:
    facts = council(cases=[case("child_in_need")], allocations=[allocated()], sessions=held("2026-01-10"))
    policy = POLICIES["wokingham"]
    planned = engine.plan(facts, policy, "ann", "management_oversight", 5)
    now = at_nine(date(2026, 1, 10))
    done: list[date] = []
    while len(done) < len(planned):
        open_now = [row for row in engine.derive(facts, policy, now) if row.case == "M1"]
        owed = min(open_now, key=lambda row: row.due_on)
        if owed.kind == "management_oversight":
            done.append(owed.due_on)
        facts = settled(View(index(facts), policy, now), facts, owed, owed.due_on) or facts
        now = max(now, at_nine(owed.due_on))
    assert done == [row.due for row in planned]


def test_nobody_and_nothing_plan_nothing() -> None:
    policy = POLICIES["wokingham"]
    assert engine.plan(council(), policy, "kim", "personal_supervision", 3) == []
    assert engine.plan(council(), policy, "ann", "personal_supervision", 0) == []
