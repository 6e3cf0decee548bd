"""Workbooks nobody here wrote: what report engines, other offices and damaged disks make of one list."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from storage.extracts import ImportPlan, ImportStopped, Sources, read
from tests.extracts import raw_books as raw
from tests.extracts.raw_books import MAIN, SIX, cells, inline, iso, number

TODAY = date(2026, 3, 2)
HEADINGS = cells(*map(inline, SIX))
EMPTY = "<c/>"
SERIAL = number(45901)
"""1 September 2025."""
ONE_CASE = {"M1": [("child_in_need", "2025-09-01", None)]}


def row(
    start: str = SERIAL,
    end: str = EMPTY,
    status: str = inline("c"),
    worker: str = inline("Ashby, Ann"),
    ref: str = inline("M1"),
) -> str:
    """One child in need."""
    return cells(ref, start, end, status, worker)


def plan_of(path: Path) -> ImportPlan:
    """What the workbook says."""
    return read(Sources(annex_a=path), TODAY)


def told(plan: ImportPlan) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Reference to its stretches."""
    return {
        case.ref: [(s.category, s.from_on and str(s.from_on), s.until_on and str(s.until_on)) for s in case.stretches]
        for case in plan.cases or ()
    }


@pytest.mark.parametrize(
    "cell",
    [
        SERIAL,
        number("4.5901E4"),
        number("45901.99999"),
        inline("01/09/2025"),
        inline("45901"),
        inline("Sep  1 2025 12:00AM"),
        inline("2025-09-01 00:00:00.0000000"),
        inline("01-SEP-25 00.00.00.000000000"),
        inline("Monday, September 1, 2025"),
        inline("01/09/2025_x000D_\n"),
        raw.rich("01/09/", "2025"),
        raw.worked_out("01/09/2025"),
        iso("2025-09-01"),
        iso("2025-09-01T00:00:00"),
        iso("2025-09-01T00:00:00.000Z"),
        "<c t='s'><v>0</v></c>",
        "<c s='4'><f>TODAY()</f><v>45901</v></c>",
    ],
)
def test_a_day_is_read_from_whatever_cell_holds_it(cell: str, tmp_path: Path) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><r><t>1 September</t></r><r><t xml:space="preserve"> 2025</t></r></si></sst>'
    plan = plan_of(raw.write_raw(tmp_path / "a.xlsx", [HEADINGS, row(cell)], shared=shared))
    assert list(map(str, plan.faults)) == []
    assert told(plan) == ONE_CASE


@pytest.mark.parametrize(
    "end",
    [
        *(EMPTY, '<c t="n"/>', "<c><v/></c>", number(0), number(2958465), inline("31/12/9999"), inline("1900-01-01")),
        *('<c t="e"><v>#N/A</v></c>', '<c t="str"><f>IF(1,"","")</f><v></v></c>'),
    ],
)
def test_no_end_is_read_from_whatever_cell_stands_for_it(end: str, tmp_path: Path) -> None:
    assert told(plan_of(raw.write_raw(tmp_path / "a.xlsx", [HEADINGS, row(end=end)]))) == ONE_CASE


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (iso("soon"), "CIN Start Date: cannot be read: the workbook is damaged there. Type the cell again in Excel and save"),
        ("<c t='s'><v>7</v></c>", "CIN Start Date: cannot be read: the workbook is damaged there."),
        ("<c><v>Zebedee</v></c>", "CIN Start Date: cannot be read: the workbook is damaged there."),
        ("<c><v>NaN</v></c>", "CIN Start Date: cannot be read: the workbook is damaged there."),
        ("<c><v>1E400</v></c>", "CIN Start Date: holds a number that is no date (not shown)."),
        (number(-5), "CIN Start Date: holds a number that is no date (not shown)."),
        ('<c t="b"><v>1</v></c>', "CIN Start Date: what is written there (not shown) is not a date."),
        ('<c t="e"><v>#VALUE!</v></c>', "CIN Start Date: holds the Excel error #VALUE!."),
    ],
)
def test_a_damaged_cell_is_one_fault_of_its_row_and_not_the_end_of_the_workbook(cell: str, said: str, tmp_path: Path) -> None:
    plan = plan_of(raw.write_raw(tmp_path / "a.xlsx", [HEADINGS, row(cell, ref=inline("M2")), row()]))
    assert told(plan) == ONE_CASE
    assert [str(fault)[: len(f"a.xlsx, sheet List 6, row 2, {said}")] for fault in plan.faults] == [
        f"a.xlsx, sheet List 6, row 2, {said}"
    ]
    assert "Zebedee" not in "".join(map(str, plan.faults))


