"""The report as a workbook: real dates, filters, frozen headings; what somebody typed is never a formula."""

import io
from copy import copy
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from bot.printing import words as paper_words
from bot.printing.report import Cell, Kind, Report, Sheet
from bot.printing.report_lists import sheets

FORMATS: Final[dict[Kind, str]] = {
    "number": "#,##0",
    "share": "0.0%",
    "points": "+0.0;-0.0;0.0",
    "days": "#,##0.#",
    "date": "dd mmm yyyy",
    "due": "dd mmm yyyy",
    "month": "mmm yyyy",
    "text": "@",
    "long": "@",
}
HOUR: Final = "dd mmm yyyy hh:mm"
WIDTHS: Final[dict[Kind, float]] = {"number": 11, "share": 10, "points": 14, "days": 13, "date": 14, "due": 19, "month": 12}
NARROWEST, WIDEST, LONG = 11.0, 34.0, 62.0
_HEAD, _TITLE = Font(name="Calibri", size=11, bold=True), Font(name="Calibri", size=14, bold=True)
_SHADE = PatternFill("solid", fgColor="DDE6EC")
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_DAY = Alignment(vertical="top", horizontal="left")
_RIGHT = Alignment(vertical="top", horizontal="right", wrap_text=True)
_NUMBERS: Final[tuple[Kind, ...]] = ("number", "share", "points", "days")
A4: Final = 9
"""As a workbook names the size of paper."""
STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula."""
LONGEST: Final = 32_767
"""Letters of a cell."""


def workbook_of(report: Report) -> bytes:
    """An .xlsx that Excel and LibreOffice open."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = report.title, paper_words.AUTHOR
    book.properties.created = report.picture.as_of.replace(tzinfo=None)
    cells = _Cells()
    for sheet in sheets(report):
        _write(book, report, sheet, cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, report: Report, sheet: Sheet, cells: "_Cells") -> None:
    made: Any = book.create_sheet(sheet.title)
    above = _above(made, report, sheet, cells)
    heading = len(above) + 1
    last = get_column_letter(len(sheet.columns))
    made.freeze_panes = f"A{heading + 1}"
    made.auto_filter.ref = f"A{heading}:{last}{heading + max(len(sheet.rows), 1)}"
    made.print_title_rows = f"{heading}:{heading}"
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr = _fit()
    made.oddFooter.left.text, made.oddFooter.right.text = report.title, "&P / &N"
    for number, column in enumerate(sheet.columns):
        made.column_dimensions[get_column_letter(number + 1)].width = _width(sheet, number, column.kind)
    for line in above:
        made.append(line)
    made.append([cells.cell(made, column.heading, column.kind, head=True) for column in sheet.columns])
    kinds = [column.kind for column in sheet.columns]
    for row in sheet.rows:
        made.append([cells.cell(made, value, kind) for value, kind in zip(row, kinds, strict=True)])


def _above(made: Any, report: Report, sheet: Sheet, cells: "_Cells") -> list[list[Any]]:
    """Over the table: nothing on most sheets, so that a machine finds the headings in the first row."""
    if not sheet.above:
        return []
    title = WriteOnlyCell(made, report.title)
    title.font = _TITLE
    rows: list[list[Any]] = [[title]]
    for label, value in sheet.above:
        named = cells.cell(made, label, "text")
        named.font = _HEAD
        rows.append([named, cells.cell(made, value, "text")])
    return [*rows, []]


class _Cells:
    """Makes the cells of one workbook. Each way a cell can look is worked out once: openpyxl takes long over it."""

    def __init__(self) -> None:
        self._looks: dict[tuple[Kind, bool, type, bool], Any] = {}

    def cell(self, made: Any, value: Cell, kind: Kind, *, head: bool = False) -> Any:
        """One, to be appended to the sheet `made`."""
        said = _plain(value) if isinstance(value, str) else value
        cell: Any = WriteOnlyCell(made, said)  # type: ignore[arg-type]  # a date is one of its kinds
        is_text = isinstance(said, str)
        if is_text:
            cell.data_type = "s"
        look = (kind, head, type(said), is_text and str(said).startswith(STARTS))
        if look not in self._looks:
            _dress(cell, said, kind, head=head, is_quoted=look[3])
            self._looks[look] = cell._style
        cell._style = copy(self._looks[look])
        return cell


def _dress(cell: Any, said: Cell, kind: Kind, *, head: bool, is_quoted: bool) -> None:
    cell.quotePrefix = is_quoted
    if isinstance(said, datetime):
        cell.number_format = HOUR
    elif said is not None and not isinstance(said, str):
        cell.number_format = FORMATS["date"] if isinstance(said, date) and kind != "month" else FORMATS[kind]
    cell.alignment = _DAY if isinstance(said, date) else _WRAPPED if kind == "long" else _TOP
    if head:
        cell.alignment = _RIGHT if kind in _NUMBERS else _WRAPPED
        cell.font, cell.fill = _HEAD, _SHADE


def _plain(text: str) -> str:
    """Without the signs no workbook can hold."""
    return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())[:LONGEST]


def _width(sheet: Sheet, number: int, kind: Kind) -> float:
    if kind == "long":
        return LONG
    longest = max((len(str(row[number] or "")) for row in sheet.rows), default=0) if kind == "text" else 0
    heading = len(sheet.columns[number].heading) + 4
    return min(max(WIDTHS.get(kind, NARROWEST), heading, longest + 2), WIDEST)


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)
