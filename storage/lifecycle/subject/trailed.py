"""What the audit trail says about somebody: who saw or changed their records, in which role and for which purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from storage.lifecycle.subject.around import Around
from storage.models import GrantRow, TrailRow
from storage.trail.words import ACTS, KINDS, ROLES, SYSTEM

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Hidden:
    """Access to their record that a constraint of time or of law keeps from them for now (Wokingham 9)."""

    grants: frozenset[str]
    readers: frozenset[str]


def hidden(work: UnitOfWork, person_id: str) -> Hidden:
    """What they are not to be told of yet; it is in the next export."""
    row = GrantRow
    untold = row.untold != "", or_(row.tell_on.is_(None), row.tell_on > work.today)
    query = select(row.id, row.reader_id).where(row.workspace == work.workspace, row.about_id == person_id, *untold)
    found = work.session.execute(query).all()
    return Hidden(frozenset(each.id for each in found), frozenset(each.reader_id for each in found if each.reader_id))


def trailed(work: UnitOfWork, near: Around, secret: Hidden) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Two sections: what was done with their records, and what they did."""
    token = work.trail.tokens_of([near.subject.id]).get(near.subject.id)
    if token is None:
        return
    row, mine = TrailRow, TrailRow.workspace == work.workspace
    about = list(work.session.scalars(select(row).where(mine, row.about == token).order_by(row.seq)))
    by = list(
        work.session.scalars(select(row).where(mine, row.actor == token, row.about.is_distinct_from(token)).order_by(row.seq))
    )
    people = work.trail.people_of({each.actor for each in about} | {each.about for each in by if each.about})
    yield (
        "Who saw or changed your records",
        [_entry(each, by=_actor(each, people, near)) for each in about if not _is_hidden(each, people, secret)],
    )
    yield (
        "What you did with other records",
        [_entry(each, about=near.person(people.get(each.about or "")) if each.about else "") for each in by],
    )


def _is_hidden(event: TrailRow, people: dict[str, str], secret: Hidden) -> bool:
    """The right itself, everything about holds, and what was read by it."""
    if event.kind == "hold" or (event.kind == "grant" and event.object in secret.grants):
        return True
    return event.role == "granted" and people.get(event.actor) in secret.readers


def _actor(event: TrailRow, people: dict[str, str], near: Around) -> str:
    """By role; of who has been erased since, nothing else is known."""
    if event.actor in SYSTEM:
        return SYSTEM[event.actor]
    person = near.person(people.get(event.actor)) or "somebody who has left"
    return f"{person}, as {ROLES[event.role]}" if event.role and person != "you" else person


def _entry(event: TrailRow, **more: str) -> dict[str, Any]:
    entry = {
        "at": event.at.isoformat(timespec="minutes"),
        **more,
        "what": f"{ACTS.get(event.act, event.act)}: {KINDS.get(event.kind, event.kind)}",
        "purpose": event.purpose.replace("_", " "),
    }
    return {label: value for label, value in entry.items() if value}
