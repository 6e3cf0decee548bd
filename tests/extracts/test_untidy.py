"""Cells, headings and tables as councils' systems and published code write them."""

from datetime import date
from pathlib import Path

import pytest

from storage.extracts import ImportPlan, ImportStopped, Sources, cells, posts, read, with_files
from storage.extracts.columns_annexa import ANNEX_A
from storage.extracts.faults import BadCell
from tests.extracts.files import write_csv

TODAY = date(2026, 3, 2)

PUBLISHED: dict[str, tuple[int, str]] = {
    "Ofsted, early help": (
        2,
        "Child Unique ID|Assessment start date|Assessment completion date|Organisation completing assessment",
    ),
    "SSD to Annex A, early help": (2, "CHILD_ID|EHA_START_DATE|EHA_END_DATE|EHA_COMPLETED_BY_TEAM"),
    "SSD view, early help": (2, "ChildUniqueID|earl_episode_start_date|earl_episode_end_date"),
    "Ofsted, assessments": (
        4,
        "Child Unique ID|Continuous Assessment Start Date|Child Seen During Continuous Assessment|"
        "Continuous Assessment Date of Authorisation|Allocated Team|Allocated Worker",
    ),
    "regional, assessments": (
        4,
        "child unique id|Continuous Assessment Start date|Continuous Assessment date of Authorisation|Allocated Worker",
    ),
    "SSD to Annex A, assessments": (4, "CHILD_ID|ASMT_START_DATE|CONT_ASMT|ASMT_AUTH_DATE|ALLOCATED_TEAM|ALLOCATED_WORKER"),
    "SSD, later, assessments": (
        4,
        "ChildUniqueID|ContinuousAssessmentStart|ContinuousAssessmentChildSeen|ContinuousAssessmentAuthDate|AllocatedTeam|"
        "AllocatedWorker",
    ),
    "Ofsted, children in need": (
        6,
        "Child Unique ID|Date of Birth|CIN Start Date|Date Child Was Last Seen|CIN Closure Date|Reason for Closure|Case status|"
        "Allocated Team|Allocated Worker",
    ),
    "SSD to Annex A, children in need": (
        6,
        "ChildUniqueID|CINStartDate|CINClosureDate|CaseStatus|AllocatedTeam|AllocatedWorker",
    ),
    "a plan's columns": (6, "CHILD_ID|cinp_cin_plan_start|cinp_cin_plan_end|case_status|Worker Name"),
    "Ofsted, child protection": (
        7,
        "Child Unique ID|Child Protection Plan Start Date|Date of latest review conference|Child Protection Plan End Date|"
        "Number of Previous Child Protection Plans|Allocated Team|Allocated Worker",
    ),
    "SSD to Annex A, child protection": (
        7,
        "ChildUniqueID|ChildProtectionPlanStartDate|DateOfLatestReviewConf|ChildProtectionPlanEndDate|"
        "NumberOfPreviousChildProtectionPlans|AllocatedTeam|AllocatedWorker",
    ),
    "Ofsted, children in care": (
        8,
        "Child Unique ID|Date Started to be Looked After|Start date of current legal status|Date of Latest Statutory Review|"
        "Date Ceased to be Looked After|Reason Ceased to be Looked After|Start Date of Most Recent Placement|Allocated Team|"
        "Allocated Worker",
    ),
    "SSD to Annex A, children in care": (
        8,
        "ChildUniqueID|LoookedAfterStartDate|MostRecentLegalStatusStart|CeasedLookedAfterDate|ReasonCeasedLookedAfter|"
        "MostRecentPlacementStartDate|AllocatedTeam|AllocatedWorker",
    ),
    "Ofsted, care leavers": (
        9,
        "Child Unique ID|Allocated Team|Allocated Worker|Allocated Personal Advisor|Eligibility Category",
    ),
    "SSD to Annex A, care leavers": (9, "ChildUniqueID|AllocatedTeam|AllocatedPA|EligibilityCategory|ReviewDate"),
}
"""Headings of Ofsted's template since 2018, and of the code councils share to make one."""


@pytest.mark.parametrize("whose", PUBLISHED)
def test_headings_councils_really_use_are_understood(whose: str) -> None:
    number, headings = PUBLISHED[whose]
    assert ANNEX_A[number].missing(ANNEX_A[number].find(headings.split("|"))) == []


