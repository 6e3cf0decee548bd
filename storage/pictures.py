"""The picture a manager looks at: every figure, the rows behind it, and what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from scheduling.measures import MEASURES, Figure, Item, Measure
from scheduling.measures.counted import Key
from storage import SINGLE
from storage.views import Person

LINE, QUALITY, OPERATOR = "line", "quality", "operator"
REACHES: Final = (LINE, QUALITY, OPERATOR)
"""`line`: those below the viewer, every row open. `quality`: everybody, for performance and audit staff: figures about fewer
than five people are not shown, nor those they could be had from, and of the rows only those of people below them. `operator`:
everybody, for who runs the command line for the council."""

By = Literal["month", "team", "kind", "category"]
SPOTS: Final[Mapping[By, int]] = {"month": 1, "team": 2, "kind": 3, "category": 4}
"""Where in its key a figure says of which it is."""
ONE_NAMED: Final = 3
"""Spots that are open in the key of a figure of one month, team, kind or category."""


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
    untimed: frozenset[str] = frozenset()
    """Measures in days for which the policy gives no time, and the council has set none."""
    workspace: str = SINGLE
    viewer: str | None = None
    """Whose picture it is, by their id; None: the operator's."""
    above: str = ""
    """The name of whom its people are below; "" where it is about everybody."""
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

    def is_hidden(
        self,
        measure: str,
        *,
        month: date | None = None,
        team: str | None = None,
        kind: str | None = None,
        category: str | None = None,
    ) -> bool:
        """Whether there is such a figure and it is not the viewer's to see: it would tell of few people."""
        return (measure, month, team, kind, category) in self.hidden

    def leaves_out(self, measure: str, by: By) -> bool:
        """Whether the figure of some month, team, kind or category is not the viewer's to see."""
        return any(key[0] == measure and key[SPOTS[by]] is not None and key.count(None) == ONE_NAMED for key in self.hidden)

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
