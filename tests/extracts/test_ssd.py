"""A folder of Standard Safeguarding Dataset tables."""

from datetime import date
from pathlib import Path

import pytest

from storage.extracts import ImportPlan, ImportStopped, Sources, read
from storage.models import PersonRow
from tests.extracts.conftest import Council
from tests.extracts.files import ANN, GRACE, TOM, write_csv, write_people

TODAY = date(2026, 3, 2)
PROFESSIONALS = (
    "prof_professional_id",
    "prof_staff_id",
    "prof_professional_name",
    "prof_social_worker_registration_no",
    "prof_professional_job_title",
    "prof_professional_department",
    "prof_full_time_equivalency",
    "prof_agency_worker_flag",
)
INVOLVEMENTS = (
    "invo_involvements_id",
    "invo_professional_id",
    "invo_professional_role_id",
    "invo_professional_team",
    "invo_involvement_start_date",
    "invo_involvement_end_date",
    "invo_worker_change_reason",
    "invo_person_id",
    "invo_referral_id",
)
TABLES: dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]] = {
    "ssd_professionals": (
        PROFESSIONALS,
        [
            ("P3", "3", "Ashby, Ann", "SW1", "Social Worker", "North", "0.6", "PLACEHOLDER_DATA"),
            ("P4", "", "Prasad, Priya", "SW2", "Social Worker", "North", "1", "Y"),
            ("P9", "99", "Gone, Long", "", "", "", "", "N"),
        ],
    ),
    "ssd_person": (("pers_person_id", "pers_dob", "pers_forename"), [("K1", "2012-05-17", "Jane")]),
    "ssd_cin_episodes": (
        ("cine_referral_id", "cine_person_id", "cine_referral_date", "cine_close_date"),
        [
            ("R1", "K1", "2025-09-01 00:00:00", "NULL"),
            ("R2", "K2", "2025-10-01", ""),
            ("R0", "K1", "2024-01-01", "2024-05-01"),
        ],
    ),
    "ssd_cp_plans": (("cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"), [("K1", "2025-11-01", "NULL")]),
    "ssd_cla_episodes": (
        ("clae_person_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date", "clae_entered_care_date"),
        [
            ("K3", "2025-06-01", "2025-08-01", "2025-03-01"),
            ("K3", "2025-08-01", "", "2025-03-01"),
        ],
    ),
    "ssd_care_leavers": (
        ("clea_person_id", "clea_care_leaver_allocated_team", "clea_care_leaver_worker_id"),
        [("K4", "Leaving care", "P4")],
    ),
    "ssd_early_help_episodes": (
        ("earl_person_id", "earl_episode_start_date", "earl_episode_end_date", "earl_episode_worker_id"),
        [
            ("K5", "2026-01-05", "", "P4"),
        ],
    ),
    "ssd_involvements": (
        INVOLVEMENTS,
        [
            (1, "P9", "Allocated Case Worker", "T1", "2025-09-01", "2025-12-01", "LEFTRL", "K1", "R1"),
            (2, "P3", "ALLOCATED CASE WORKER", "T1", "2025-12-01", "NULL", "", "K1", "R1"),
            (3, "P4", "CW", "T1", "2025-10-01", "", "", "", "R2"),
            (4, "P3", "CW", "T1", "2026-01-10", "", "", "", "R2"),
            (5, "P4", "Co-worker", "T1", "2026-02-01", "", "", "K2", "R2"),
            (6, "P9", "Independent Reviewing Officer", "T9", "2025-03-01", "", "", "K3", ""),
        ],
    ),
}


def folder_of(tmp_path: Path, *, without: tuple[str, ...] = (), named: str = "{}.csv") -> Path:
    """The tables, one CSV file each."""
    folder = tmp_path / "ssd"
    folder.mkdir(exist_ok=True)
    for name, (headings, rows) in TABLES.items():
        if name not in without:
            write_csv(folder / named.format(name), headings, rows)
    return folder


def told(plan: ImportPlan) -> dict[str, str]:
    """Reference to its category now, and since when."""
    return {case.ref: f"{case.stretches[-1].category} {case.stretches[-1].from_on}" for case in plan.cases or ()}


@pytest.mark.parametrize("named", ["{}.csv", "dbo.{}_v.csv", "{}_20260302.CSV"])
def test_the_tables_give_the_cases_with_the_highest_category(named: str, tmp_path: Path) -> None:
    plan = read(Sources(ssd=folder_of(tmp_path, named=named)), TODAY)
    assert [str(fault) for fault in plan.faults] == []
    assert told(plan) == {
        "K1": "child_protection 2025-11-01",
        "K2": "child_in_need 2025-10-01",
        "K3": "child_in_care 2025-03-01",
        "K4": "care_leaver None",
        "K5": "early_help 2026-01-05",
    }


