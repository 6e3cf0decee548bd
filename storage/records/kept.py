"""What fell due and when it was done, and what is late, as the stored schedule has it: a statement each, for a whole line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, Protocol, Self, TypeVar

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, case, cast, extract, func, null, or_, select

from scheduling.calendar import months_after
from scheduling.measures.fell import SUPERVISION
from storage.asking import TODAY, WORKSPACE, among
from storage.index.closing import DONE, DUE_CHANGED
from storage.models import CaseChangeRow, CaseRow, ObligationRow, PersonRow
from storage.records.lateness import is_in_time, is_past

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

KINDS = SUPERVISION | {"case_discussion", "first_case_discussion"}
"""What stands in the schedule before it is done. A record written with the session itself was never owed there."""
_FROM: Any = bindparam("from_on", type_=Date())
_KINDS: Any = bindparam("kinds", type_=String(), expanding=True)
_IS_OPEN = ObligationRow.closed_at.is_(None)
_DONE = ObligationRow.closed_how.in_(sorted({*DONE.values(), "done"}))
_IN_TIME = and_(~_IS_OPEN, _DONE, is_in_time())
# Late now, done, or ended undone after its day; what was given another due date goes on as another row.
_FELL = or_(
    and_(_IS_OPEN, ObligationRow.suspended.is_(False), is_past()),
    and_(~_IS_OPEN, _DONE),
    and_(~_IS_OPEN, ObligationRow.closed_how != DUE_CHANGED, ObligationRow.due_on < ObligationRow.closed_on),
)
_BECAME = (
    select(cast(CaseChangeRow.value, String))
    .where(CaseChangeRow.workspace == ObligationRow.workspace, CaseChangeRow.case_ref == ObligationRow.case_ref)
    .where(CaseChangeRow.field == "category", CaseChangeRow.from_on <= ObligationRow.due_on)
    .order_by(CaseChangeRow.from_on.desc())
    .limit(1)
    .correlate(ObligationRow)
    .scalar_subquery()
)
_HAVE_CHANGED = select(CaseChangeRow.case_ref).where(CaseChangeRow.workspace == WORKSPACE, CaseChangeRow.field == "category")
# Asked of the few cases that have changed, and not of every row.
_CHANGED = case((ObligationRow.case_ref.in_(_HAVE_CHANGED), _BECAME), else_=null())
_YEAR, _MONTH = extract("year", ObligationRow.due_on), extract("month", ObligationRow.due_on)


def _of(*where: ColumnElement[bool], by_category: bool) -> Select[Any]:
    """Of those asked about by team and kind; and of what is about a case by its category and what that had become by then."""
    row, names = ObligationRow, [PersonRow.team, ObligationRow.kind]
    query = select(*names).join(PersonRow, and_(PersonRow.workspace == row.workspace, PersonRow.id == row.person_id))
    query = query.where(row.workspace == WORKSPACE, among(row.person_id), *where).group_by(*names)
    if not by_category:
        return query.add_columns(null(), null())
    query = query.outerjoin(CaseRow, and_(CaseRow.workspace == row.workspace, CaseRow.ref == row.case_ref))
    return query.add_columns(CaseRow.category, _CHANGED.label("changed")).group_by(CaseRow.category, "changed")


def _by_month(*, by_category: bool) -> Select[Any]:
    row = ObligationRow
    fell = _of(row.kind.in_(_KINDS), _FELL, row.due_on >= _FROM, row.due_on <= TODAY, by_category=by_category)
    in_time = func.sum(case((_IN_TIME, 1), else_=0))
    return fell.add_columns(_YEAR, _MONTH, in_time, func.count()).group_by(_YEAR, _MONTH)


_BY_MONTH = {each: _by_month(by_category=each) for each in (False, True)}
_LATE = _of(_IS_OPEN, ObligationRow.suspended.is_(False), is_past(), by_category=True).add_columns(
    func.count(), func.min(ObligationRow.due_on)
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


@dataclass(frozen=True, slots=True)
class Late:
    """So many that are late, the first of them so many days."""

    number: int
    days: int

    def __add__(self, other: Late) -> Late:
        """Both together."""
        return Late(self.number + other.number, max(self.days, other.days))


NONE, NOT_LATE = Kept(0, 0), Late(0, 0)


class Cell(NamedTuple):
    """Of what a number is."""

    team: str
    kind: str
    category: str
    """Of the case, on the day it was due; "" of what is about no case, and where it was not asked for."""
    month: date | None = None
    """The first day of the month it was due; None of what is counted as it stands now."""


By = Literal["team", "kind", "category"]


class _Number(Protocol):
    def __add__(self, other: Self, /) -> Self: ...


Number = TypeVar("Number", bound=_Number)
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class _Cells(Generic[Number]):
    cells: Mapping[Cell, Number]

    def by(self, name: By) -> dict[str, Number]:
        """Over all months: of each team, kind or category that there is something of."""
        return _added((getattr(cell, name), each) for cell, each in self.cells.items() if name != "category" or cell.category)

    def _only(self, kind: str, category: str) -> dict[Cell, Number]:
        return {cell: each for cell, each in self.cells.items() if kind in ("", cell.kind) and category in ("", cell.category)}


@dataclass(frozen=True, slots=True)
class OnTime(_Cells[Kept]):
    """How much was done in time, by team, kind, category and month."""

    months: tuple[date, ...]
    begun_on: date | None = None
    """The day Cornerstone began here; None: it has noted nothing yet."""

    def of_month(self, month: date) -> Kept:
        """All of it."""
        return sum((each for cell, each in self.cells.items() if cell.month == month), NONE)

    def only(self, *, kind: str = "", category: str = "") -> OnTime:
        """Of one kind, of one category."""
        return replace(self, cells=self._only(kind, category))


@dataclass(frozen=True, slots=True)
class LateNow(_Cells[Late]):
    """What is late, by team, kind and category; what waits for somebody's return is not."""

    @property
    def whole(self) -> Late:
        """All of it."""
        return sum(self.cells.values(), NOT_LATE)

    def only(self, *, kind: str = "", category: str = "") -> LateNow:
        """Of one kind, of one category."""
        return LateNow(self._only(kind, category))