@pytest.mark.parametrize(
    "rows",
    [
        [cells(inline("Annex A, List 6")), cells(), HEADINGS, row()],
        [HEADINGS, row(), HEADINGS, row(ref=inline("M1"))],
        [HEADINGS, row(), cells(), cells(inline("Total"), number(1))],
        [HEADINGS, row(), cells(inline("Grand Total: 1"))],
        [HEADINGS, row(), cells(), cells(inline("Applied filters:\nList is 6\nTeam is North"))],
        [HEADINGS, row(), cells(inline("Report run on 02/03/2026 10:20 by the performance team"))],
        [HEADINGS, row(), cells(inline("End of report"))],
        [cells(EMPTY, inline(""), *map(inline, SIX)), cells(EMPTY, EMPTY, inline("M1"), SERIAL, EMPTY, inline("c"), EMPTY)],
        [cells(*map(inline, SIX), inline("Start Date")), cells(inline("M1"), SERIAL, EMPTY, inline("c"), EMPTY, number(1))],
        [cells(inline("Start Date"), *map(inline, SIX)), cells(number(1), inline("M1"), SERIAL, EMPTY, inline("c"), EMPTY)],
        ["<row r='9' hidden='1'>" + "".join(map(inline, SIX)) + "</row>", row()],
    ],
)
def test_what_stands_around_the_rows_is_not_a_row(rows: list[str], tmp_path: Path) -> None:
    plan = plan_of(raw.write_raw(tmp_path / "a.xlsx", rows))
    assert list(map(str, plan.faults)) == []
    assert told(plan) == ONE_CASE


def test_a_name_in_the_place_of_a_reference_is_still_a_fault(tmp_path: Path) -> None:
    plan = plan_of(raw.write_raw(tmp_path / "a.xlsx", [HEADINGS, row(), cells(inline("Page Turner"))]))
    assert len(plan.faults) > 0
    assert "Turner" not in "".join(map(str, plan.faults)) + "".join(plan.faults.remarks)


@pytest.mark.parametrize(
    ("how", "before"),
    [
        ({"workbook": '<workbookPr date1904="true"/>'}, ""),
        ({"attributes": 'state="hidden"'}, ""),
        ({"attributes": 'state="veryHidden"'}, ""),
        ({"title": " LIST  6"}, ""),
        ({"title": "List\u00a06"}, ""),
        ({"title": "Ofsted List 6 - Children In Need"[:31]}, ""),
        ({}, '<dimension ref="A1:XFD1048576"/>'),
        (
            {},
            '<dimension ref="nonsense"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"/></sheetView></sheetViews>',
        ),
        ({}, "<cols><col min='1' max='2' hidden='1'/></cols>"),
    ],
)
def test_a_sheet_reads_the_same_however_it_is_presented(how: dict[str, str], before: str, tmp_path: Path) -> None:
    start = number(45901 - 1462) if "1904" in how.get("workbook", "") else SERIAL
    rest = '<sheetProtection sheet="1"/><autoFilter ref="A1:E2"/><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    path = raw.write_raw(tmp_path / "a.xlsx", [HEADINGS, row(start)], before=before, after=rest, **how)
    assert told(plan_of(path)) == ONE_CASE


def prefixed(xml: str) -> str:
    """The same with its names prefixed, as .NET writes them."""
    return re.sub(r"<(/?)(?![?/])(\w)", r"<\1x:\2", xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"'))


@pytest.mark.parametrize("change", ["prefixed", "utf-16", "mark", "absolute", "macros"])
def test_a_workbook_reads_the_same_whoever_packed_it(change: str, tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = dict(raw.parts_of({"List 6": raw.sheet_xml([HEADINGS, row()])}))
    sheet, links, types = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    if change == "prefixed":
        parts |= {name: prefixed(str(parts[name])) for name in (sheet, "xl/workbook.xml")}
    elif change == "utf-16":
        parts[sheet] = str(parts[sheet]).replace("UTF-8", "UTF-16").encode("utf-16")
    elif change == "mark":
        parts = {name: str(content).encode("utf-8-sig") for name, content in parts.items()}
    elif change == "absolute":
        parts[links] = str(parts[links]).replace('Target="worksheets', 'Target="/xl/worksheets')
    else:
        plain, macros = "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
        parts[types] = str(parts[types]).replace(plain, macros)
    assert told(plan_of(raw.write_parts(tmp_path / "a.xlsm", parts))) == ONE_CASE


ORDINARY = raw.parts_of({"List 6": raw.sheet_xml([HEADINGS, row()])})
NO_WORKBOOK: Mapping[str, tuple[dict[str, str | bytes], str]] = {
    "ods": ({"mimetype": "x", "content.xml": "<x/>"}, "is an OpenDocument workbook (.ods), as Ofsted's own template is."),
    "xlsb": ({"xl/workbook.bin": b"\1"}, "is a binary workbook (.xlsb). Open it in Excel and save it as"),
    "docx": ({"word/document.xml": "<x/>"}, "cannot be read as a workbook"),
    "no sheet": ({n: c for n, c in ORDINARY.items() if "sheet1" not in n}, "cannot be read as a workbook"),
    "entities": (
        {**ORDINARY, "xl/worksheets/sheet1.xml": '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'},
        "cannot be read as a workbook",
    ),
    "bomb": ({**ORDINARY, "xl/media/x": b" " * 130_000_000}, "would unpack to 123 MB, far more than its lists can hold."),
}


@pytest.mark.parametrize("kind", NO_WORKBOOK)
def test_a_package_that_is_no_workbook_of_ours_says_which(kind: str, tmp_path: Path) -> None:
    parts, said = NO_WORKBOOK[kind]
    with pytest.raises(ImportStopped) as stopped:
        plan_of(raw.write_parts(tmp_path / "a.xlsx", parts))
    assert stopped.value.sentence.startswith(f"a.xlsx {said}")
    assert "passwd" not in stopped.value.sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "has a password."),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "Workbook".encode("utf-16-le"), "is an old .xls workbook."),
        (b"Child Unique ID,CIN Start Date\nM1,01/09/2025\n", "is not an Excel workbook but text, such as CSV,"),
        ("Child Unique ID\tCIN Start Date\n".encode("utf-16"), "is not an Excel workbook but text, such as CSV,"),
        (b"\xef\xbb\xbf<html><table><tr><td>M1</td></tr></table></html>", "is not an Excel workbook but a web page or XML"),
        (b"  \n", "is not an Excel workbook but empty."),
        (b"\x89PNG\r\n\x00\x00", "is not an Excel workbook but another kind of file."),
    ],
)
def test_a_file_under_a_workbooks_name_says_what_it_is(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ImportStopped) as stopped:
        plan_of(tmp_path / "a.xlsx")
    assert stopped.value.sentence.startswith(f"a.xlsx {said}")