def test_involvements_are_the_history_of_who_worked_a_case(tmp_path: Path) -> None:
    plan = read(Sources(ssd=folder_of(tmp_path)), TODAY)
    assert sorted((e.ref, str(e.who), e.role, str(e.from_on), str(e.until_on)) for e in plan.allocations or ()) == [
        ("K1", "Ashby, Ann", "key_worker", "2025-12-01", "None"),
        ("K1", "Gone, Long", "key_worker", "2025-09-01", "2025-12-01"),
        ("K2", "Ashby, Ann", "key_worker", "2026-01-10", "None"),
        ("K2", "Prasad, Priya", "co_worker", "2026-02-01", "None"),
        ("K2", "Prasad, Priya", "key_worker", "2025-10-01", "2026-01-10"),
        ("K4", "Prasad, Priya", "key_worker", "None", "None"),
        ("K5", "Prasad, Priya", "key_worker", "None", "None"),
    ]
    assert "ssd_involvements: 1 rows in other roles than an allocated worker's were left out." in plan.faults.remarks


def test_missing_tables_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    plan = read(Sources(ssd=folder_of(tmp_path, without=("ssd_involvements", "ssd_cp_plans"))), TODAY)
    assert plan.faults.remarks == ["ssd has no table ssd_cp_plans, ssd_involvements: read without."]
    assert told(plan)["K1"] == "child_in_need 2025-09-01"


def test_a_folder_without_any_table_of_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportStopped, match="holds no table of cases"):
        read(Sources(ssd=tmp_path), TODAY)
    with pytest.raises(ImportStopped, match="is not a folder"):
        read(Sources(ssd=tmp_path / "nowhere"), TODAY)


def test_a_bad_row_is_named_with_its_table_and_line(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    write_csv(
        folder / "ssd_cp_plans.csv",
        TABLES["ssd_cp_plans"][0],
        [("Jane Doe", "2025-11-01", ""), ("K1", "", ""), ("K2", "2025-13-01", "")],
    )
    plan = read(Sources(ssd=folder), TODAY)
    assert [str(fault).partition(".csv, ")[2].partition(" (not")[0] for fault in plan.faults] == [
        "line 2, cppl_person_id: does not look like a reference",
        "line 3, cppl_cp_plan_start_date: is empty. Give the day it began",
        "line 4, cppl_cp_plan_start_date: '2025-13-01' is not a date (day and month the other way round?). "
        "Write it as 24/03/2026 or 2026-03-24",
    ]


def test_cases_and_workers_are_stored_and_professionals_fill_what_people_csv_leaves_open(council: Council) -> None:
    priya = ("Priya Prasad", "priya@example.org", "", "case holder", "", "", "", "05/01/2026", "4", "2")
    people = write_people(council.folder, GRACE, TOM, ANN, priya)
    folder = folder_of(council.folder)
    council.take(people=people, ssd=folder)
    assert {(p.id, p.hours, p.employment, p.post) for p in council.rows(PersonRow) if p.id in "34"} == {
        ("3", "part_time", "permanent", "Social Worker"),
        ("4", "full_time", "agency", "Social Worker"),
    }
    assert council.workers() == {
        ("K1", "3", "2025-12-01", None),
        ("K2", "3", "2026-01-10", None),
        ("K2", "4", "2025-10-01", "2026-01-10"),
        ("K2", "4", "2026-02-01", None),
        ("K4", "4", "2026-03-02", None),
        ("K5", "4", "2026-01-05", None),
    }
    assert council.take(days_later=1, people=people, ssd=folder).changes == []


def test_a_worker_who_changes_ends_the_allocation_before(council: Council) -> None:
    people = write_people(council.folder)
    folder = folder_of(council.folder)
    council.take(people=people, ssd=folder)
    rows = [(*row[:5], "2026-03-02", "FCONTA", *row[7:]) if row[0] == 2 else row for row in TABLES["ssd_involvements"][1]]
    write_csv(folder / "ssd_involvements.csv", INVOLVEMENTS, [*rows, (7, "P4", "CW", "T1", "2026-03-02", "", "", "K1", "R1")])
    council.take(days_later=1, ssd=folder)
    assert {row for row in council.workers() if row[0] == "K1"} == {
        ("K1", "3", "2025-12-01", "2026-03-02"),
        ("K1", "4", "2026-03-02", None),
    }