def kept(work: UnitOfWork, viewer: Person, months: int, *, by_category: bool = False) -> OnTime:
    """Of everybody below the viewer, as the schedule has kept it since it has been kept here; by category where it is asked.

    Of the days before Cornerstone began here it knows only what is late still: of these nothing is counted.
    """
    first = months_after(work.today.replace(day=1), 1 - months)
    begun_at = work.trail.begun_at()
    begun_on = begun_at.astimezone(work.zone).date() if begun_at else None
    rows = _rows(work, viewer, _BY_MONTH[by_category], kinds=sorted(KINDS), from_on=max(first, begun_on or first))
    return OnTime(
        _added(
            (cell._replace(month=date(int(year), int(month), 1)), Kept(int(in_time), int(out_of)))
            for cell, (year, month, in_time, out_of) in rows
        ),
        tuple(months_after(first, number) for number in range(months)),
        begun_on,
    )


def late(work: UnitOfWork, viewer: Person) -> LateNow:
    """Of everybody below the viewer, every kind of duty; days are counted from the day it was due to today."""
    rows = _rows(work, viewer, _LATE)
    return LateNow(_added((cell, Late(number, (work.today - since).days)) for cell, (number, since) in rows))


def _added(each: Iterable[tuple[Key, Number]]) -> dict[Key, Number]:
    found: dict[Key, Number] = {}
    for key, one in each:
        found[key] = found[key] + one if key in found else one
    return found


def _rows(work: UnitOfWork, viewer: Person, statement: Select[Any], **asked: Any) -> Iterator[tuple[Cell, tuple[Any, ...]]]:
    below = work.sight.below(viewer)
    for team, kind, category, changed, *figures in work.ask(statement, ids=list(below), **asked) if below else ():
        yield Cell(team, kind, json.loads(changed) if changed else category or ""), tuple(figures)