@pytest.mark.parametrize("spare", ["Start Date", "Status", "Worker", "Person ID", "Date of Closure"])
def test_of_two_headings_for_one_column_ofsteds_own_is_taken(spare: str) -> None:
    headings = ["Child Unique ID", "CIN Start Date", "CIN Closure Date", "Case Status", "Allocated Worker"]
    found = ANNEX_A[6].find([spare, *headings])
    assert found == {"child": 1, "start": 2, "end": 3, "status": 4, "worker": 5}


def test_no_personal_column_of_ofsteds_is_ours() -> None:
    personal = (
        "Gender|Ethnicity|Date of Birth|Age of Child (Years)|Does the Child have a Disability|Primary Need Code|"
        "Initial Category of Abuse|Placement postcode|URN of Placement|Child's Legal Status|Date of Last Dental Check|"
        "Date of Last Health Assessment|Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)"
    )
    for layout in ANNEX_A.values():
        assert layout.find(personal.split("|")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-01 00:00:00.0000000",
        "2025-09-01T00:00:00.000Z",
        "2025-09-01 00:00:00 UTC",
        "2025-09-01T00:00:00+01:00",
        "Sep  1 2025 12:00AM",
        "September 1st, 2025",
        "01-SEP-25",
        "Mon 01 Sep 2025",
        "01/09/2025 12:00:00 AM",
        "20250901",
        "45901.0",
    ],
)
def test_a_day_is_a_day_however_a_database_writes_it(text: str) -> None:
    assert cells.day(text) == date(2025, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("NULL", "(null)", "None", "NaT", "<NA>", "\\N", "#N/A N/A", "PLACEHOLDER_DATA", "-1"),
        *("0000-00-00", "1900-01-01T00:00:00", "1753-01-01", "9999-12-31 23:59:59.997"),
    ],
)
def test_nothing_is_nothing_however_a_database_writes_it(text: str) -> None:
    assert cells.day(text) is None


@pytest.mark.parametrize("text", ["9/30/2025", "2025", "01/09", "12/2025", "45901,0", "20250901000000"])
def test_what_may_be_another_day_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        cells.day(text)


CIN = "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date\n"
PROFESSIONALS = 'prof_professional_id,prof_staff_id,prof_professional_name\n10417,3,"Ashby, Ann"\n10418,4,"Prasad, Priya"\n'
INVOLVED = (
    "invo_professional_id,invo_professional_role_id,invo_involvement_start_date,invo_involvement_end_date,"
    "invo_person_id,invo_referral_id\n"
)


def ssd(tmp_path: Path, **tables: str | bytes) -> ImportPlan:
    """What a folder of these tables says."""
    folder = tmp_path / "ssd"
    folder.mkdir()
    for name, content in tables.items():
        (folder / f"ssd_{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(Sources(ssd=folder), TODAY)


def worked(plan: ImportPlan) -> list[str]:
    """Case, worker, from and until of each allocation."""
    return sorted(f"{e.ref} {e.who} {e.from_on} {e.until_on}" for e in plan.allocations or ())


ONE = CIN + "R1,K1,2025-09-01 00:00:00.0000000,NULL\n"


@pytest.mark.parametrize(
    "table",
    [
        ONE,
        b"\xef\xbb\xbf" + ONE.replace("\n", "\r\n").encode(),
        ONE.encode("utf-16"),
        ONE.encode("utf-16-le"),
        ONE.encode() + b"\0\0",
        ONE.replace(",", ";"),
        ONE.replace(",", "\t"),
        ONE.upper(),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in ONE.strip().split("\n")),
        ONE.replace("R1,", "5.0,").replace(",NULL", ",NaT"),
        "," + ONE.replace("R1", "0,R1"),
        ONE.replace("R1", "---,---,---,---\nR1") + "\n(1 rows affected)\n",
        ONE.replace("NULL", "1900-01-01T00:00:00"),
        ONE.replace("cine_close_date", "cine_close_date,cine_close_reason,pers_forename").replace("NULL", "NULL,RC7,Jane"),
    ],
)
def test_a_table_reads_the_same_whatever_wrote_it(table: str | bytes, tmp_path: Path) -> None:
    plan = ssd(tmp_path, cin_episodes=table)
    assert list(map(str, plan.faults)) == []
    assert [(case.ref, str(case.stretches[-1].from_on), case.stretches[-1].until_on) for case in plan.cases or ()] == [
        ("K1", "2025-09-01", None)
    ]


