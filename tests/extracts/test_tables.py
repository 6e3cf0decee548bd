"""CSV files and headings, in every form they come."""

from datetime import date
from pathlib import Path

import pytest

from storage.extracts import Faults, ImportStopped, Sources, read, with_files
from storage.extracts.columns_annexa import ANNEX_A
from storage.extracts.columns_ours import CASES, PEOPLE
from storage.extracts.csvs import open_csv
from tests.extracts.files import write_csv, write_people, write_sheet

TODAY = date(2026, 3, 2)
TWO_CASES = "case,category,opened\nM1,child_in_need,01/02/2026\nM2,CLA,2026-02-02\n"


def cases_of(content: bytes, tmp_path: Path) -> tuple[dict[str, str], list[str]]:
    """What a cases.csv of these bytes says: categories by reference, and faults."""
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    plan = read(Sources(cases=path), TODAY)
    return {case.ref: case.stretches[-1].category for case in plan.cases or ()}, [str(fault) for fault in plan.faults]


@pytest.mark.parametrize(
    "content",
    [
        TWO_CASES.encode(),
        b"\xef\xbb\xbf" + TWO_CASES.encode(),
        TWO_CASES.replace("\n", "\r\n").encode(),
        TWO_CASES.replace("\n", "\r").encode(),
        TWO_CASES.replace(",", ";").encode(),
        TWO_CASES.replace(",", "\t").encode(),
        TWO_CASES.replace(",", "|").encode(),
        TWO_CASES.encode("utf-16"),
        ("sep=,\n" + TWO_CASES).encode(),
        ("Open cases; ours, all of them\n\n" + TWO_CASES).encode(),
        TWO_CASES.replace("case,", "\u00a0CASE ,").encode(),
        ("\n" + TWO_CASES + "\n,,\n,,\n").encode(),
        TWO_CASES.replace("M1,", '"M1",').replace("child_in_need", '"Child in need"').encode(),
        ("notes," + TWO_CASES.replace("M1,", '"two\nlines, and a comma",M1,').replace("M2,", ",M2,")).encode(),
        TWO_CASES.replace("category", "Case Type").replace("opened", "Date Opened").encode(),
    ],
)
def test_a_csv_file_says_the_same_however_it_was_saved(content: bytes, tmp_path: Path) -> None:
    assert cases_of(content, tmp_path) == ({"M1": "child_in_need", "M2": "child_in_care"}, [])


def test_a_line_after_a_line_break_in_quotes_keeps_its_number(tmp_path: Path) -> None:
    content = 'notes,case,category,opened\n"one\ntwo\nthree",M1,child_in_need,01/02/2026\n,M2,CLA,31/02/2026\n'
    assert cases_of(content.encode(), tmp_path)[1] == [
        "cases.csv, line 5, opened: '31/02/2026' is not a date. Write it as 24/03/2026 or 2026-03-24"
    ]


def test_a_windows_file_is_read_and_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    row = "Zoë Façade,zoe@example.org,Social Worker,case_holder,01/02/2020,7,"
    path.write_bytes(f"name,e-mail,post,role,start,staff id,line manager\n{row}\n".encode("cp1252"))
    plan = read(Sources(people=path), TODAY)
    assert [person.name for person in plan.people or ()] == ["Zoë Façade"]
    assert plan.faults.remarks == ["people.csv: is not UTF-8; read as Windows-1252. Check that names with accents look right."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n\n", "is empty"),
        (b"PK\x03\x04rest", "is an Excel workbook"),
        (b"one,two\n3,4\n", "has no line of headings"),
        (b"case,opened\nM1,01/02/2026\n", "has no column category"),
        (b"case,category\nM1,\x81\n", "line 2: holds a character that is neither UTF-8 nor Windows-1252"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, said: str, tmp_path: Path) -> None:
    cases, faults = cases_of(content, tmp_path)
    assert not cases
    assert len(faults) == 1
    assert said in faults[0]


def test_a_heading_fault_never_quotes_the_file(tmp_path: Path) -> None:
    assert "Jane" not in "".join(cases_of(b"Jane Doe,17/05/2012\nM1,x\n", tmp_path)[1])


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ImportStopped, match=r"people\.csv cannot be opened: No such file"):
        read(Sources(people=tmp_path / "people.csv"), TODAY)


