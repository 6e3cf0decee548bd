"""The sample council: its files, and the story they tell from Monday 2 March 2026."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import sample
from storage.extracts import read
from storage.models import ObligationRow
from tests.extracts import sample_council
from tests.extracts.conftest import Council


def test_the_files_are_what_their_maker_makes(tmp_path: Path) -> None:
    sample_council.write(tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in sample.FOLDER.iterdir() if path.suffix in (".csv", ".xlsx")}
    for name in made:
        assert cells(tmp_path / name) == cells(sample.FOLDER / name), name


def cells(path: Path) -> object:
    """Everything in the file that is not its date of making."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8")
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_sample_is_read_without_a_fault_or_a_remark() -> None:
    plan = read(sample.sources(), sample.FIRST_DAY)
    assert list(plan.faults) == []
    assert plan.faults.remarks == []
    assert len(plan.cases or ()) == 61


def test_every_kind_of_worker_is_in_the_sample() -> None:
    people = read(sample.sources(), sample.FIRST_DAY).people or []
    assert Counter(person.level for person in people) == {
        "practitioner": 12,
        "supervisor": 2,
        "service_manager": 1,
        "senior_manager": 1,
    }
    assert Counter(person.employment for person in people) == {"permanent": 13, "agency": 2, "temporary": 1}
    assert sum(person.asye_from is not None for person in people) == 2
    assert sum(person.hours == "part_time" for person in people) == 2
    assert all(person.email.endswith("@example.org") for person in people)


@pytest.fixture
def owed(council: Council) -> dict[tuple[str, str, str | None], ObligationRow]:
    """What is owed on the first morning, by kind, person and case."""
    sample.load_sample(council.store, "council", council.now)
    return {(row.kind, row.person_id, row.case_ref): row for row in council.rows(ObligationRow) if row.closed_at is None}


def test_most_of_the_council_is_in_good_order(owed: dict[tuple[str, str, str | None], ObligationRow]) -> None:
    late = {key for key, row in owed.items() if row.due_on < sample.FIRST_DAY}
    assert late == {
        ("personal_supervision", "E1010", None),
        ("personal_supervision", "E1013", None),
        ("case_discussion", "E1011", "M100061"),
    }


@pytest.mark.parametrize(
    ("kind", "person_id", "ref", "due_on", "escalates_on"),
    [
        ("personal_supervision", "E1005", None, date(2026, 3, 9), date(2026, 3, 31)),
        ("personal_supervision", "E1010", None, date(2026, 2, 23), date(2026, 3, 17)),
        ("personal_supervision", "E1013", None, date(2026, 2, 28), date(2026, 3, 22)),
        ("case_discussion", "E1011", "M100061", date(2026, 2, 28), date(2026, 3, 22)),
        ("case_discussion", "E1005", "M100001", date(2026, 3, 12), date(2026, 4, 3)),
        ("record_session", "E1009", None, date(2026, 3, 4), None),
        ("agreement_review", "E1007", None, date(2026, 3, 11), None),
    ],
)
def test_the_story_of_the_demonstration(
    kind: str,
    person_id: str,
    ref: str | None,
    due_on: date,
    escalates_on: date | None,
    owed: dict[tuple[str, str, str | None], ObligationRow],
) -> None:
    row = owed[kind, person_id, ref]
    assert row.due_on == due_on
    assert row.escalates_on == escalates_on


def test_every_supervisors_records_were_audited_within_the_year_and_toms_are_due_again(council: Council) -> None:
    sample.load_sample(council.store, "council", council.now)
    owed = {(row.person_id, row.about): str(row.due_on) for row in council.rows(ObligationRow) if row.kind == "audit_sample"}
    assert owed == {
        ("E1001", "E1002"): "2026-11-05",
        ("E1002", "E1003"): "2026-03-12",
        ("E1002", "E1004"): "2026-09-17",
    }
