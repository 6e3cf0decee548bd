"""Cases by reference."""

import pytest

from storage import SINGLE
from storage.models import AllocationRow, CaseChangeRow, CaseRow
from storage.store import Store
from tests.storage.council import at, day, who

NOW = at("2026-03-24")


@pytest.mark.parametrize("typed", ["M100001", "m100001", " M100001 "])
def test_a_case_is_found_as_it_is_typed(council: Store, typed: str) -> None:
    with council.read(SINGLE, NOW) as work:
        case = work.cases.find(typed, viewer=who(work, "tom"))
        assert (case.ref, case.category, case.worker_id) == ("M100001", "child_protection", "ann")
        assert [(each.kind, each.due_on) for each in case.due] == [("first_case_discussion", day("2026-04-02"))]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("M10001", ["M100001"]),
        ("M1000001", ["M100001"]),
        ("M100010", ["M100001"]),
        ("N100001", ["M100001"]),
        ("M100003", ["M100001", "M100002"]),
        ("M200011", []),
        ("M1", []),
        ("", []),
        ("M" * 200, []),
    ],
)
def test_a_slip_of_the_finger_finds_the_cases_the_viewer_may_see(council: Store, typed: str, found: list[str]) -> None:
    with council.read(SINGLE, NOW) as work:
        assert [case.ref for case in work.cases.near(typed, viewer=who(work, "tom"))] == found


def test_a_closed_case_is_not_suggested_and_not_listed(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.session.get_one(CaseRow, (SINGLE, "M100001")).closed_on = day("2026-03-24")
        tom = who(work, "tom")
        work.session.flush()
        assert [case.ref for case in work.cases.near("M100003", viewer=tom)] == ["M100002"]
        assert work.cases.of_worker("ann", viewer=tom) == []
        assert work.cases.find("M100001", viewer=tom).closed_on == day("2026-03-24")


def test_a_workers_cases_come_in_the_order_they_fall_due(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        for ref, opened in (("M100009", "2026-03-10"), ("M100005", "2026-02-20")):
            work.session.add(CaseRow(workspace=SINGLE, ref=ref, category="child_in_need", opened_on=day(opened)))
            work.session.flush()
            row = AllocationRow(workspace=SINGLE, case_ref=ref, worker_id="ann", from_on=day(opened))
            work.session.add(row)
        work.session.flush()
        work.index.refresh(cases=["M100009", "M100005"])
        listed = work.cases.of_worker("ann", viewer=who(work, "ann"))
        assert [case.ref for case in listed] == ["M100005", "M100001", "M100009"]


def test_the_category_is_that_of_the_day(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        change = {"from_on": day("2026-03-20"), "field": "category", "value": "child_in_need"}
        work.session.add(CaseChangeRow(workspace=SINGLE, case_ref="M100001", **change))
        work.session.flush()
        assert work.cases.find("M100001", viewer=who(work, "tom")).category == "child_in_need"


def test_a_case_nobody_works_any_more_stays_with_the_line_of_its_last_worker(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.session.query(AllocationRow).filter_by(case_ref="M100001").one().until_on = day("2026-03-20")
        work.session.flush()
        case = work.cases.find("M100001", viewer=who(work, "tom"))
        assert case.worker is None
