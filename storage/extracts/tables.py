"""A table, whatever file it came from: the rows, and in each row only the columns we read."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from storage.extracts import cells
from storage.extracts.faults import BadCell, Faults, Place
from storage.extracts.headings import Layout

Value = TypeVar("Value")

Progress = Callable[[str, int], None]
"""Told what is being read and how many rows of it more are done."""

HEADING_ROWS = 30
"""Headings stand in one of the first so many rows: titles and notes may stand above them."""

ROWS_A_TICK = 500

_RULED = re.compile(r"\s*[-=_]+\s*")
"""What SQL tools draw below the headings."""
_TOTAL = re.compile(r"(grand|sub|overall)?totals?|(row|record)?count")
_NOTE = re.compile(
    r"\s*((grand |sub)?total\b|applied filters|end of (the )?(report|list|data|file)|\(?\d+ rows?( affected|\)|$)"
    r"|(report|page|printed|run|generated|produced|exported|extracted)\b.*[\d:])",
    re.IGNORECASE,
)


def no_progress(what: str, rows: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Table:
    """Rows of one table, cut to our columns before anything else sees them."""

    place: Place
    layout: Layout
    columns: dict[str, int]
    rows: Iterator[tuple[int, Sequence[object]]]
    """Line number and the values of our columns, in the order of `columns`."""
    epoch: date = cells.EPOCH_1900

    def read(self, faults: Faults, progress: Progress = no_progress) -> Iterator["Row"]:
        """Every row that holds anything in a column of ours."""
        order = {name: index for index, name in enumerate(self.columns)}
        done = 0
        for line, values in self.rows:
            done += 1
            if done % ROWS_A_TICK == 0:
                progress(str(self.place), ROWS_A_TICK)
            if any(value not in (None, "") for value in values) and not self._is_no_row(line, values, faults):
                yield Row(self, line, values, order, faults)
        progress(str(self.place), done % ROWS_A_TICK)

    def _is_no_row(self, line: int, values: Sequence[object], faults: Faults) -> bool:
        """A line of headings again, on each page of a report; or a total or note a report engine sets below the rows."""
        filled = [value for value in values if value not in (None, "")]
        texts = [value for value in filled if isinstance(value, str)]
        if len(texts) == len(filled) > 1 and all(self.layout.is_heading(text) or _RULED.fullmatch(text) for text in texts):
            return True
        if not texts or texts[0] is not filled[0]:
            return False
        is_total = len(texts) == 1 and _TOTAL.fullmatch(cells.squeezed(texts[0]))
        is_note = len(filled) == 1 < len(values) and _NOTE.match(texts[0])
        if is_total or is_note:
            faults.remark(f"{self.place.at(line=line)}: a total or note below the rows, and not read.")
        return bool(is_total or is_note)


@dataclass(slots=True)
class Row:
    """One row. A cell that cannot be read becomes a fault with its place, and the row is spoilt."""

    table: Table
    line: int
    values: Sequence[object]
    order: dict[str, int]
    faults: Faults
    blamed: set[str] = field(default_factory=set)
    """Columns of ours with a fault in this row."""

    @property
    def is_spoilt(self) -> bool:
        """Whether anything we need of it cannot be used."""
        return bool(self.blamed)

    @property
    def place(self) -> Place:
        """This row."""
        return self.table.place.at(line=self.line)

    def has(self, name: str) -> bool:
        """Whether the table has this column at all."""
        return name in self.order

    def raw(self, name: str) -> object:
        """The cell as the file holds it; None where the column is absent."""
        index = self.order.get(name)
        return None if index is None else self.values[index]

    def words(self, name: str) -> str:
        """The cell's text, "" for none."""
        return self._read(name, cells.words, "")

    def reference(self, name: str) -> str:
        """The cell as a reference, "" for none."""
        return self._read(name, cells.reference, "")

    def day(self, name: str) -> date | None:
        """The cell as a day, None for none."""
        return self._read(name, lambda value: cells.day(value, epoch=self.table.epoch), None)

    def read(self, name: str, parse: Callable[[object], Value], otherwise: Value) -> Value:
        """The cell by any reader of `cells`."""
        return self._read(name, parse, otherwise)

    def fault(self, name: str, why: str, todo: str) -> None:
        """This row is no use, and this is the column to blame."""
        self.blamed.add(name)
        column = self.table.layout.heading(name)
        self.faults.add(self.table.place.at(line=self.line, column=column), why, todo)

    def must(self, name: str, value: object, todo: str) -> None:
        """A fault where there is nothing, unless the cell has been blamed already."""
        if not value and name not in self.blamed:
            self.fault(name, "is empty", todo)

    def _read(self, name: str, parse: Callable[[object], Value], otherwise: Value) -> Value:
        value = self.raw(name)
        if value is None:
            return otherwise
        try:
            return parse(value)
        except BadCell as bad:
            self.fault(name, bad.why, bad.todo)
            return otherwise


def heading_row(layout: Layout, rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]] | None:
    """Which of these first rows holds the headings: the one with most of our columns, two at least."""
    best: tuple[int, dict[str, int]] | None = None
    for index, row in enumerate(rows):
        found = layout.find([value if isinstance(value, str) else "" for value in row])
        if len(found) >= 2 and (best is None or len(found) > len(best[1])):
            best = (index, found)
    return best


def missing_headings(layout: Layout, found: dict[str, int], place: Place, faults: Faults) -> bool:
    """Whether a heading we need is not there, each told as a fault."""
    for column in layout.missing(found):
        others = f" (or {', '.join(column.others[:3])})" if column.others else ""
        faults.add(place, f"has no column {column.heading}", f"Add it, or give the column that heading{others}")
    return bool(layout.missing(found))
