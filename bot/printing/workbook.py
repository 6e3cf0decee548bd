"""The report as a workbook: real dates, filters, frozen headings; what somebody typed is never a formula."""

import io
from datetime import date, datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

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
_TOP: Final = {"valign": "top"}
_LEFT: Final = {"align": "left", "indent": 1}
"""A little away from a number on the left of it."""
_HEAD: Final = {"valign": "top", "text_wrap": True, "bold": True, "bg_color": "#DDE6EC"}
_NUMBERS: Final[tuple[Kind, ...]] = ("number", "share", "points", "days")
A4: Final = 9
"""As a workbook names the size of paper."""
STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula."""
LONGEST: Final = 32_767
"""Letters of a cell."""


def workbook_of(report: Report) -> bytes:
    """An .xlsx that Excel and LibreOffice open. A row is written down before the next is made."""
    file = io.BytesIO()
    book = Workbook(file, {"constant_memory": True})
    created = report.picture.as_of.replace(tzinfo=None)
    book.set_properties({"title": report.title, "author": paper_words.AUTHOR, "created": created})
    looks = _Looks(book)
    for sheet in sheets(report):
        _write(book.add_worksheet(sheet.title), report, sheet, looks)
    book.close()
    return file.getvalue()


def _write(made: Worksheet, report: Report, sheet: Sheet, looks: "_Looks") -> None:
    heading = _above(made, report, sheet, looks)
    last = len(sheet.columns) - 1
    made.freeze_panes(heading + 1, 0)
    made.autofilter(heading, 0, heading + max(len(sheet.rows), 1), last)
    made.repeat_rows(heading)
    made.set_landscape()
    made.set_paper(A4)
    made.fit_to_pages(1, 0)
    made.set_footer(f"&L{report.title.replace('&', '&&')}&R&P / &N")
    for number, column in enumerate(sheet.columns):
        made.set_column(number, number, _width(sheet, number, column.kind))
        made.write_string(heading, number, column.heading, looks.head(column.kind))
    kinds = [column.kind for column in sheet.columns]
    for at, row in enumerate(sheet.rows, heading + 1):
        for number, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            _put(made, at, number, value, kind, looks)


def _above(made: Worksheet, report: Report, sheet: Sheet, looks: "_Looks") -> int:
    """Over the table: nothing on most sheets, so that a machine finds the headings in the first row. Answers their row."""
    if not sheet.above:
        return 0
    made.write_string(0, 0, report.title, looks.of(bold=True, font_size=14, **_LEFT))
    for at, (label, value) in enumerate(sheet.above, 1):
        made.write_string(at, 0, label, looks.of(**_TOP, **_LEFT, bold=True))
        _put(made, at, 1, value, "text", looks)
    return len(sheet.above) + 2


def _put(made: Worksheet, row: int, column: int, value: Cell, kind: Kind, looks: "_Looks") -> None:
    if value is None:
        return
    if isinstance(value, str):
        said = _plain(value)
        made.write_string(row, column, said, looks.text(kind, is_quoted=said.startswith(STARTS)))
    elif isinstance(value, date):
        made.write_datetime(row, column, value, looks.day(kind, has_hour=isinstance(value, datetime)))
    else:
        made.write_number(row, column, _shown(value) if kind == "share" else value, looks.number(kind))


class _Looks:
    """Each way a cell of one workbook can look, made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}

    def of(self, **look: Any) -> Any:
        """By what XlsxWriter calls it."""
        return self._book.add_format(look)

    def text(self, kind: Kind, *, is_quoted: bool) -> Any:
        """Words, which run on over lines where they are long; quoted they are never taken for a formula."""
        return self._once("text", kind == "long", is_quoted, text_wrap=kind == "long", quote_prefix=is_quoted, **_LEFT)

    def day(self, kind: Kind, *, has_hour: bool) -> Any:
        """A date, or an instant by the council's clock."""
        said = HOUR if has_hour else FORMATS["month" if kind == "month" else "date"]
        return self._once("day", said, num_format=said, **_LEFT)

    def number(self, kind: Kind) -> Any:
        """A number of this kind."""
        return self._once("number", kind, num_format=FORMATS[kind])

    def head(self, kind: Kind) -> Any:
        """Over a column."""
        return self._once("head", kind in _NUMBERS, **_HEAD, **({"align": "right"} if kind in _NUMBERS else _LEFT))

    def _once(self, *key: Any, **look: Any) -> Any:
        if key not in self._made:
            self._made[key] = self.of(**_TOP | look)
        return self._made[key]


def _shown(share: float) -> float:
    """To a thousandth, and never more than it is: a workbook would round what lacks one of thousands up to 100.0%."""
    return int(share * 1000 + 1e-9) / 1000


def _plain(text: str) -> str:
    """Without the signs no workbook can hold."""
    if not text.isprintable():
        text = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    return text[:LONGEST]


def _width(sheet: Sheet, number: int, kind: Kind) -> float:
    if kind == "long":
        return LONG
    longest = max((len(str(row[number] or "")) for row in sheet.rows), default=0) if kind == "text" else 0
    heading = len(sheet.columns[number].heading) + 4
    return min(max(WIDTHS.get(kind, NARROWEST), heading, longest + 2), WIDEST)
