"""Sheets of an Excel workbook, read once from top to bottom; the cells of columns we do not read are never looked at."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError, iterparse  # nosec B405 # see where it is used

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser

from storage.extracts import cells
from storage.extracts.faults import Faults, ImportStopped, Place
from storage.extracts.headings import Layout
from storage.extracts.opening import refuse_what_is_no_workbook
from storage.extracts.tables import HEADING_ROWS, Table, heading_row, missing_headings

BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    OSError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
)
"""What openpyxl and zipfile raise where a file is not what it should be."""
BAD_CELL = (LookupError, ValueError, TypeError, ArithmeticError)
"""What openpyxl raises for one cell: a number that is none, a text that is not among the shared ones."""
_DIGITS = "0123456789"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes characters XML has no place for, such as the line break of another system."""


class Workbook:
    """An open workbook. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        """Open it, or say why it cannot be."""
        self.path = path
        refuse_what_is_no_workbook(path)
        self._open()

    def _open(self) -> None:
        """Only the texts and the names of the sheets: styles, charts and links are nothing to us, and often broken."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._reader = ExcelReader(self.path, read_only=True, data_only=True, keep_links=False)
                self._reader.read_manifest()
                self._reader.read_strings()
                self._reader.read_workbook()
                found = [(sheet.name, rel) for sheet, rel in self._reader.parser.find_sheets()]
            except BROKEN as error:
                raise self._broken(error) from None
        self._parts = {name: rel.target for name, rel in found if rel.Type.endswith("/worksheet")}
        if not self._parts:
            self.close()
            raise ImportStopped(
                f"{self.path.name} holds no sheet that can be read. Open it in Excel and save it as Excel Workbook (.xlsx), "
                "not as Strict Open XML."
            )

    def _broken(self, error: Exception) -> ImportStopped:
        return ImportStopped(
            f"{self.path.name} cannot be read as a workbook ({type(error).__name__}). "
            "Open it in Excel and save it again as .xlsx."
        )

    def __enter__(self) -> "Workbook":
        """As it is."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._reader.archive.close()

    @property
    def titles(self) -> list[str]:
        """The names of the sheets that hold cells."""
        return list(self._parts)

    @property
    def epoch(self) -> date:
        """What this workbook counts its dates from."""
        return cells.EPOCH_1904 if self._reader.wb.epoch == CALENDAR_MAC_1904 else cells.EPOCH_1900

    def table(self, title: str, layout: Layout, faults: Faults) -> Table | None:
        """The table on this sheet; None where it is empty, or where it cannot be read (said in `faults`)."""
        place = Place(self.path.name, title)
        first = self._first_rows(title)
        if not any(cell not in (None, "") for _, row in first for cell in row):
            return None
        at = heading_row(layout, [row for _, row in first])
        if at is None:
            wanted = ", ".join(column.heading for column in layout.columns if column.needed)
            faults.add(
                place,
                f"has no row of headings in its first {HEADING_ROWS} rows",
                f"Put the headings above the rows. Needed: {wanted}",
            )
            return None
        index, columns = at
        if missing_headings(layout, columns, place, faults):
            return None
        return Table(place, layout, columns, self._cut(title, first[index][0], tuple(columns.values())), self.epoch)

    def _first_rows(self, title: str) -> list[tuple[int, Sequence[object]]]:
        rows: list[tuple[int, Sequence[object]]] = []
        for line, found in self._cells(title, wanted=None):
            if line > HEADING_ROWS:
                break
            rows.append((line, [found.get(index) for index in range(max(found, default=-1) + 1)]))
        return rows

    def _cut(self, title: str, heading_line: int, wanted: tuple[int, ...]) -> Iterator[tuple[int, Sequence[object]]]:
        for line, found in self._cells(title, frozenset(wanted)):
            if line > heading_line:
                yield line, tuple(found.get(index) for index in wanted)

    def _cells(self, title: str, wanted: frozenset[int] | None) -> Iterator[tuple[int, dict[int, object]]]:
        """Each row: its number and {column: value}. The size a workbook claims for a sheet is often wrong and is not used."""
        # Without a list of date formats it leaves dates the numbers they are; `cells.day` knows what they mean.
        parser = WorkSheetParser(b"", self._reader.shared_strings, data_only=True)
        try:
            with self._reader.archive.open(self._parts[title]) as source:
                yield from _rows(parser, source, wanted)
        except BROKEN as error:
            raise self._broken(error) from None


def _rows(parser: Any, source: IO[bytes], wanted: frozenset[int] | None) -> Iterator[tuple[int, dict[int, object]]]:
    line = 0
    stack: list[Any] = []
    for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 # nosec B314 # expat ≥ 2.4.1
        if event == "start":
            stack.append(element)
            continue
        stack.pop()
        if element.tag != ROW_TAG:
            continue
        line = int(float(element.get("r", line + 1)))
        yield line, _values(parser, element, wanted)
        stack[-1].clear()  # a sheet may go on for a million empty rows


def _values(parser: Any, row: Any, wanted: frozenset[int] | None) -> dict[int, object]:
    column = -1
    found: dict[int, object] = {}
    for cell in row:
        coordinate = cell.get("r")
        column = column + 1 if coordinate is None else _column(coordinate.rstrip(_DIGITS))
        if len(cell) and (wanted is None or column in wanted):
            value = _value(parser, cell)
            if value is not None:
                found[column] = value
    return found


def _value(parser: Any, cell: Any) -> object:
    try:
        value = parser.parse_cell(cell)["value"]
    except BAD_CELL:
        return cells.UNREADABLE
    if value is None and cell.find(FORMULA_TAG) is not None and cell.get("t") != "str":
        return cells.UNSAVED_FORMULA
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), value) if isinstance(value, str) and "_x" in value else value


_COLUMNS: dict[str, int] = {}


def _column(letters: str) -> int:
    """`A` is 0."""
    index = _COLUMNS.get(letters)
    if index is None:
        index = _COLUMNS[letters] = column_index_from_string(letters) - 1
    return index
