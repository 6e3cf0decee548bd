"""What else is kept of cases, in one statement: what changed, how often was agreed, their children, their review points."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, literal, null, select, union_all

from scheduling import facts
from scheduling.calendar import Interval
from storage.asking import WORKSPACE, among
from storage.index.changes import grouped
from storage.models import CaseChangeRow, CaseChildRow, CaseIntervalRow, CasePointRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

CHANGE, INTERVAL, CHILD, POINT = "change", "interval", "child", "point"


def _part(what: str, row: Any, on: Any, text: Any, field: Any = None, count: Any = None, at: Any = None) -> Any:
    more = (null() if each is None else each for each in (field, count, at))
    return select(row.case_ref, literal(what), on, text, *more).where(row.workspace == WORKSPACE)


# The first of them says of which type each column is.
_PARTS: dict[Any, Any] = {
    CaseIntervalRow: _part(
        INTERVAL,
        CaseIntervalRow,
        CaseIntervalRow.from_on,
        CaseIntervalRow.every_unit,
        literal("every"),
        CaseIntervalRow.every_count,
        CaseIntervalRow.kept_at,
    ),
    CaseChangeRow: _part(CHANGE, CaseChangeRow, CaseChangeRow.from_on, cast(CaseChangeRow.value, Text), CaseChangeRow.field),
    CaseChildRow: _part(CHILD, CaseChildRow, null(), CaseChildRow.child_ref),
    CasePointRow: _part(POINT, CasePointRow, CasePointRow.point_on, null()),
}
_ALL = union_all(*_PARTS.values())
_SOME = union_all(*(part.where(among(row.case_ref)) for row, part in _PARTS.items()))


@dataclass(slots=True)
class Kept:
    """By case."""

    changes: dict[str, tuple[facts.Change, ...]]
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    points: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))


def kept(work: UnitOfWork, refs: Collection[str] | None) -> Kept:
    """Of these cases, or of all."""
    if refs is not None and not refs:
        return Kept({})
    rows = [tuple(row) for row in (work.ask(_ALL) if refs is None else work.ask(_SOME, ids=list(refs)))]
    changed = [(ref, on, name, json.loads(text)) for ref, what, on, text, name, _, _ in rows if what == CHANGE]
    agreed = [
        (at, (ref, on, name, Interval(count, text) if count and text else None))
        for ref, what, on, text, name, count, at in rows
        if what == INTERVAL
    ]
    agreed.sort(key=lambda each: (each[1][1], each[0]))  # of one day, the last that was said
    made = Kept(grouped([*sorted(changed, key=lambda each: each[1]), *(row for _, row in agreed)]))
    for ref, what, on, text, *_ in rows:
        if what == CHILD:
            made.children[ref].append(text)
        elif what == POINT:
            made.points[ref].append(on)
    for children in made.children.values():
        children.sort()
    for points in made.points.values():
        points.sort()
    return made
