"""Nothing about a child but reference, dates, category and worker enters the database, a log or a message."""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect

from storage.extracts import Sources, read
from storage.models import CaseRow
from tests.extracts.conftest import Council
from tests.extracts.files import HEADINGS, PERSONAL, write_annex_a, write_csv, write_people

CHILDREN = 15_000
FEWER = 3_000
"""Enough on the second database: what is kept does not depend on how many there are."""
WORKERS = 600
CHILD = "Child Unique ID"
PLANTED = (
    "Zebedee",
    "Plantagenet",
    "ZZ99 9ZZ",
    "2012-05-17",
    "17/05/2012",
    "4505577104",
    "Abuse or neglect",
    "Anti-Venusian",
)
"""What stands in the columns we do not read: names, a postcode, a date of birth, an NHS number, a need, an ethnicity."""

KEPT_OF_A_CASE = {
    "cases": {
        "workspace",
        "ref",
        "category",
        "opened_on",
        "closed_on",
        "source",
        "family",
        "joint_from",
        "planning_meeting_on",
    },
    "case_changes": {"workspace", "id", "case_ref", "from_on", "field", "value"},
    "allocations": {"workspace", "id", "case_ref", "worker_id", "role", "from_on", "from_at", "until_on"},
}


def personal(number: int) -> dict[str, object]:
    """What Ofsted asks for and we do not read, in every form."""
    birthday = (datetime(2012, 5, 17), "17/05/2012", "2012-05-17", 41046)[number % 4]  # noqa: DTZ001
    return dict(zip(PERSONAL, ("b) Zebedee", "Anti-Venusian", birthday, "Plantagenet, Zebedee 4505577104"), strict=True))


def workers() -> list[str]:
    """Plainly different names, in letters only."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [f"Worker Name{letters[n // 26 % 26]}{letters[n % 26]}" for n in range(WORKERS)]


def council_files(folder: Path, children: int = CHILDREN) -> tuple[Path, Path]:
    """people.csv and a workbook of so many children."""
    head = ("Grace Garland", "grace@example.org", "Head of Service", "", "", "", "", "01/02/2019", "H1", "")
    managers = [
        (f"Manager {n[7:]}", f"m{i}@example.org", "Team Manager", "", "", "", "", "01/02/2020", f"M{i}", "H1")
        for i, n in enumerate(workers()[:100])
    ]
    staff = [
        (n, f"w{i}@example.org", "Social Worker", "", "", "", "", "01/02/2021", f"W{i}", f"M{i // 6}")
        for i, n in enumerate(workers())
    ]
    lists: Mapping[int, list[dict[str, object]]] = {number: [] for number in HEADINGS}
    for number in range(children):
        forename, surname = workers()[number % WORKERS].split()
        base = {CHILD: f"M{200_000 + number}", **personal(number), "Allocated Worker": f"{surname},\u00a0{forename}"}
        began = datetime(2025, 3 + number % 9, 1 + number % 28)  # noqa: DTZ001
        plan = datetime(2026, 1, 1 + number % 28)  # noqa: DTZ001
        status = "abccd"[number % 5]
        six = {"CIN Start Date": began, "Primary Need Code": "N1 - Abuse or neglect", "Case Status": status}
        if number % 25 == 24:
            lists[9].append(base)
            continue
        lists[6].append(base | six)
        if status == "a":
            lists[8].append(base | {"Date Started to be Looked After": plan, "Placement postcode": "ZZ99 9ZZ"})
        elif status == "b":
            lists[7].append(base | {"Child Protection Plan Start Date": plan, "Initial Category of Abuse": "Abuse or neglect"})
        elif status == "d":
            lists[4].append(base | {"Continuous Assessment Start Date": plan})
    return write_people(folder, head, *managers, *staff), write_annex_a(folder / "annex-a.xlsx", lists)


@pytest.mark.slow
def test_fifteen_thousand_children_are_imported_and_only_what_is_needed_is_kept(
    council: Council, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    children = CHILDREN if council.databases.kind == "sqlite" else FEWER
    people, workbook = council_files(council.folder, children)
    outcome = council.take(people=people, annex_a=workbook)
    assert outcome.counts()["cases", "added"] == children
    assert outcome.counts()["allocations", "added"] == children
    assert {row.ref for row in council.rows(CaseRow)} == {f"M{200_000 + number}" for number in range(children)}
    council.store.close()
    stored = council.everything()
    assert b"M200000" in stored
    said = caplog.text + "".join(capfd.readouterr()) + repr(outcome)
    for planted in PLANTED:
        assert planted.encode() not in stored, planted
        assert planted not in said, planted


def test_a_case_has_no_columns_but_these(council: Council) -> None:
    columns = inspect(council.store.engine)
    for table, kept in KEPT_OF_A_CASE.items():
        assert {column["name"] for column in columns.get_columns(table)} == kept


@pytest.mark.parametrize("number", sorted(HEADINGS))
@pytest.mark.parametrize("planted", ["Zebedee Plantagenet", "Plantagenet", "ZZ99 9ZZ", "4505577104", "Zebedee 17/05/2012"])
def test_columns_that_slipped_by_one_show_nobody(number: int, planted: str, tmp_path: Path) -> None:
    slipped = {heading: planted for heading in (CHILD, *PERSONAL, *HEADINGS[number]) if heading != "Allocated Worker"}
    plan = read(Sources(annex_a=write_annex_a(tmp_path / "a.xlsx", {number: [slipped]})), date(2026, 3, 2))
    said = "".join(map(str, plan.faults)) + "".join(plan.faults.remarks)
    for part in planted.split():
        assert part not in said
    assert len(plan.faults) > 0 or number == 9


def test_a_slipped_csv_shows_nobody_either(council: Council) -> None:
    row = ("Zebedee Plantagenet", "Plantagenet", "ZZ99 9ZZ", "4505577104", "Zebedee")
    cases = write_csv(council.folder / "cases.csv", ("case", "category", "opened", "closed", "category from"), [row])
    said = "".join(council.refused(cases=cases, people=write_people(council.folder)))
    for part in " ".join(row).split():
        assert part not in said
