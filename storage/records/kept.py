"""What fell due and when it was done, and what is late, as the stored schedule has it: a statement each, for a whole line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

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
    select(PersonRow.team, ObligationRow.kind, _YEAR, _MONTH, func.sum(case((_IN_TIME, 1), else_=0)), func.count())
    .join(PersonRow, and_(PersonRow.workspace == ObligationRow.workspace, PersonRow.id == ObligationRow.person_id))
    .where(ObligationRow.workspace == WORKSPACE, ObligationRow.kind.in_(_KINDS), _FELL)
    .where(ObligationRow.due_on >= _FROM, ObligationRow.due_on <= TODAY, among(ObligationRow.person_id))
    .group_by(PersonRow.team, ObligationRow.kind, _YEAR, _MONTH)
)
_LATE = (
    select(PersonRow.team, ObligationRow.kind, func.count(), func.min(ObligationRow.due_on))
    .join(PersonRow, and_(PersonRow.workspace == ObligationRow.workspace, PersonRow.id == ObligationRow.person_id))
    .where(ObligationRow.workspace == WORKSPACE, _IS_OPEN, ObligationRow.suspended.is_(False))
    .where(ObligationRow.due_on < TODAY, among(ObligationRow.person_id))
    .group_by(PersonRow.team, ObligationRow.kind)
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
    """How much was done in time, by team, kind and month."""

    months: tuple[date, ...]
    cells: Mapping[tuple[str, str, date], Kept]

    def of_month(self, month: date) -> Kept:
        """Of all teams and kinds."""
        return sum((each for (_, _, of), each in self.cells.items() if of == month), NONE)

    @property
    def by_team(self) -> dict[str, Kept]:
        """Over all months: the teams of whom something fell due."""
        return _added(((team, each) for (team, _, _), each in self.cells.items()), NONE)

    @property
    def by_kind(self) -> dict[str, Kept]:
        """Over all months and teams."""
        return _added(((kind, each) for (_, kind, _), each in self.cells.items()), NONE)

    def only(self, kind: str) -> OnTime:
        """Of one kind."""
        return OnTime(self.months, {cell: each for cell, each in self.cells.items() if cell[1] == kind})


@dataclass(frozen=True, slots=True)
class Late:
    """So many that are late, the first of them so many days."""

    number: int
    days: int

    def __add__(self, other: Late) -> Late:
        """Both together."""
        return Late(self.number + other.number, max(self.days, other.days))


NOT_LATE = Late(0, 0)


@dataclass(frozen=True, slots=True)
class LateNow:
    """What is late, by team and kind; what waits for somebody's return is not."""

    cells: Mapping[tuple[str, str], Late]

    @property
    def whole(self) -> Late:
        """All of it."""
        return sum(self.cells.values(), NOT_LATE)

    @property
    def by_team(self) -> dict[str, Late]:
        """Of the teams that are late with something."""
        return _added(((team, each) for (team, _), each in self.cells.items()), NOT_LATE)

    @property
    def by_kind(self) -> dict[str, Late]:
        """Of the kinds of which something is late."""
        return _added(((kind, each) for (_, kind), each in self.cells.items()), NOT_LATE)

    def only(self, kind: str) -> LateNow:
        """Of one kind."""
        return LateNow({cell: each for cell, each in self.cells.items() if cell[1] == kind})


class _Number(Protocol):
    def __add__(self, other: Self, /) -> Self: ...


Number = TypeVar("Number", bound=_Number)


def _added(each: Iterable[tuple[str, Number]], nothing: Number) -> dict[str, Number]:
    """By name."""
    found: dict[str, Number] = {}
    for name, one in each:
        found[name] = found.get(name, nothing) + one
    return found


def kept(work: UnitOfWork, viewer: Person, months: int) -> OnTime:
    """Of everybody below the viewer, as the schedule has kept it since it has been kept here.

    Of a month before Cornerstone began here only what is late still is known to it: nothing is said of that month.
    """
    first = months_after(work.today.replace(day=1), 1 - months)
    below, begun_at = work.sight.below(viewer), work.trail.begun_at()
    begun_on = begun_at.astimezone(work.zone).date().replace(day=1) if begun_at else first
    rows = work.ask(_BY_MONTH, ids=list(below), kinds=sorted(KINDS), from_on=max(first, begun_on)) if below else ()
    found = {
        (team, kind, date(int(year), int(month), 1)): Kept(int(in_time), int(out_of))
        for team, kind, year, month, in_time, out_of in rows
    }
    return OnTime(tuple(months_after(first, number) for number in range(months)), found)


def late(work: UnitOfWork, viewer: Person) -> LateNow:
    """Of everybody below the viewer, every kind of duty; days are counted from the day it was due to today."""
    below = work.sight.below(viewer)
    rows = work.ask(_LATE, ids=list(below)) if below else ()
    return LateNow({(team, kind): Late(number, (work.today - since).days) for team, kind, number, since in rows})
