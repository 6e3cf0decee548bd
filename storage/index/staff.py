"""People, whoever stands around them, and their absences, as the engine takes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import CTE, and_, select

from scheduling import facts
from scheduling.calendar import Interval
from storage.asking import WORKSPACE, among, question
from storage.index.changes import CHOSEN, grouped
from storage.models import AbsenceRow, PersonChangeRow, PersonRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Ids = Collection[str] | None
"""None: everyone."""


def _managers() -> CTE:
    """These and all managers above them; the import refuses a loop, and UNION would end it."""
    row = PersonRow
    line = select(row.id, row.manager_id).where(row.workspace == WORKSPACE, among(row.id)).cte("line", recursive=True)
    step = select(row.id, row.manager_id).join(line, row.id == line.c.manager_id).where(row.workspace == WORKSPACE)
    return line.union(step)


def _below() -> CTE:
    row = PersonRow
    down = select(row.id).where(row.workspace == WORKSPACE, among(row.id)).cte("down", recursive=True)
    return down.union(select(row.id).join(down, row.manager_id == down.c.id).where(row.workspace == WORKSPACE))


_LINE = select(_managers().c.id)
_CHANGE = and_(
    PersonChangeRow.workspace == PersonRow.workspace,
    PersonChangeRow.person_id == PersonRow.id,
    PersonChangeRow.field.not_in(CHOSEN),
)
# With what has changed of them since: one statement.
_PEOPLE = question(
    select(
        PersonRow.id,
        PersonRow.role,
        PersonRow.level,
        PersonRow.hours,
        PersonRow.employment,
        PersonRow.started_on,
        PersonRow.left_on,
        PersonRow.asye_from,
        PersonRow.frontline,
        PersonRow.profession,
        PersonRow.manager_id,
        PersonRow.joined_from,
        PersonChangeRow.from_on,
        PersonChangeRow.field,
        PersonChangeRow.value,
    )
    .outerjoin(PersonChangeRow, _CHANGE)
    .where(PersonRow.workspace == WORKSPACE),
    PersonRow.id.in_(_LINE),
    PersonChangeRow.from_on,
)
_ABSENCES = question(
    select(
        AbsenceRow.person_id,
        AbsenceRow.from_on,
        AbsenceRow.until_on,
        AbsenceRow.recorded_on,
        AbsenceRow.cover_id,
        AbsenceRow.id,
    ).where(AbsenceRow.workspace == WORKSPACE),
    among(AbsenceRow.person_id),
)
_BELOW = select(_below().c.id)
_SENIORS = (
    select(PersonRow.id)
    .where(PersonRow.workspace == WORKSPACE, PersonRow.level == "senior_manager")
    .union(select(PersonChangeRow.person_id).where(PersonChangeRow.workspace == WORKSPACE, PersonChangeRow.field == "level"))
)


def people_and_absences(work: UnitOfWork, ids: Ids) -> tuple[tuple[facts.Person, ...], tuple[facts.Absence, ...]]:
    """These people with the managers above them, their absences, whoever covers those, and theirs."""
    people = _people(work, ids)
    known = {person.id for person in people}
    away = tuple(facts.Absence(*values) for values in _ABSENCES.ask(work, None if ids is None else known))
    while ids is not None and (covering := {each.cover for each in away if each.cover} - known):
        # Whoever covers may be away too, and stands in a line of their own.
        found = tuple(person for person in _people(work, covering) if person.id not in known)
        new = {person.id for person in found}
        known |= covering | new
        people += found
        away += tuple(facts.Absence(*values) for values in _ABSENCES.ask(work, new))
    return people, away


def _people(work: UnitOfWork, ids: Ids) -> tuple[facts.Person, ...]:
    people: dict[str, Sequence[Any]] = {}
    changed = []
    for *values, from_on, name, value in _PEOPLE.ask(work, ids):
        people[values[0]] = values
        if from_on is not None:
            changed.append((values[0], from_on, name, value))
    changes = grouped(changed)
    return tuple(facts.Person(*[*values, changes.get(person_id, ())]) for person_id, values in people.items())


def below(work: UnitOfWork, ids: Collection[str]) -> frozenset[str]:
    """These and everyone below them in the management line: managers owe audits of the supervisors there."""
    return frozenset(row.id for row in work.ask(_BELOW, ids=list(ids))) if ids else frozenset()


def seniors(work: UnitOfWork, organisation: facts.Organisation) -> frozenset[str]:
    """The end of every ladder: those the organisation names, else everybody of that level."""
    named = organisation.senior_managers
    return frozenset(named) if named else frozenset(row.id for row in work.ask(_SENIORS))


def settings(work: UnitOfWork) -> tuple[facts.Settings, facts.Organisation]:
    """The readings this workspace chose, and who is told when nobody else is left."""
    kept = work.settings.all()
    chosen: dict[str, Any] = dict(kept.get("policy.settings") or {})
    agreed = (chosen.pop("intervals", None) or {}).items()
    intervals = {kind: Interval(count, unit) for kind, each in agreed for unit, count in each.items()}
    organisation = facts.Organisation(
        service=kept.get("organisation.service"), senior_managers=tuple(kept.get("organisation.senior_managers") or ())
    )
    return facts.Settings(**chosen, intervals=intervals), organisation
