"""Writes the files the tests import: people.csv, CSV tables, Annex A workbooks in every form."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

PERSONAL = ("Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
_LISTS = {
    2: "Assessment start date|Assessment completion date|Organisation completing assessment",
    4: "Continuous Assessment Start Date|Child Seen During Continuous Assessment|Continuous Assessment Date of Authorisation|"
    "Allocated Team|Allocated Worker",
    6: "Does the Child have a Disability|CIN Start Date|Primary Need Code|Date Child Was Last Seen|CIN Closure Date|"
    "Reason for Closure|Case Status|Allocated Team|Allocated Worker",
    7: "Child Protection Plan Start Date|Initial Category of Abuse|Latest Category of Abuse|Date of the Last Statutory Visit|"
    "Child Protection Plan End Date|Allocated Team|Allocated Worker",
    8: "Date Started to be Looked After|Child's Category of Need|Date Ceased to be Looked After|Placement postcode|"
    "Allocated Team|Allocated Worker",
    9: "Allocated Team|Allocated Worker|Eligibility Category",
}
HEADINGS: Mapping[int, tuple[str, ...]] = {number: tuple(headings.split("|")) for number, headings in _LISTS.items()}
"""As Ofsted heads them, after Child Unique ID and the personal columns."""

PEOPLE_HEADINGS = (
    *("name", "e-mail", "post", "role", "level", "hours", "employment"),
    *("start", "staff id", "line manager"),
)
GRACE = ("Grace Garland", "grace@example.org", "Head of Service", "", "", "", "", "01/02/2019", "1", "")
TOM = ("Tom Tilley", "tom@example.org", "Team Manager", "", "", "", "", "01/02/2020", "2", "1")
ANN = ("Ann Ashby", "ann@example.org", "Social Worker", "", "", "", "", "01/02/2021", "3", "2")
PRIYA = ("Priya Prasad", "priya@example.org", "Social Worker", "", "", "0.6", "agency", "05/01/2026", "4", "Tom Tilley")
STAFF = (GRACE, TOM, ANN, PRIYA)


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], **how: str) -> Path:
    """One CSV file; `how` is passed to the writer."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, **{"lineterminator": "\n", **how})
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def write_people(folder: Path, *rows: Sequence[object]) -> Path:
    """people.csv, with the usual four unless others are given."""
    return write_csv(folder / "people.csv", PEOPLE_HEADINGS, rows or STAFF)


def write_annex_a(path: Path, lists: Mapping[int, Iterable[Mapping[str, object]]], *, titles: str = "List {}") -> Path:
    """A workbook with these lists; each row says only what matters, by Ofsted's headings."""
    book = Workbook(write_only=True)
    for number, rows in lists.items():
        sheet = book.create_sheet(titles.format(number))
        headings = ("Child Unique ID", *PERSONAL, *HEADINGS[number])
        sheet.append(headings)
        for row in rows:
            assert not set(row) - set(headings), set(row) - set(headings)
            sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def write_sheet(path: Path, title: str, rows: Iterable[Sequence[object]]) -> Path:
    """A workbook of one sheet, cell by cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