@pytest.mark.parametrize(
    ("rows", "ours"),
    [
        ("10417.0,CW,2025-09-01,,K1,\n", ["K1 Ashby, Ann 2025-09-01 None"]),
        ("10417,ALLOCATED CASE WORKER,2025-09-01,1900-01-01,,R1\n", ["K1 Ashby, Ann 2025-09-01 None"]),
        (
            "10417,CW,2025-09-01,,K1,\n10418,CW,2025-11-01,,K1,\n",
            ["K1 Ashby, Ann 2025-09-01 2025-11-01", "K1 Prasad, Priya 2025-11-01 None"],
        ),
        (
            "10417,CW,2025-09-01,,K1,\n10418,CW,2025-11-01,2025-12-01,K1,\n",
            ["K1 Ashby, Ann 2025-09-01 None", "K1 Prasad, Priya 2025-11-01 2025-12-01"],
        ),
        (
            "10417,CW,2025-09-01,2025-12-15,K1,\n10418,CW,2025-12-01,,K1,\n",
            ["K1 Ashby, Ann 2025-09-01 2025-12-01", "K1 Prasad, Priya 2025-12-01 None"],
        ),
        ("10417,CW,2025-09-01,,K1,\n10418,CW,2025-09-01,,K1,\n", ["K1 Prasad, Priya 2025-09-01 None"]),
    ],
)
def test_the_worker_is_whose_involvement_lasts(rows: str, ours: list[str], tmp_path: Path) -> None:
    assert worked(ssd(tmp_path, cin_episodes=ONE, professionals=PROFESSIONALS, involvements=INVOLVED + rows)) == ours


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("99,CW,2025-09-01,,K1,\n", "1 professionals are not in ssd_professionals (99); their cases are left without them."),
        ("10417,CW,2025-09-01,,,R77\n", "1 open rows belong to no child or referral in the tables; left out."),
        (
            "10417,IRO,2025-09-01,,K1,\n10417,CW,2025-09-01,,K1,\n",
            "1 rows in other roles than an allocated worker's were left out.",
        ),
    ],
)
def test_an_involvement_that_leads_nowhere_is_said(rows: str, said: str, tmp_path: Path) -> None:
    plan = ssd(tmp_path, cin_episodes=ONE, professionals=PROFESSIONALS, involvements=INVOLVED + rows)
    assert list(plan.faults) == []
    assert any(remark.startswith(f"ssd_involvements: {said}") for remark in plan.faults.remarks)


def test_roles_none_of_which_is_known_are_a_fault_and_not_a_council_without_workers(tmp_path: Path) -> None:
    plan = ssd(tmp_path, cin_episodes=ONE, professionals=PROFESSIONALS, involvements=INVOLVED + "10417,ZZ9,2025-09-01,,K1,\n")
    assert list(map(str, plan.faults)) == [
        "ssd_involvements, invo_professional_role_id: none of the 1 rows is in a role we know as an allocated worker's. "
        "Write the role as one of: allocated case worker, CW, case worker, allocated worker"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("R1,K1,2026-09-01,\n", "line 2, cine_referral_date: 01/09/2026 has not come yet."),
        ("R1,K1,2025-09-01,2025-08-01\n", "line 2, cine_close_date: 01/08/2025 is before the start, 01/09/2025."),
        ("R1,Jane Doe,2025-09-01,\n", "line 2, cine_person_id: does not look like a reference (not shown"),
        ("R1\n", "line 2, cine_person_id: is empty."),
    ],
)
def test_a_bad_row_of_a_table_is_named(row: str, said: str, tmp_path: Path) -> None:
    faults = list(map(str, ssd(tmp_path, cin_episodes=CIN + row).faults))
    assert faults[0].startswith(f"ssd_cin_episodes.csv, {said}")
    assert "Jane" not in "".join(faults)


HR = "Employee Number|Title|Full Name|Email Address|Job Title|Line Manager Email|FTE|Contract Type|Start Date (DD/MM/YYYY)"


