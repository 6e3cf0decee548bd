"""The trail read by people: an inspector, whoever answers a subject access request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import PersonRow, TrailNameRow, TrailRow
from storage.trail.chain import TOKEN_LETTERS

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

FORGOTTEN = "somebody erased"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, people by name where they have not been forgotten."""

    seq: int
    at: datetime
    actor: str
    role: str
    purpose: str
    act: str
    kind: str
    object: str
    about: str


def entries(
    work: UnitOfWork, *, about: str | None = None, actor: str | None = None, since: datetime | None = None, most: int = 200
) -> list[Entry]:
    """The newest first, at most so many. `about` and `actor` are tokens, or a word of `storage.trail.words.SYSTEM`."""
    query = select(TrailRow).where(TrailRow.workspace == work.workspace).order_by(TrailRow.seq.desc()).limit(most)
    if about is not None:
        query = query.where(TrailRow.about == about)
    if actor is not None:
        query = query.where(TrailRow.actor == actor)
    if since is not None:
        query = query.where(TrailRow.at >= since)
    rows = work.session.scalars(query).all()
    names = _names(work, {each for row in rows for each in (row.actor, row.object, row.about) if each})
    return [
        Entry(
            seq=row.seq,
            at=row.at,
            actor=_named(row.actor, names),
            role=row.role,
            purpose=row.purpose,
            act=row.act,
            kind=row.kind,
            object=_named(row.object, names) if row.kind == "person" else row.object,
            about=_named(row.about or "", names),
        )
        for row in rows
    ]


def _names(work: UnitOfWork, tokens: set[str]) -> dict[str, str]:
    """Those that still stand for somebody."""
    here = (PersonRow.workspace == TrailNameRow.workspace) & (PersonRow.id == TrailNameRow.person_id)
    query = select(TrailNameRow.token, PersonRow.name).join(PersonRow, here).where(TrailNameRow.workspace == work.workspace)
    return {row.token: row.name for row in work.session.execute(query) if row.token in tokens}


def _named(token: str, names: dict[str, str]) -> str:
    return names.get(token, FORGOTTEN if len(token) == TOKEN_LETTERS else token)
