"""The lines people stand in: supervisor, cover and manager above; everyone below."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from storage.asking import TODAY, WORKSPACE, among
from storage.dialects import plainly
from storage.models import AbsenceRow, PersonRow, RelationshipRow, SessionRow

PERSON: Any = bindparam("person", type_=String())
HIGHEST = 12
"""Steps up a line before we stop: more than any council has, and an end where supervisors go round in a ring."""


def supervises(table: type[RelationshipRow], today: Any = TODAY) -> ColumnElement[bool]:
    """The relationship is in force today."""
    return and_(table.from_on <= today, or_(table.until_on.is_(None), table.until_on > today))


def is_away(table: type[AbsenceRow], today: Any = TODAY) -> ColumnElement[bool]:
    """The absence lasts today."""
    return and_(table.from_on <= today, or_(table.until_on.is_(None), table.until_on > today))


def _above() -> CTE:
    """Of each of several people (`of`): `id` and `depth` of themselves (0), of supervisor, cover and manager (1), of theirs.

    One may come at several depths.
    """
    these = select(PersonRow.id.label("of"), PersonRow.id, literal(0).label("depth"))
    up = these.where(PersonRow.workspace == WORKSPACE, among(PersonRow.id)).cte("up", recursive=True)
    at, held, away = aliased(PersonRow), aliased(RelationshipRow), aliased(AbsenceRow)
    side = union_all(*(select(literal(n).label("n")) for n in range(3))).subquery("side")
    # One recursive term only, as PostgreSQL asks: each step gives three rows, manager, supervisor and who covers.
    step = (
        select(
            up.c.of,
            case((side.c.n == 0, at.manager_id), (side.c.n == 1, held.supervisor_id), else_=away.cover_id),
            up.c.depth + 1,
        )
        .select_from(up)
        .join(at, and_(at.workspace == WORKSPACE, at.id == up.c.id))
        .outerjoin(held, and_(held.workspace == WORKSPACE, held.supervisee_id == up.c.id, supervises(held)))
        .outerjoin(away, and_(away.workspace == WORKSPACE, away.person_id == held.supervisor_id, is_away(away)))
        .join(side, literal(True))
        .where(up.c.depth < HIGHEST)
    )
    return up.union(step)


def _below() -> CTE:
    """`id` of this person and of everyone below them, a step down at a time, each found by whoever is above."""
    down = select(PERSON.label("id")).cte("down", recursive=True)
    managed, away, held = aliased(PersonRow), aliased(AbsenceRow), aliased(RelationshipRow)
    side = union_all(*(select(literal(n).label("n")) for n in range(3))).subquery("side")
    supervisor_id = case((side.c.n == 1, down.c.id), else_=away.person_id)
    below_id = case((side.c.n == 0, managed.id), else_=held.supervisee_id)
    step = (
        select(below_id)
        .select_from(down)
        .join(side, literal(True))
        .outerjoin(managed, and_(side.c.n == 0, managed.workspace == WORKSPACE, managed.manager_id == down.c.id))
        .outerjoin(away, and_(side.c.n == 2, away.workspace == WORKSPACE, away.cover_id == down.c.id, is_away(away)))
        .outerjoin(held, and_(held.workspace == WORKSPACE, held.supervisor_id == supervisor_id, supervises(held)))
        .where(below_id.is_not(None))
    )
    return down.union(step)


def _covered() -> Select[str, str, int]:
    """Whoever held a session of theirs as cover, as long as its record is not written: it is theirs to write."""
    held, away = SessionRow, AbsenceRow
    covered = and_(away.workspace == WORKSPACE, away.cover_id == held.supervisor_id, is_away(away, held.held_on))
    to_write = and_(held.held_on.is_not(None), held.recorded_on.is_(None))
    mine = (held.workspace == WORKSPACE, among(held.supervisee_id), to_write, exists().where(covered))
    return select(held.supervisee_id, held.supervisor_id, literal(1)).where(*mine)


_UP, _DOWN = _above(), _below()
_OVER = union_all(select(_UP.c.of, _UP.c.id, _UP.c.depth), _covered()).subquery("over")
_NEAREST = func.min(_OVER.c.depth)
ABOVE = (
    select(_OVER.c.of, _OVER.c.id, _NEAREST.label("depth"))
    .group_by(_OVER.c.of, _OVER.c.id)
    .order_by(_NEAREST, plainly(_OVER.c.id))
)
"""With `ids`: the line above each of these people, nearest first, they themselves at depth 0; among them whoever covered, until
the record of what they held is written."""
BELOW = select(_DOWN.c.id)
"""With `person`: the line below, the person too."""
