"""What is wrong with a file: where, why, and what to do. Every fault is kept; the first does not hide the second.

A fault may quote a date or a code. It never quotes what could be somebody's name, birthday or postcode: a column may be
one place to the left of where it should be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scheduling.errors import SupervisionError


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: the sheet of a workbook, the line or row, the column's own heading."""

    file: str
    sheet: str = ""
    line: int = 0
    column: str = ""

    def at(self, *, line: int | None = None, column: str | None = None) -> "Place":
        """The same place, further in."""
        return Place(self.file, self.sheet, self.line if line is None else line, self.column if column is None else column)

    def __str__(self) -> str:
        """As a person says it: `annex-a.xlsx, sheet List 6, row 12, CIN Start Date`."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.line:
            parts.append(f"{'row' if self.sheet else 'line'} {self.line}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, in words for the person who made the file."""

    place: Place
    why: str
    todo: str
    name: str = ""
    """A worker's name nobody is known by, to be mapped in workers.csv."""

    def __str__(self) -> str:
        """One line: the place, what is wrong, what to do."""
        return f"{self.place}: {self.why}. {self.todo}"


@dataclass(slots=True)
class Faults:
    """Every fault found so far, and remarks that stop nothing."""

    found: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, place: Place, why: str, todo: str, *, name: str = "") -> None:
        """Keep one more fault."""
        self.found.append(Fault(place, why, todo, name))

    def remark(self, sentence: str) -> None:
        """Keep something worth saying that stops nothing."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def __len__(self) -> int:
        """How many faults."""
        return len(self.found)

    def __iter__(self) -> Iterator[Fault]:
        """The faults, as they stand in the files."""
        return iter(self.found)


class BadCell(Exception):
    """One cell cannot be read. Only readers see this: they turn it into a fault with its place."""

    def __init__(self, why: str, todo: str) -> None:
        """`why` completes "this cell …"."""
        super().__init__(why)
        self.why = why
        self.todo = todo


class ImportStopped(SupervisionError):
    """Nothing was imported."""

    def __init__(self, sentence: str = "", faults: Sequence[Fault] = ()) -> None:
        """`faults` is everything wrong, for the list below the sentence."""
        super().__init__(sentence)
        self.faults = tuple(faults)