@pytest.mark.parametrize("damage", ["half", "tail", "inside", "sealed", "packed"])
def test_a_damaged_or_sealed_package_is_one_sentence(damage: str, tmp_path: Path) -> None:
    whole = raw.write_parts(tmp_path / "whole.xlsx", ORDINARY).read_bytes()
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    flags = b"PK\x01\x02\x14\x03\x14\x00"
    content = {
        "half": whole[: len(whole) // 2],
        "tail": whole[:-10],
        "inside": whole[:at] + bytes(byte ^ 0x55 for byte in whole[at : at + 30]) + whole[at + 30 :],
        "sealed": whole.replace(flags + b"\0", flags + b"\1"),
        "packed": whole.replace(flags + b"\0\0\x08", flags + b"\0\0\x63"),
    }[damage]
    assert content != whole
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ImportStopped, match=r"^a\.xlsx .*(damaged|cannot be read|password|packed).*\. [A-Z].*\.$"):
        plan_of(tmp_path / "a.xlsx")


def test_a_million_empty_rows_below_the_children_are_nothing(tmp_path: Path) -> None:
    rows = [HEADINGS, row(), "<row/>" * 100_000, '<row r="1048576"><c r="A1048576" s="4"/></row>']
    assert told(plan_of(raw.write_raw(tmp_path / "a.xlsx", rows))) == ONE_CASE


def sheets(**titled: list[str]) -> dict[str, str]:
    """Titles to their XML."""
    return {title.replace("_", " "): raw.sheet_xml(rows) for title, rows in titled.items()}


def test_a_summary_beside_a_list_is_not_read_and_is_said(tmp_path: Path) -> None:
    books = sheets(Children_in_need_chart=[cells(inline("Team"), inline("Open"))], List_6=[HEADINGS, row()])
    plan = plan_of(raw.write_parts(tmp_path / "a.xlsx", raw.parts_of(books)))
    assert told(plan) == ONE_CASE
    assert list(plan.faults) == []
    assert "a.xlsx: sheet Children in need chart has no headings of list 6 and is not read." in plan.faults.remarks


def test_two_sheets_of_one_list_are_both_read_and_that_is_said(tmp_path: Path) -> None:
    books = sheets(List_6=[HEADINGS, row()], List_6_South=[HEADINGS, row(ref=inline("M2"))])
    plan = plan_of(raw.write_parts(tmp_path / "a.xlsx", raw.parts_of(books)))
    assert set(told(plan)) == {"M1", "M2"}
    assert (
        "a.xlsx: List 6 and List 6 South are both list 6, and both are read. Delete a copy that is old." in plan.faults.remarks
    )


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("A)", "child_in_care"),
        ("a)Looked after child", "child_in_care"),
        ("CLA", "child_in_care"),
        ("b - CP", "child_protection"),
        ("Child Protection plan", "child_protection"),
        ("c. Child In Need Plan ", "child_in_need"),
        ("CIN", "child_in_need"),
        ("Open Assessment", "assessment"),
        ("Care leaver", "care_leaver"),
    ],
)
def test_a_status_is_known_by_letter_or_words(status: str, ours: str, tmp_path: Path) -> None:
    plan = plan_of(raw.write_raw(tmp_path / "a.xlsx", [HEADINGS, row(status=inline(status))]))
    assert told(plan) == {"M1": [(ours, "2025-09-01", None)]}
