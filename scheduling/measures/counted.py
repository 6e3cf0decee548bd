"""Rows counted up, by month, team, kind and category."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from scheduling.measures.shapes import Item

GROUPINGS: Final[tuple[tuple[str, ...], ...]] = (
    (),
    ("month",),
    ("team",),
    ("kind",),
    ("category",),
    ("month", "team"),
    ("month", "kind"),
    ("month", "category"),
    ("team", "kind"),
    ("kind", "category"),
    ("month", "team", "kind"),
)
"""By which the rows of every measure are counted."""
Key = tuple[str, date | None, str | None, str | None, str | None]
"""Measure, month, team, kind, category; None: all of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `None` for month, team, kind or category means all of them."""

    measure: str
    month: date | None
    team: str | None
    kind: str | None
    category: str | None
    count: int
    out_of: int
    median_days: float | None = None
    longest_days: int | None = None
    people: int = 0
    """How many different people it is about: where they are fewer than five, it may tell who somebody is."""

    @property
    def share(self) -> float | None:
        """Count of out_of, 0 to 1; None of nothing."""
        return self.count / self.out_of if self.out_of else None

    @property
    def key(self) -> Key:
        """By which a picture finds it."""
        return (self.measure, self.month, self.team, self.kind, self.category)

    def covers(self, item: Item) -> bool:
        """Whether a row is one of those counted here."""
        return item.measure == self.measure and all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.month, item.month),
                (self.team, item.team),
                (self.kind, item.kind),
                (self.category, item.category),
            )
        )


def counted(items: Iterable[Item]) -> Mapping[Key, Figure]:
    """Every figure that some row counts towards."""
    heaps: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        for by in GROUPINGS:
            if ("month" in by and item.month is None) or ("category" in by and not item.category):
                continue
            month = item.month if "month" in by else None
            team, kind, category = (getattr(item, name) if name in by else None for name in ("team", "kind", "category"))
            heaps[(item.measure, month, team, kind, category)].append(item)
    return {key: _figure(key, rows) for key, rows in heaps.items()}


def _figure(key: Key, rows: list[Item]) -> Figure:
    days = [row.days for row in rows if row.days is not None]
    return Figure(
        *key,
        count=sum(row.count for row in rows),
        out_of=sum(row.out_of for row in rows),
        median_days=median(days) if days else None,
        longest_days=max(days, default=None),
        people=len({row.person for row in rows}),
    )
