"""Headings: every column we read, and every way we know its heading is written. All other columns are never looked at.

A heading is compared by its letters and digits only, in lower case, and without what stands in brackets: `Child Unique ID `,
`child_unique_id`, `ChildUniqueID` and `Child Unique ID (Mosaic)` are the same. A heading cut off by Excel is taken where it
can only mean one thing (`Continuous Assessment Date of Auth`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storage.extracts.cells import squeezed

SHORTEST_CUT = 8
"""A cut-off heading keeps at least so many letters: `Allocate` could still be team or worker, and is refused for that."""

_BRACKETS = re.compile(r"\s*[(\[].*?(?:[)\]]|$)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column we read: our name for it, the heading to show, and the other ways it is written."""

    name: str
    heading: str
    also: str = ""
    """The other ways, with a bar between them."""
    needed: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        """The other ways it is written."""
        return tuple(filter(None, self.also.split("|")))

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything this heading is known as, squeezed."""
        return tuple(dict.fromkeys(squeezed(each) for each in (self.heading, *self.others, self.name)))


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of table, and neighbours a cut-off heading could also mean."""

    columns: tuple[Column, ...]
    neighbours: tuple[str, ...] = ()
    keyed: Mapping[str, str] = field(init=False)
    ranks: Mapping[str, int] = field(init=False)
    """How far each written form is from the column's own heading."""

    def __post_init__(self) -> None:
        """Work out once which written form means which column."""
        object.__setattr__(self, "keyed", {key: column.name for column in self.columns for key in column.keys})
        ranks = {key: rank for column in self.columns for rank, key in enumerate(column.keys)}
        object.__setattr__(self, "ranks", ranks)

    def heading(self, name: str) -> str:
        """The heading to show for a column of ours."""
        return next(column.heading for column in self.columns if column.name == name)

    def is_heading(self, cell: object) -> bool:
        """Whether this stands above a column of ours."""
        return isinstance(cell, str) and (squeezed(_BRACKETS.sub(" ", cell)) or squeezed(cell)) in self.keyed

    def find(self, cells: Sequence[str]) -> dict[str, int]:
        """Where our columns stand in this row of headings: {our name: index}.

        Of two headings for one column the one nearer to its own is taken (`CIN Start Date` before `Start Date`), of two alike
        the first.
        """
        keys = [squeezed(_BRACKETS.sub(" ", cell)) or squeezed(cell) for cell in cells]
        ranked: dict[str, tuple[int, int]] = {}
        for index, key in enumerate(keys):
            if (name := self.keyed.get(key)) is not None:
                ranked[name] = min(ranked.get(name, (len(self.ranks), 0)), (self.ranks[key], index))
        found = {name: index for name, (_, index) in ranked.items()}
        for index, key in enumerate(keys):
            if key not in self.keyed and (name := self._cut_off(key)) is not None:
                found.setdefault(name, index)
        return found

    def missing(self, found: Mapping[str, int]) -> list[Column]:
        """The columns we cannot do without that are not there."""
        return [column for column in self.columns if column.needed and column.name not in found]

    def _cut_off(self, key: str) -> str | None:
        if len(key) < SHORTEST_CUT:
            return None
        meant = {name for known, name in self.keyed.items() if known.startswith(key)}
        meant |= {other for other in self.neighbours if squeezed(other).startswith(key)}
        only = meant.pop() if len(meant) == 1 else None
        return only if only in self.keyed.values() else None
