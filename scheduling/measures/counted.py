"""Rows counted up, by month, team, kind and category."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
EVERY: Final[tuple[tuple[str, ...], ...]] = (
    *GROUPINGS,
    ("team", "category"),
    ("month", "team", "category"),
    ("team", "kind", "category"),
)
"""By which they are counted in any picture, also in one of a team alone: to judge what may be shown in all of them."""
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


@dataclass(slots=True)
class _Heap:
    """Rows added up."""

    count: int = 0
    out_of: int = 0
    days: list[int] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    def add(self, other: "_Heap") -> None:
        self.count += other.count
        self.out_of += other.out_of
        self.days += other.days
        self.people |= other.people


def counted(items: Iterable[Item], groupings: Sequence[tuple[str, ...]] = GROUPINGS) -> Mapping[Key, Figure]:
    """Every figure that some row counts towards."""
    each_by = [tuple(name in by for name in ("month", "team", "kind", "category")) for by in groupings]
    finest: dict[tuple[str, date | None, str, str, str], _Heap] = {}
    for item in items:
        if (heap := finest.get(cell := item[:5])) is None:
            heap = finest[cell] = _Heap()
        heap.count += item.number
        heap.out_of += item.out_of
        heap.people.add(item.person)
        if item.days is not None:
            heap.days.append(item.days)
    for heap in finest.values():
        heap.days.sort()  # eleven times they are put together, and the middle is found soonest in what is in order already
    heaps: dict[Key, _Heap] = {}
    for (measure, month, team, kind, category), heap in finest.items():
        for by_month, by_team, by_kind, by_category in each_by:
            if (by_month and month is None) or (by_category and not category):
                continue
            key = (
                measure,
                month if by_month else None,
                team if by_team else None,
                kind if by_kind else None,
                category if by_category else None,
            )
            if (sum_of := heaps.get(key)) is None:
                sum_of = heaps[key] = _Heap()
            sum_of.add(heap)
    return {key: _figure(key, heap) for key, heap in heaps.items()}


def _figure(key: Key, heap: _Heap) -> Figure:
    days = heap.days
    return Figure(
        *key,
        count=heap.count,
        out_of=heap.out_of,
        median_days=median(days) if days else None,
        longest_days=max(days, default=None),
        people=len(heap.people),
    )
