"""Who decides about a record that somebody says is not right: the manager the agreement names, or one above; no party to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import AgreementRow, DisputeRow, RecordRow
from storage.records.deputies import deputy, is_here

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def parties(work: UnitOfWork, row: RecordRow, raised_by_id: str) -> set[str]:
    """Whose record it is, who wrote it, who says it is not right, and the supervisor."""
    supervisor = work.people.supervisor_of(row.about_id)
    return {row.about_id, row.by_id, raised_by_id, supervisor.id if supervisor else ""}


def named_manager(work: UnitOfWork, row: RecordRow, raised_by_id: str) -> str | None:
    """Of the agreement in force (Wokingham 10); where none is named, the manager above the supervisor."""
    supervisor = work.people.supervisor_of(row.about_id)
    each = AgreementRow
    mine = (each.workspace == work.workspace, each.supervisee_id == row.about_id)
    pair = (each.supervisor_id == supervisor.id,) if supervisor else ()
    query = select(each.named_manager_id).where(*mine, *pair, each.named_manager_id.is_not(None))
    named = list(work.session.scalars(query.order_by(each.from_on.desc(), each.id)))
    return _first(work, [*named, *above(work, row.about_id)], parties(work, row, raised_by_id))


def next_up(work: UnitOfWork, row: RecordRow, found: DisputeRow) -> str | None:
    """Above whoever it was brought to; where they are not in the line, the nearest above the supervisor."""
    line = above(work, row.about_id)
    higher = line[line.index(found.to_id) + 1 :] if found.to_id in line else line
    return _first(work, higher, parties(work, row, found.raised_by_id) | {found.to_id or ""})


def above(work: UnitOfWork, person_id: str) -> list[str]:
    """Supervisor, theirs, and so on up; not those who stand in for one of them for a time."""
    line, up = list[str](), work.people.supervisor_of(person_id)
    while up and up.id not in (person_id, *line):
        line.append(up.id)
        up = work.people.supervisor_of(up.id)
    return line


def _first(work: UnitOfWork, candidates: Iterable[str | None], apart: Collection[str]) -> str | None:
    """Whoever of them is there, or stands in for one who is away, nearest first; nobody stands in for one who has left."""
    known = ((each, work.people.get(each)) for each in candidates if each and each not in apart)
    there = (deputy(work, each, apart) for each, person in known if is_here(work, person))
    return next((each for each in there if each), None)
