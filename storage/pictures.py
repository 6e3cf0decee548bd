"""The picture a manager looks at: every figure, the rows behind it, and what it was made from."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from scheduling.measures import MEASURES, Figure, Item, Measure
from scheduling.measures.counted import Key
from storage import SINGLE
from storage.views import Person

LINE, QUALITY, OPERATOR = "line", "quality", "operator"
REACHES: Final = (LINE, QUALITY, OPERATOR)
"""`line`: those below the viewer, every row open. `quality`: everybody, for performance and audit staff: figures about fewer
than five people are not shown, nor those they could be had from, and of the rows only those of people below them. `operator`:
everybody, for who runs the command line for the council."""
FEWEST: Final = 5
"""A figure about fewer people may tell who somebody is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How supervision stood at an instant, over some months."""

    as_of: datetime
    policy: str
    """The policy's title, and the version in force then: `Wokingham Supervision Policy, 2020`."""
    version: str
    service: str
    months: tuple[date, ...]
    """The first day of each, in order."""
    teams: tuple[str, ...]
    """Those of the people it is about, by name; "" where somebody is in none."""
    team: str | None
    """The team it was asked for; None: all of them."""
    reach: str
    figures: Mapping[Key, Figure]
    items: tuple[Item, ...]
    """Every row the viewer may open."""
    people: Mapping[str, Person]
    """Everybody named in `items`."""
    trail_head: str
    """The hash the audit trail ended with when the picture was made: whoever keeps the paper can hold the trail against it."""
    trail_seq: int
    workspace: str = SINGLE
    viewer: str | None = None
    """Whose picture it is, by their id; None: the operator's."""
    begun_on: date | None = None
    """The day Cornerstone began here: what happened before is known as far as the imported files tell it."""
    hidden: frozenset[Key] = field(default_factory=frozenset)
    """Figures that are not shown."""
    definitions: Mapping[str, Measure] = field(default_factory=lambda: MEASURES)
    """What is counted, measure by measure: those there is something to show of under this policy."""
    rules: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)
    """Measure, rule and where it is written, of what the policy says whether or not there is a row."""

    @property
    def reaches_back(self) -> bool:
        """Whether it shows months in which Cornerstone was not yet used here."""
        return self.begun_on is not None and self.months[0] < self.begun_on

    def figure(
        self,
        measure: str,
        *,
        month: date | None = None,
        team: str | None = None,
        kind: str | None = None,
        category: str | None = None,
    ) -> Figure | None:
        """One figure; None where nothing counts towards it, and where it is not the viewer's to see."""
        key = (measure, month, team, kind, category)
        return None if key in self.hidden else self.figures.get(key)

    def trend(self, measure: str, *, team: str | None = None, kind: str | None = None) -> list[Figure | None]:
        """The figure of each month, in order."""
        return [self.figure(measure, month=month, team=team, kind=kind) for month in self.months]

    def behind(self, figure: Figure) -> list[Item]:
        """The rows a figure counts: what is not as it should be first, the longest first."""
        better = MEASURES[figure.measure].more_is_better
        rows = [item for item in self.items if figure.covers(item)]
        return sorted(
            rows,
            key=lambda row: (
                (row.number >= row.out_of) is better,
                -(row.days or 0),
                row.person,
                row.case or "",
                str(row.done_on or row.due or ""),
                row.about,
            ),
        )

    def kinds(self, measure: str) -> list[str]:
        """The kinds that occur, by name."""
        return sorted({key[3] for key in self.figures if key[0] == measure and key[3] is not None and key not in self.hidden})

    def categories(self, measure: str) -> list[str]:
        """The categories that occur, by name."""
        return sorted({key[4] for key in self.figures if key[0] == measure and key[4] is not None and key not in self.hidden})

    def cited(self, measure: str) -> list[tuple[str, str]]:
        """The rules it follows and where each is written: `("WOK-16", "Wokingham, Supervision Standard 16")`."""
        said = {(rule, source) for of, rule, source in self.rules if of == measure}
        return sorted(said | {(item.rule, item.source) for item in self.items if item.measure == measure and item.rule})


def too_small(figures: Mapping[Key, Figure]) -> frozenset[Key]:
    """Figures about fewer than five people; and more, until no hidden one is the only one missing from a sum.

    Else what is hidden could be had by taking the others from their sum: months, teams, kinds and categories add up alike.
    """
    sums, sums_of = _sums(figures)
    hidden: set[Key] = set()
    missing = [0] * len(sums)
    alone: deque[int] = deque()

    def hide(key: Key) -> None:
        hidden.add(key)
        for number in sums_of[key]:
            missing[number] += 1
            alone.append(number)

    def cost(key: Key) -> tuple[int, int, int, str]:
        """The whole last; then by how many sums it would be the only one missing from, and by how many people it is about."""
        return key.count(None), sum(not missing[number] for number in sums_of[key]), figures[key].people, str(key)

    # In an order of its own, so that the same figures are hidden each time, whatever order the rows come in.
    for key in sorted((key for key, figure in figures.items() if figure.people < FEWEST), key=str):
        hide(key)
    while alone:
        number = alone.popleft()
        if missing[number] == 1:
            hide(min((key for key in sums[number] if key not in hidden), key=cost))
    return frozenset(hidden)


def _sums(figures: Mapping[Key, Figure]) -> tuple[list[list[Key]], dict[Key, list[int]]]:
    """Figures that add up, a whole and its parts, and in which of them each figure is.

    Where some rows are in none of the parts (of no category, say) the parts alone: the rest may be had from elsewhere.
    """
    parts: dict[tuple[int, Key], list[Key]] = defaultdict(list)
    for key in figures:
        for spot in (1, 2, 3, 4):
            if key[spot] is not None:
                parts[spot, _whole(key, spot)].append(key)
    sums: list[list[Key]] = []
    sums_of: dict[Key, list[int]] = {key: [] for key in figures}
    for (_, whole), keys in parts.items():
        each = [whole, *keys] if _add_up(figures, whole, keys) else keys
        if len(each) > 1:
            for key in each:
                sums_of[key].append(len(sums))
            sums.append(each)
    return sums, sums_of


def _whole(key: Key, spot: int) -> Key:
    measure, month, team, kind, category = key
    if spot == 1:
        return (measure, None, team, kind, category)
    if spot == 2:
        return (measure, month, None, kind, category)
    return (measure, month, team, None, category) if spot == 3 else (measure, month, team, kind, None)


def _add_up(figures: Mapping[Key, Figure], whole: Key, parts: Sequence[Key]) -> bool:
    of = figures.get(whole)
    return of is not None and (of.count, of.out_of) == (
        sum(figures[key].count for key in parts),
        sum(figures[key].out_of for key in parts),
    )
