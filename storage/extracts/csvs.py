"""CSV files as councils have them: any delimiter, UTF-8 or Windows, headings not always in the first line."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.extracts.faults import Faults, ImportStopped, Place
from storage.extracts.headings import Layout
from storage.extracts.tables import HEADING_ROWS, Table, heading_row, missing_headings

DELIMITERS = ",;\t|"
LONGEST_CELL = 1_000_000
Lines = list[tuple[int, Sequence[object]]]


def open_csv(path: Path, layout: Layout, faults: Faults) -> Table | None:
    """The table in this file, or None where it cannot be read (said in `faults`) or holds nothing at all."""
    place = Place(path.name)
    text = _decoded(path, place, faults)
    if text is None:
        return None
    if not text.strip():
        faults.add(place, "is empty", "Give a file with a line of headings, or leave the file out")
        return None
    found = _best_reading(text, layout)
    if found is None:
        headings = ", ".join(column.heading for column in layout.columns if column.needed)
        faults.add(
            place, f"has no line of headings in its first {HEADING_ROWS} lines", f"The first line names the columns: {headings}"
        )
        return None
    rows, at, columns = found
    if missing_headings(layout, columns, place, faults):
        return None
    return Table(place, layout, columns, _cut(rows[at + 1 :], tuple(columns.values())))


def columns_of(path: Path, layout: Layout) -> dict[str, int]:
    """Where this layout's columns stand in the file; nothing where it has no such headings."""
    text = _decoded(path, Place(path.name), Faults())
    found = _best_reading(text, layout) if text else None
    return found[2] if found else {}


def _decoded(path: Path, place: Place, faults: Faults) -> str | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportStopped(f"{path} cannot be opened: {error.strerror or error}. Check the name of the file.") from None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        faults.add(
            place,
            "is an Excel workbook, not a CSV file",
            "Save the sheet as CSV UTF-8, or give an Annex A workbook with --annex-a",
        )
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content[:2].count(0) == 1:
        return content.decode("utf-16-le" if content[1] == 0 else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(
            place.at(line=line), "holds a character that is neither UTF-8 nor Windows-1252", "Save the file as CSV UTF-8"
        )
        return None
    faults.remark(f"{place}: is not UTF-8; read as Windows-1252. Check that names with accents look right.")
    return text


def _best_reading(text: str, layout: Layout) -> tuple[Lines, int, dict[str, int]] | None:
    """The file cut at the delimiter that makes most sense of its headings."""
    best: tuple[str, int, dict[str, int]] | None = None
    for delimiter in DELIMITERS:
        first = _parsed(text, delimiter, most=HEADING_ROWS)
        at = heading_row(layout, [values for _, values in first])
        if at is not None and (best is None or len(at[1]) > len(best[2])):
            best = (delimiter, *at)
    if best is None:
        return None
    delimiter, at_row, columns = best
    return _parsed(text, delimiter), at_row, columns


def _parsed(text: str, delimiter: str, most: int | None = None) -> Lines:
    """Rows with the line each begins on: a quoted cell may hold line breaks."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Lines = []
    begins = 1
    try:
        for values in reader:
            rows.append((begins, values))
            begins = reader.line_num + 1
            if most is not None and len(rows) >= most:
                break
    except csv.Error:
        if most is None:
            raise ImportStopped(f"Line {begins}: the quotation marks do not close. Save the file again as CSV UTF-8.") from None
    return rows


def _cut(rows: Lines, wanted: tuple[int, ...]) -> Iterator[tuple[int, Sequence[object]]]:
    for line, values in rows:
        count = len(values)
        yield line, tuple(values[index] if index < count else "" for index in wanted)
