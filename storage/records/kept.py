"""What fell due and when it was done, as the stored schedule kept it: one statement, for a glance at a whole line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, String, and_, bindparam, case, extract, func, or_, select

from scheduling.calendar import months_after
from scheduling.measures.fell import SUPERVISION
from storage.asking import TODAY, WORKSPACE, among
from storage.index.closing import DONE, DUE_CHANGED
from storage.models import ObligationRow, PersonRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

KINDS = SUPERVISION | {"case_discussion", "first_case_discussion"}
"""What stands in the schedule before it is done. A record written with the session itself was never owed there."""
_FROM: Any = bindparam("from_on", type_=Date())
_KINDS: Any = bindparam("kinds", type_=String(), expanding=True)
_IS_OPEN = ObligationRow.closed_at.is_(None)
_DONE = ObligationRow.closed_how.in_(sorted({*DONE.values(), "done"}))
_IN_TIME = and_(~_IS_OPEN, _DONE, ObligationRow.closed_on <= ObligationRow.due_on)
# Late now, done, or ended undone after its day; what was given another due date goes on as another row.
_FELL = or_(
    and_(_IS_OPEN, ObligationRow.suspended.is_(False), ObligationRow.due_on < TODAY),
    and_(~_IS_OPEN, _DONE),
    and_(~_IS_OPEN, ObligationRow.closed_how != DUE_CHANGED, ObligationRow.due_on < ObligationRow.closed_on),
)
_YEAR, _MONTH = extract("year", ObligationRow.due_on), extract("month", ObligationRow.due_on)
_BY_MONTH = (
    select(PersonRow.team, _YEAR, _MONTH, func.sum(case((_IN_TIME, 1), else_=0)), func.count())
    .join(PersonRow, and_(PersonRow.workspace == ObligationRow.workspace, PersonRow.id == ObligationRow.person_id))
    .where(ObligationRow.workspace == WORKSPACE, ObligationRow.kind.in_(_KINDS), _FELL)
    .where(ObligationRow.due_on >= _FROM, ObligationRow.due_on <= TODAY, among(ObligationRow.person_id))
    .group_by(PersonRow.team, _YEAR, _MONTH)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """So many in time of so many."""

    in_time: int
    out_of: int

    @property
    def share(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.in_time / self.out_of if self.out_of else None

    def __add__(self, other: Kept) -> Kept:
        """Both together."""
        return Kept(self.in_time + other.in_time, self.out_of + other.out_of)


NONE = Kept(0, 0)


@dataclass(frozen=True, slots=True)
class OnTime:
    """How much was done in time, by team and month."""

    months: tuple[date, ...]
    by_team: Mapping[str, Mapping[date, Kept]]

    def of_month(self, month: date) -> Kept:
        """Of all teams."""
        return sum((of.get(month, NONE) for of in self.by_team.values()), NONE)

    def of_team(self, team: str) -> Kept:
        """Over all months."""
        return sum(self.by_team[team].values(), NONE)


def kept(work: UnitOfWork, viewer: Person, months: int) -> OnTime:
    """Of everybody below the viewer, as the schedule has kept it since it has been kept here.

    Of a month before Cornerstone began here only what is late still is known to it: nothing is said of that month.
    """
    first = months_after(work.today.replace(day=1), 1 - months)
    below, begun_at = work.sight.below(viewer), work.trail.begun_at()
    begun_on = begun_at.astimezone(work.zone).date().replace(day=1) if begun_at else first
    rows = work.ask(_BY_MONTH, ids=list(below), kinds=sorted(KINDS), from_on=max(first, begun_on)) if below else ()
    found: dict[str, dict[date, Kept]] = defaultdict(dict)
    for team, year, month, in_time, out_of in rows:
        found[team][date(int(year), int(month), 1)] = Kept(int(in_time), int(out_of))
    return OnTime(tuple(months_after(first, number) for number in range(months)), found)
