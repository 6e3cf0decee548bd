"""Legal holds: while one is in force nothing of that person, or of that case, is erased by anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from scheduling.errors import SupervisionError
from storage.lifecycle.classes import TABLES
from storage.lifecycle.noting import note
from storage.lifecycle.pointing import case_columns, children, key_of, people_columns
from storage.models import CaseRow, HoldRow, new_id

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

CHUNK = 500


class NothingToHold(SupervisionError):
    """There is no such person or case here, so there is nothing to hold. Check the staff id, e-mail address or reference."""


class ReasonNeeded(SupervisionError):
    """The reason is missing. Say why in a few words: it is kept sealed, and shown to whoever asks about it later."""


class NoSuchHold(SupervisionError):
    """There is no hold in force with that number. `cornerstone retention list` shows those there are."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold, as an administrator sees it."""

    id: str
    person_id: str | None
    case_ref: str | None
    reason: str
    placed_at: datetime
    placed_by_id: str
    released_at: datetime | None
    released_by_id: str | None
    release_reason: str | None


def place(work: UnitOfWork, *, by: Person, reason: str, person_id: str | None = None, case_ref: str | None = None) -> Hold:
    """From now on nothing of this person, or of this case, is erased. Raises NothingToHold, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    if case_ref is not None and work.session.get(CaseRow, (work.workspace, case_ref)) is None:
        raise NothingToHold
    if person_id is not None and work.people.get(person_id) is None:
        raise NothingToHold
    row = HoldRow(
        id=new_id(),
        workspace=work.workspace,
        person_id=person_id,
        case_ref=case_ref,
        reason=reason.strip(),
        placed_at=work.now,
        placed_by_id=by.id,
    )
    work.session.add(row)
    work.session.flush()
    note(work, "held", by=by, kind="hold", name=row.id, about=person_id)
    return _view(row)


def release(work: UnitOfWork, hold_id: str, *, by: Person, reason: str) -> Hold:
    """It is over: from now on the council's schedule decides again. Raises NoSuchHold, ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    mine = HoldRow.workspace == work.workspace, HoldRow.released_at.is_(None)
    found = list(work.session.scalars(select(HoldRow).where(*mine, HoldRow.id.startswith(hold_id, autoescape=True))))
    if len(found) != 1 or not hold_id:
        raise NoSuchHold
    (row,) = found
    row.released_at, row.released_by_id, row.release_reason = work.now, by.id, reason.strip()
    work.session.flush()
    note(work, "released", by=by, kind="hold", name=row.id, about=row.person_id)
    return _view(row)


def listed(work: UnitOfWork, *, released: bool = False) -> list[Hold]:
    """Those in force, oldest first; with those that are over where they are asked for."""
    query = select(HoldRow).where(HoldRow.workspace == work.workspace).order_by(HoldRow.placed_at, HoldRow.id)
    return [_view(row) for row in work.session.scalars(query if released else query.where(HoldRow.released_at.is_(None)))]


def held_among(work: UnitOfWork, table: Table, ids: Collection[str]) -> set[str]:
    """Which of these rows a hold is on: by somebody or a case they name, or by a row that hangs from them and does.

    So a session is held with a case discussed in it, and somebody's name with a held case they worked.
    """
    holds = listed(work)
    people = sorted({each.person_id for each in holds if each.person_id})
    cases = sorted({each.case_ref for each in holds if each.case_ref})
    if not holds or not ids:
        return set()
    key = key_of(table)
    conditions = or_(*_names(table, people, cases, (table.name,)))
    every, found = list(ids), set[str]()
    for start in range(0, len(every), CHUNK):
        some = [table.c.workspace == work.workspace, key.in_(every[start : start + CHUNK])]
        found |= set(work.session.scalars(select(key).where(*some, conditions)))
    return found


def _names(table: Table, people: list[str], cases: list[str], path: tuple[str, ...]) -> Iterator[ColumnElement[bool]]:
    if table.name == "people":
        yield table.c.id.in_(people)
    yield from (column.in_(people) for column in people_columns(table))
    yield from (column.in_(cases) for column in case_columns(table))
    for child, column, parent in children(table):
        if child.name in path or TABLES.get(child.name) == "lifecycle":
            continue
        if below := list(_names(child, people, cases, (*path, child.name))):
            same = (child.c.workspace == table.c.workspace, column == parent)
            yield exists().where(and_(*same, or_(*below)))


def _view(row: HoldRow) -> Hold:
    return Hold(**{name: getattr(row, name) for name in Hold.__dataclass_fields__})
