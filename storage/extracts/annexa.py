"""An Ofsted ILACS Annex A workbook: lists 2, 4, 6, 7, 8 and 9, of each the child's reference, dates, status and worker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from storage.extracts import cells
from storage.extracts.children import Children
from storage.extracts.columns_annexa import ANNEX_A
from storage.extracts.faults import BadCell, Faults, ImportStopped
from storage.extracts.names import is_somebody
from storage.extracts.plan import ImportPlan, Who
from storage.extracts.tables import Progress, Row, Table, no_progress

if TYPE_CHECKING:
    from storage.extracts.sheets import Workbook

SOURCE = "annex_a"
CATEGORY: Mapping[int, str] = {
    2: "early_help",
    4: "assessment",
    6: "child_in_need",
    7: "child_protection",
    8: "child_in_care",
    9: "care_leaver",
}
DATED = frozenset({2, 4, 7, 8})
"""Lists in which a row without a start is a fault; children in need may have none, care leavers never have one."""

CLOSED = "closed"
STATUSES: Mapping[str, str] = {
    "a": "child_in_care",
    "b": "child_protection",
    "c": "child_in_need",
    "d": "assessment",
    "e": CLOSED,
}
STATUS_WORDS: tuple[tuple[str, str], ...] = (
    (r"\bclosed|ceased|\bended\b", CLOSED),
    (r"care\W*leaver|leaving\W*care|after\W*care", "care_leaver"),
    (r"looked after|\b(lac|cla|cic)\b|in care", "child_in_care"),
    (r"protection|\bcpp?\b", "child_protection"),
    (r"assess", "assessment"),
    (r"\bneed|\bcin\b", "child_in_need"),
)
"""Case Status by its letter (`a`, `a)`, `a) Looked after child`), else by its words."""
STATUS_TODO = (
    "Use a) Looked after child, b) Child Protection plan, c) Child in need plan, d) Open assessment or e) Closed episode"
)

_LETTER = re.compile(r"([a-e])(?:\s*[).:\-].*)?", re.IGNORECASE)
_LIST = re.compile(r"list[\W_]*0*(\d{1,2})(?!\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\W*(?:aa|annex\W*a)?[\W_]*0*(\d{1,2})(?![\d])", re.IGNORECASE)
_TITLED: tuple[tuple[str, int], ...] = (
    (r"care\W*leaver", 9),
    (r"early\W*help", 2),
    (r"child(ren)?\W*protection|^cpp?\b", 7),
    (r"child(ren)?\W*in\W*care|looked\W*after|^(cic|cla|lac)\b", 8),
    (r"child(ren)?\W*in\W*need|^cin\b", 6),
    (r"^(continuous|single|c&f)?\W*assessments?\b", 4),
)


def list_number(title: str) -> int | None:
    """Which list a sheet holds, by its name: `List 6`, `List_6 - CIN`, `6. Children in Need`, `Children in Need`."""
    for pattern in (_LIST, _NUMBERED):
        if match := pattern.search(title):
            return int(match[1])
    return next((number for pattern, number in _TITLED if re.search(pattern, title.replace("_", " "), re.IGNORECASE)), None)


@dataclass(frozen=True, slots=True)
class _Status:
    """A row of children in need that says the child is looked after or on a plan, for where that list says nothing."""

    ref: str
    category: str
    start: date | None


def read_annex_a(path: Path, children: Children, plan: ImportPlan, progress: Progress = no_progress) -> None:
    """Put every child of the workbook among `children`; what is wrong goes into the plan's faults."""
    # Only here: what reads workbooks takes a third of a second and 27 MB, and every process would pay for it at its start.
    from storage.extracts.sheets import Workbook

    statuses: list[_Status] = []
    plan.sources.add(SOURCE)
    with Workbook(path) as book:
        sheets = [(number, title) for title in book.titles if (number := list_number(title)) is not None and number in ANNEX_A]
        if not sheets:
            raise ImportStopped(
                f"{path.name} has none of the sheets List 2, 4, 6, 7, 8 and 9. Is it an Annex A workbook? "
                "Name the sheets as Ofsted does: List 6, List 7, …"
            )
        for number in ANNEX_A:
            for table in _tables(book, number, [title for each, title in sheets if each == number], plan):
                _read_list(number, table, children, plan, statuses, progress)
        missing = sorted(set(ANNEX_A) - {number for number, _ in sheets})
    if missing:
        plan.faults.remark(f"{path.name} has no list {', '.join(map(str, missing))}: read without.")
    for status in statuses:
        if not children.is_open_as(status.ref, status.category):
            children.add_span(status.ref, status.category, status.start, None)


def _tables(book: "Workbook", number: int, titles: list[str], plan: ImportPlan) -> list[Table]:
    """The sheets of one list, usually one. A chart or summary beside the list itself needs no headings of a list."""
    found, wrong = [], []
    for title in titles:
        faults = Faults()
        if (table := book.table(title, ANNEX_A[number], faults)) is not None:
            found.append(table)
        elif faults:
            wrong.append((title, faults))
    for title, faults in wrong:
        if found:
            plan.faults.remark(f"{book.path.name}: sheet {title} has no headings of list {number} and is not read.")
        else:
            plan.is_partial = True
            plan.faults.found.extend(faults)
    if len(found) > 1:
        both = " and ".join(table.place.sheet for table in found)
        plan.faults.remark(f"{book.path.name}: {both} are both list {number}, and both are read. Delete a copy that is old.")
    return found


def _read_list(
    number: int, table: Table, children: Children, plan: ImportPlan, statuses: list[_Status], progress: Progress
) -> None:
    for row in table.read(plan.faults, progress):
        ref = row.reference("child")
        row.must("child", ref, "Every row needs the child's reference")
        start, end = row.day("start"), row.day("end")
        if number in DATED:
            row.must("start", start, "Give the day it began")
        if start and end and end < start:
            row.fault("end", f"{end:%d/%m/%Y} is before the start, {start:%d/%m/%Y}", "Correct one of the two")
        if start and start > children.today:
            row.fault("start", f"{start:%d/%m/%Y} has not come yet", "Correct the date, or leave the row out until then")
        category = _category(number, row, end)
        worker = row.words("worker")
        if row.is_spoilt:
            children.spoil(ref)
            continue
        children.know(ref, row.place, SOURCE)
        if category in ("", CLOSED):
            continue
        if number == 6 and category in ("child_in_care", "child_protection"):
            statuses.append(_Status(ref, category, start))
            category = "child_in_need"
        children.add_span(ref, category, start, end)
        if is_somebody(worker) and not (end and end <= children.today):
            children.add_worker(ref, category, start, Who(worker), row.place)


def _category(number: int, row: Row, end: date | None) -> str:
    """The list's own category; among children in need the status decides, unless the row is closed by its date."""
    if number != 6:
        return CATEGORY[number]
    if end is not None:
        return "child_in_need"
    status = row.read("status", _status, "")
    row.must("status", status, STATUS_TODO)
    return status


def _status(value: object) -> str:
    text = cells.words(value).casefold()
    if match := _LETTER.fullmatch(text):
        return STATUSES[match[1]]
    found = next((ours for pattern, ours in STATUS_WORDS if re.search(pattern, text)), None)
    if text and found is None:
        raise BadCell("is not a case status (not shown, in case the columns moved)", STATUS_TODO)
    return found or ""