def people(tmp_path: Path, headings: str, *rows: str) -> tuple[list[str], list[str]]:
    """Id, name, address, hours, employment, manager of each line; faults."""
    path = write_csv(tmp_path / "people.csv", headings.split("|"), [row.split("|") for row in rows])
    plan = read(Sources(people=path), TODAY)
    said = [
        f"{p.id} {p.name} {p.email} {p.hours} {p.employment} {p.started_on} "
        f"{p.manager and (p.manager.staff_id or p.manager.text)}"
        for p in plan.people or ()
    ]
    return said, list(map(str, plan.faults))


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (HR, "3|Ms|Ann Ashby|Ann@Example.org|Social Worker|tom@x.org|1.00|Permanent - Full Time|01/02/2021"),
        (HR, "3.0|Ms|Ashby, Ann (She/Her)|Ann Ashby <ANN@example.org>|Social Worker|mailto:TOM@x.org|37 hrs|Perm|1 Feb 2021"),
        (
            "Person Number|First Name|Last Name|Work Email|Position Title|Manager Email Address|Weekly Hours|"
            "Employee Type|Hire Date",
            "3|Ann|Ashby|ann@example.org|Social Worker|tom@x.org|36.25|Permanent Full Time|2021-02-01",
        ),
        (
            "Payroll No|Known As|Surname|E-Mail Address|Designation|Line Manager Name|Line Manager Email|Full/Part Time|"
            "Type of Contract|Continuous Service Date|Start Date",
            "3|Ann|Ashby|ann@example.org|Social Worker|Somebody Else|tom@x.org|Full-Time|permanent|2001-01-01|2021-02-01",
        ),
    ],
)
def test_people_come_as_hr_systems_export_them(headings: str, row: str, tmp_path: Path) -> None:
    assert people(tmp_path, headings, row) == (["3 Ann Ashby ann@example.org full_time permanent 2021-02-01 tom@x.org"], [])


def test_a_managers_number_goes_before_their_address_and_that_before_their_name(tmp_path: Path) -> None:
    headings = "Name|Email|Job Title|Start Date|Line Manager|Line Manager Email|Line Manager Employee Number"
    row = "Ann Ashby|ann@example.org|Social Worker|01/02/2021|T Tilley|tom@x.org|2.0"
    assert people(tmp_path, headings, row)[0][0].endswith(" 2")


def test_without_any_column_of_managers_the_file_is_refused(tmp_path: Path) -> None:
    assert people(tmp_path, "Name|Email|Job Title|Start Date", "A B|a@x.org|Social Worker|01/02/2021")[1] == [
        "people.csv: has no column line manager. Add it: the staff id, e-mail address or name of whoever supervises each"
    ]


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Full Time (37 hrs)", "full_time"),
        ("37 hours per week", "full_time"),
        ("36.25 hrs/week", "full_time"),
        ("0.60FTE", "part_time"),
        (".6", "part_time"),
        ("Part Time - 22.2", "part_time"),
        ("P/T", "part_time"),
    ],
)
def test_hours_come_with_their_units(written: str, ours: str) -> None:
    assert posts.hours(written) == ours


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Permanent - Full Time", "permanent"),
        ("Perm FT", "permanent"),
        ("Fixed-term (to 31/03/2026)", "temporary"),
        ("Temporary / Fixed-term", "temporary"),
        ("Maternity Cover", "temporary"),
        ("Agency Social Worker", "agency"),
    ],
)
def test_a_contract_is_known_by_a_word_in_it(written: str, ours: str) -> None:
    assert posts.employment(written) == ours


def test_a_contract_that_may_be_two_things_is_asked_about() -> None:
    with pytest.raises(BadCell):
        posts.employment("Permanent (agency before)")


def test_managers_may_stand_below_their_staff_in_any_spelling_of_their_address(tmp_path: Path) -> None:
    headings = "Name|Email|Job Title|Start Date|Line Manager Email"
    said, faults = people(
        tmp_path,
        headings,
        "Ann Ashby|ann@x.org|Social Worker|01/02/2021|TOM@X.org",
        "Tom Tilley|Tom@x.org|Team Manager|01/02/2020|",
        "Tom Again|tom@X.ORG|Team Manager|01/02/2020|",
    )
    assert [line.split()[-1] for line in said] == ["tom@x.org", "None"]
    assert faults == ["people.csv, line 4, e-mail: is the same as in line 3. Keep one line for each person"]


@pytest.mark.parametrize("name", ["template.ods", "annex.xlsb", "old.xls"])
def test_a_workbook_of_another_kind_is_not_taken_for_a_csv_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(ImportStopped, match=r"is an old \.xls workbook"):
        read(with_files(Sources(), [tmp_path / name]), TODAY)
