"""Annex A workbooks in every untidy form: one child, one case, by rank, with its dates."""

import re
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

from storage.extracts import ImportPlan, ImportStopped, Sources, read
from storage.extracts.annexa import list_number
from tests.extracts.files import HEADINGS, write_annex_a, write_sheet

TODAY = date(2026, 3, 2)
CHILD = "Child Unique ID"


def day(text: str) -> datetime:
    """A cell as Excel keeps a date."""
    return datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a workbook knows no zones


def cin(ref: object, **columns: object) -> dict[str, object]:
    """A row of List 6."""
    usual = {"CIN Start Date": day("01/09/2025"), "Case Status": "c) Child in need plan", "Allocated Worker": "Ann Ashby"}
    return {CHILD: ref, **usual, **columns}


def plan_of(path: Path) -> ImportPlan:
    """What the workbook says."""
    return read(Sources(annex_a=path), TODAY)


def told(plan: ImportPlan) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Reference to its stretches."""
    return {
        case.ref: [(s.category, s.from_on and str(s.from_on), s.until_on and str(s.until_on)) for s in case.stretches]
        for case in plan.cases or ()
    }


def workers(plan: ImportPlan) -> dict[str, str]:
    """Reference to the worker named."""
    return {entry.ref: entry.who.text for entry in plan.allocations or ()}


def faults(plan: ImportPlan) -> list[str]:
    """What is wrong."""
    return [str(fault) for fault in plan.faults]


def test_a_child_in_several_lists_is_one_case_by_rank_with_each_list_dated(tmp_path: Path) -> None:
    lists: Mapping[int, list[dict[str, object]]] = {
        2: [{CHILD: "M1", "Assessment start date": day("01/06/2025"), "Assessment completion date": day("20/06/2025")}],
        4: [
            {
                CHILD: "M1",
                "Continuous Assessment Start Date": day("01/09/2025"),
                "Continuous Assessment Date of Authorisation": day("10/10/2025"),
                "Allocated Worker": "Priya Prasad",
            }
        ],
        6: [cin("M1", **{"Case Status": "a) Looked after child", "Allocated Worker": "Priya Prasad"})],
        7: [
            {
                CHILD: "M1",
                "Child Protection Plan Start Date": day("01/11/2025"),
                "Child Protection Plan End Date": day("15/01/2026"),
                "Allocated Worker": "Tom Tilley",
            }
        ],
        8: [{CHILD: "M1", "Date Started to be Looked After": day("10/01/2026"), "Allocated Worker": "Ashby, Ann"}],
    }
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", lists))
    assert told(plan) == {
        "M1": [
            ("early_help", "2025-06-01", "2025-06-20"),
            ("child_in_need", "2025-09-01", "2025-11-01"),
            ("child_protection", "2025-11-01", "2026-01-10"),
            ("child_in_care", "2026-01-10", None),
        ]
    }
    assert workers(plan) == {"M1": "Ashby, Ann"}
    assert faults(plan) == []


def test_without_list_8_the_status_alone_says_a_child_is_looked_after(tmp_path: Path) -> None:
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1", **{"Case Status": "a"})]}))
    assert told(plan) == {"M1": [("child_in_care", "2025-09-01", None)]}
    assert plan.faults.remarks == ["a.xlsx has no list 2, 4, 7, 8, 9: read without."]


def test_a_care_leaver_has_no_date_and_a_closed_episode_no_case(tmp_path: Path) -> None:
    rows = {9: [{CHILD: "M1", "Allocated Worker": "Ann Ashby"}], 6: [cin("M2", **{"Case Status": "e) Closed episode"})]}
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", rows))
    assert told(plan) == {"M1": [("care_leaver", None, None)]}
    assert plan.seen_cases == {"M1", "M2"}


def test_a_closed_row_needs_no_worker_and_no_status(tmp_path: Path) -> None:
    rows = {
        6: [cin("M1", **{"CIN Closure Date": day("20/02/2026"), "Case Status": "#N/A", "Allocated Worker": "Somebody Gone"})]
    }
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", rows))
    assert told(plan) == {"M1": [("child_in_need", "2025-09-01", "2026-02-20")]}
    assert workers(plan) == {}
    assert faults(plan) == []


def test_several_rows_of_a_child_are_one_case_with_the_latest_rows_worker(tmp_path: Path) -> None:
    rows = {
        6: [
            cin("M1", **{"CIN Start Date": day("01/10/2025"), "Allocated Worker": "Ann Ashby"}),
            cin(
                "M1",
                **{
                    "CIN Start Date": day("01/02/2025"),
                    "CIN Closure Date": day("01/08/2025"),
                    "Allocated Worker": "Tom Tilley",
                },
            ),
            cin("M1", **{"CIN Start Date": day("01/09/2025"), "Allocated Worker": "Priya Prasad"}),
        ]
    }
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", rows))
    assert told(plan) == {"M1": [("child_in_need", "2025-02-01", "2025-08-01"), ("child_in_need", "2025-09-01", None)]}
    assert workers(plan) == {"M1": "Ann Ashby"}


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("List 6", 6),
        ("List_6", 6),
        ("List6", 6),
        ("LIST 06", 6),
        ("List 6 - Children in Need", 6),
        ("Annex A List 6", 6),
        ("6", 6),
        ("6. CIN", 6),
        ("06_children_in_need", 6),
        ("AA_6_children_in_need", 6),
        ("Children in Need", 6),
        ("CIN", 6),
        ("List 1 - Contacts", 1),
        ("List 10", 10),
        ("List_11", 11),
        ("Child Protection", 7),
        ("CP plans", 7),
        ("Children in Care", 8),
        ("CLA", 8),
        ("Looked After Children", 8),
        ("Care Leavers", 9),
        ("Early Help Assessments", 2),
        ("Assessments", 4),
        ("Contacts", None),
        ("Cover sheet", None),
        ("Guidance", None),
    ],
)
def test_a_list_is_known_by_its_sheets_name(title: str, number: int | None) -> None:
    assert list_number(title) == number


@pytest.mark.parametrize("titles", ["List {}", "List_{}", "List {} - as sent", "List{}"])
def test_a_workbook_reads_the_same_whatever_its_sheets_are_called(titles: str, tmp_path: Path) -> None:
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1")], 9: [{CHILD: "M2"}]}, titles=titles))
    assert set(told(plan)) == {"M1", "M2"}


SIX = (CHILD, "CIN Start Date", "CIN Closure Date", "Case Status", "Allocated Worker")


@pytest.mark.parametrize(
    "rows",
    [
        [SIX, ("M1", "01/09/2025", "#N/A", "c) Child in need plan", "Ashby,\u00a0Ann ")],
        [("Annex A: children in need",), (), SIX, ("M1", day("01/09/2025"), None, "c", "Ashby, Ann")],
        [SIX, (), (), ("M1", 45901, "", "Child in need plan", "Ashby, Ann"), (), (None, None, None, None, None)],
        [tuple(h.upper().replace(" ", "_") for h in SIX), (" m1", "1 September 2025", "N/A", "C)", "Ashby, Ann")],
        [("DOB", "Surname", *SIX), ("17/05/2012", "Doe", "M1", "2025-09-01T00:00:00", "-", "CIN", "Ashby, Ann")],
        [(*SIX, *SIX), ("M1", "01/09/2025", "", "c)", "Ashby, Ann", "M9", "x", "x", "x", "x")],
    ],
)
def test_a_list_reads_the_same_however_it_is_filled(rows: list[tuple[object, ...]], tmp_path: Path) -> None:
    plan = plan_of(write_sheet(tmp_path / "a.xlsx", "List 6", rows))
    assert faults(plan) == []
    assert told(plan) == {"M1": [("child_in_need", "2025-09-01", None)]}
    assert workers(plan) == {"M1": "Ashby, Ann"}


def test_a_workbook_that_counts_from_1904_reads_the_same_days(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "List 6"
    sheet.append(SIX)
    sheet.append(("M1", day("01/09/2025"), None, "c", "Ann Ashby"))
    sheet.append(("M2", 45901 - 1462, None, "c", "Ann Ashby"))
    book.save(tmp_path / "a.xlsx")
    assert told(plan_of(tmp_path / "a.xlsx")) == {ref: [("child_in_need", "2025-09-01", None)] for ref in ("M1", "M2")}


def test_a_formula_without_a_value_is_a_fault_and_one_with_a_value_is_its_value(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", "List 6", [SIX, ("M1", "=DATE(2025,9,1)", None, "c", "Ann Ashby")])
    assert faults(plan_of(path)) == [
        "a.xlsx, sheet List 6, row 2, CIN Start Date: holds a formula Excel has not worked out. "
        "Open the workbook in Excel and save it, or paste the values"
    ]
    worked_out = tmp_path / "b.xlsx"
    _edited(path, worked_out, rb"(<f>.*?</f>)\s*<v\s*/>", rb"\1<v>45901</v>")
    assert told(plan_of(worked_out)) == {"M1": [("child_in_need", "2025-09-01", None)]}


def test_a_formula_in_a_column_we_do_not_read_is_nothing_to_us(tmp_path: Path) -> None:
    rows = [("Age", *SIX), ("=1/0", "M1", day("01/09/2025"), None, "c", "Ann Ashby")]
    assert faults(plan_of(write_sheet(tmp_path / "a.xlsx", "List 6", rows))) == []


def test_a_sheet_that_claims_the_wrong_size_is_read_whole(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "a.xlsx", {6: [cin(f"M{n}") for n in range(1, 30)]})
    _edited(path, tmp_path / "b.xlsx", rb"<sheetData>", b'<dimension ref="A1:B2"/><sheetData>')
    assert len(told(plan_of(tmp_path / "b.xlsx"))) == 29


def test_broken_styles_are_nothing_to_us(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1")]})
    _edited(path, tmp_path / "b.xlsx", rb"<fills.*?</fills>", b"<fills><fill><nonsense/></fill></fills>", part="xl/styles.xml")
    assert told(plan_of(tmp_path / "b.xlsx")) == {"M1": [("child_in_need", "2025-09-01", None)]}


def test_drop_down_lists_filters_and_comments_do_not_disturb(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1")]})
    book = load_workbook(path)
    sheet = book["List 6"]
    sheet.auto_filter.ref = "A1:F2"
    choices = DataValidation(type="list", formula1='"a,b"')
    sheet.add_data_validation(choices)
    choices.add("B2:B9")
    book.create_chartsheet("Chart")
    book.create_sheet("Guidance").append(["Anything"])
    book.save(path)
    assert set(told(plan_of(path))) == {"M1"}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({CHILD: "Jane Doe"}, "Child Unique ID: does not look like a reference (not shown, in case it is a name)."),
        ({CHILD: None}, "Child Unique ID: is empty."),
        ({"CIN Start Date": "31/02/2026"}, "CIN Start Date: '31/02/2026' is not a date."),
        ({"CIN Start Date": "Jane Doe"}, "CIN Start Date: what is written there (not shown) is not a date."),
        ({"CIN Start Date": "#REF!"}, "CIN Start Date: holds the Excel error #REF!."),
        ({"CIN Start Date": day("01/04/2026")}, "CIN Start Date: 01/04/2026 has not come yet."),
        ({"CIN Closure Date": day("01/08/2025")}, "CIN Closure Date: 01/08/2025 is before the start, 01/09/2025."),
        ({"Case Status": "Jane Doe"}, "Case Status: is not a case status (not shown, in case the columns moved)."),
        ({"Case Status": None}, "Case Status: is empty."),
    ],
)
def test_a_bad_row_is_named_with_sheet_row_and_column(columns: dict[str, object], said: str, tmp_path: Path) -> None:
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1"), {**cin("M2"), **columns}]}))
    assert set(told(plan)) == {"M1"}
    assert len(faults(plan)) == 1
    assert faults(plan)[0].startswith(f"a.xlsx, sheet List 6, row 3, {said}")
    assert not re.search("Jane|Doe", "".join(faults(plan)))


def test_every_fault_is_listed_with_its_place(tmp_path: Path) -> None:
    rows = [cin(f"M{n}", **({"CIN Start Date": "never"} if n % 2 else {})) for n in range(500)]
    found = faults(plan_of(write_annex_a(tmp_path / "a.xlsx", {6: rows, 7: [{CHILD: "M1"}]})))
    assert len(found) == 251
    assert found[-1] == "a.xlsx, sheet List 7, row 2, Child Protection Plan Start Date: is empty. Give the day it began"


def test_a_list_without_a_column_we_need_is_a_fault_and_the_rest_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "List 6"
    book.active.append(("Child Unique ID", "CIN Start Date", "CIN Closure Date", "Allocated Worker"))
    book.create_sheet("List 7").append(("Nothing", "of", "ours"))
    nine = book.create_sheet("List 9")
    nine.append((CHILD, "Allocated Worker"))
    nine.append(("M1", "Ann Ashby"))
    book.create_sheet("List 8")
    book.save(tmp_path / "a.xlsx")
    plan = plan_of(tmp_path / "a.xlsx")
    assert [fault.split(".")[0:2] for fault in faults(plan)] == [
        ["a", "xlsx, sheet List 6: has no column Case Status"],
        ["a", "xlsx, sheet List 7: has no row of headings in its first 30 rows"],
    ]
    assert set(told(plan)) == {"M1"}
    assert plan.is_partial


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old .xls workbook"),
        (b"a,b\n1,2\n", "is not an Excel workbook"),
        (b"PK\x03\x04 but nothing more", "is damaged: part of the file is missing"),
        (b"", "is not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ImportStopped, match=said):
        plan_of(tmp_path / "a.xlsx")


def test_a_strict_workbook_is_said_to_be_one(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1")]})
    links = (
        rb"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/relationships",
    )
    _edited(path, tmp_path / "b.xlsx", *links, part="xl/workbook.xml")
    with pytest.raises(ImportStopped, match="not as Strict Open XML"):
        plan_of(tmp_path / "b.xlsx")


def test_a_workbook_broken_off_in_the_middle_is_said_to_be_broken(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1")]})
    _edited(path, tmp_path / "b.xlsx", rb"</sheetData>.*", b"")
    with pytest.raises(ImportStopped, match="cannot be read as a workbook"):
        plan_of(tmp_path / "b.xlsx")


def test_a_workbook_without_any_of_the_lists_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(ImportStopped, match="has none of the sheets List 2, 4, 6, 7, 8 and 9"):
        plan_of(write_sheet(tmp_path / "a.xlsx", "Sheet1", [SIX]))


@pytest.mark.parametrize("worker", ["Unallocated", "N/A", "", None, "#N/A", "Not Allocated", "-"])
def test_a_case_with_nobody_is_a_case_without_a_worker(worker: object, tmp_path: Path) -> None:
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", {6: [cin("M1", **{"Allocated Worker": worker})]}))
    assert set(told(plan)) == {"M1"}
    assert workers(plan) == {}


def test_every_list_ofsted_asks_for_is_understood_by_its_own_headings(tmp_path: Path) -> None:
    plan = plan_of(write_annex_a(tmp_path / "a.xlsx", {number: [] for number in HEADINGS}))
    assert faults(plan) == []
    assert plan.cases == []


def _edited(path: Path, to: Path, pattern: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> None:
    """The workbook with the XML of one part changed."""
    shutil.copy(path, to)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                content, count = re.subn(pattern, new, content, count=1, flags=re.DOTALL)
                assert count == 1, content[:600]
            target.writestr(name, content)