@pytest.mark.parametrize(
    ("number", "headings", "found"),
    [
        (
            8,
            ["Child Unique ID", "Date Started to be Looked Aft", "Date Ceased to be Looked Aft", "Allocated Worker"],
            "child end start worker",
        ),
        (
            8,
            ["ChildUniqueID", "DateStartedToBeLookedAfter", "DateCeasedToBeLookedAfter", "AllocatedWorker"],
            "child end start worker",
        ),
        (
            6,
            ["child_unique_id", "cin_start_date", "cin_closure_date", "case_status", "allocated_worker"],
            "child end start status worker",
        ),
        (
            6,
            [
                "Child Unique ID (Mosaic)",
                "CIN Start Date\u00a0",
                " CIN Closure Date (if closed)",
                "Case\nStatus",
                "ALLOCATED WORKER",
            ],
            "child end start status worker",
        ),
        (
            4,
            [
                "Child ID",
                "Continuous Assessment Start Date",
                "Continuous Assessment Date of Auth",
                "Allocated Team",
                "Allocated W",
            ],
            "child end start worker",
        ),
        (
            7,
            ["Child Unique ID", "Child Protection Plan S", "Child Protection Plan E", "Allocated Team", "Worker"],
            "child end start worker",
        ),
        (7, ["Child Unique ID", "Child Protection Plan", "Allocated"], "child"),
        (9, ["Child Unique ID", "Allocated Team", "Allocated Worker Name", "Date of Birth"], "child worker"),
    ],
)
def test_a_heading_is_known_however_it_is_written(number: int, headings: list[str], found: str) -> None:
    assert " ".join(sorted(ANNEX_A[number].find(headings), key=found.split().index)) == found


def test_of_two_columns_with_one_heading_the_first_is_taken() -> None:
    assert CASES.find(["case", "category", "category"])["category"] == 1


def test_a_date_of_birth_is_no_column_of_ours() -> None:
    personal = [
        "Date of Birth",
        "DOB",
        "Gender",
        "Ethnicity",
        "Forename",
        "Surname",
        "Postcode",
        "Address",
        "NHS Number",
        "Name",
        "Age",
    ]
    for layout in (*ANNEX_A.values(), CASES):
        assert layout.find(personal) == {}


def test_files_are_told_apart_by_name_or_by_headings(tmp_path: Path) -> None:
    people = write_people(tmp_path)
    hr = people.rename(tmp_path / "HR export 2 March.csv")
    cases = write_csv(tmp_path / "open_cases.csv", ("case", "category"), [])
    allocations = write_csv(tmp_path / "case_allocations.csv", ("case", "worker", "from"), [])
    discussions = write_csv(tmp_path / "case discussions.csv", ("case", "worker", "kind", "on"), [])
    book = write_sheet(tmp_path / "inspection.xlsx", "List 6", [])
    folder = tmp_path / "ssd"
    folder.mkdir()
    assert with_files(Sources(), [book, discussions, hr, folder, cases, allocations]) == Sources(
        people=hr, cases=cases, allocations=allocations, annex_a=book, ssd=folder, discussions=discussions
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["unknown.csv"], "it is not clear what this file holds"),
        (["people.csv", "staff.csv"], "both people files"),
        (["x.csv"], "is not there"),
    ],
)
def test_a_file_nobody_can_place_is_asked_about(names: list[str], said: str, tmp_path: Path) -> None:
    for name in ("unknown.csv", "people.csv", "staff.csv"):
        (tmp_path / name).write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ImportStopped, match=said):
        with_files(Sources(), [tmp_path / name for name in names])


def test_an_unclosed_quotation_mark_is_said(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('name,e-mail,start,line manager\n"Ann,ann@example.org,01/02/2020,\n' + "x" * 1_100_000, encoding="utf-8")
    with pytest.raises(ImportStopped, match="the quotation marks do not close"):
        open_csv(path, PEOPLE, Faults())
