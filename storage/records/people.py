"""People and their management line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, update

from storage.asking import TODAY, WORKSPACE, among
from storage.dialects import plainly
from storage.errors import NotFound
from storage.index.changes import CHOSEN, value_of
from storage.models import PersonChangeRow, PersonRow, RelationshipRow
from storage.names import name_key
from storage.notices.edits import revive_unreached
from storage.notices.zones import moved
from storage.records import lines
from storage.records.base import Records
from storage.views import Person

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_MINE = PersonRow.workspace == WORKSPACE
_HERE = or_(PersonRow.left_on.is_(None), PersonRow.left_on > TODAY)
_GONE = PersonRow.left_on <= TODAY
_CHANGE = and_(
    PersonChangeRow.workspace == PersonRow.workspace,
    PersonChangeRow.person_id == PersonRow.id,
    PersonChangeRow.from_on <= TODAY,
)
_COLUMNS = [name for name in Person.__dataclass_fields__ if name not in CHOSEN]
_PEOPLE = (
    select(*(getattr(PersonRow, name) for name in _COLUMNS), PersonChangeRow.field, PersonChangeRow.value)
    .outerjoin(PersonChangeRow, _CHANGE)
    .where(_MINE)
    .order_by(plainly(PersonRow.name_key), plainly(PersonRow.id), PersonChangeRow.from_on)
)
"""With what has changed since they started: one statement."""
_BY_ID = _PEOPLE.where(among(PersonRow.id))
_BY_SLACK = _PEOPLE.where(_HERE, among(PersonRow.slack_id))
_BY_EMAIL = _PEOPLE.where(_HERE, among(PersonRow.email))
_HELD = and_(
    RelationshipRow.workspace == PersonRow.workspace,
    RelationshipRow.supervisee_id == PersonRow.id,
    lines.supervises(RelationshipRow),
)
_SUPERVISORS = (
    select(PersonRow.id, PersonRow.manager_id, RelationshipRow.supervisor_id)
    .outerjoin(RelationshipRow, _HELD)
    .where(_MINE, among(PersonRow.id))
    .order_by(RelationshipRow.from_on)
)
_THEIRS = PersonRow.id.in_(
    select(RelationshipRow.supervisee_id).where(
        RelationshipRow.workspace == WORKSPACE, RelationshipRow.supervisor_id == lines.PERSON, lines.supervises(RelationshipRow)
    )
)
_SUPERVISED = exists().where(_HELD)
_OTHERS = exists().where(_HELD, RelationshipRow.supervisor_id != lines.PERSON)
_SUPERVISEES = _PEOPLE.where(_HERE, or_(_THEIRS, and_(PersonRow.manager_id == lines.PERSON, ~_OTHERS)))
_LEADERS = (
    select(RelationshipRow.supervisor_id)
    .join(PersonRow, and_(PersonRow.workspace == RelationshipRow.workspace, PersonRow.id == RelationshipRow.supervisee_id))
    .where(RelationshipRow.workspace == WORKSPACE, lines.supervises(RelationshipRow), _HERE)
    .where(among(RelationshipRow.supervisor_id))
    .union(select(PersonRow.manager_id).where(_MINE, _HERE, among(PersonRow.manager_id), ~_SUPERVISED))
)


class People(Records):
    """Who works here. Names and lines are no secret inside the service; records about people are."""

    def __init__(self, work: UnitOfWork) -> None:
        """A unit that only reads asks for each person once: a Home tab names the same few a dozen times."""
        super().__init__(work)
        self._known: dict[str, Person | None] = {}
        self._supervised: dict[str, list[Person]] = {}

    def get(self, person_id: str) -> Person | None:
        """By id."""
        return self.by_id([person_id]).get(person_id)

    def by_id(self, person_ids: Iterable[str]) -> dict[str, Person]:
        """Several at once, by name."""
        wanted = set(person_ids)
        asked = wanted - self._known.keys()
        found = {person.id: person for person in self._keep(self._work.ask(_BY_ID, ids=list(asked)))} if asked else {}
        if not self._work.only_reads:
            return found
        self._known.update((each, None) for each in asked - found.keys())
        there = [person for each in wanted - asked if (person := self._known[each])]
        if not there:
            return found
        by_name = sorted((*found.values(), *there), key=lambda each: (name_key(each.name), each.id))
        return {person.id: person for person in by_name}

    def of_slack(self, slack_id: str) -> Person | None:
        """By Slack's user id; nobody who has left."""
        return self.of_slack_all([slack_id]).get(slack_id)

    def of_slack_all(self, slack_ids: Collection[str]) -> dict[str, Person]:
        """Several at once, by Slack's user id; nobody who has left."""
        found = self._keep(self._work.ask(_BY_SLACK, ids=list(slack_ids)))
        return {person.slack_id: person for person in found if person.slack_id}

    def of_email(self, email: str) -> Person | None:
        """By e-mail address, whatever its capitals; nobody who has left."""
        return next(iter(_gathered(self._work.ask(_BY_EMAIL, ids=[email.strip().lower()]))), None)

    def link_slack(self, person_id: str, slack_id: str, zone: str) -> None:
        """Remember this person's Slack account and time zone; whoever had that account before gives it up."""
        mine = PersonRow.workspace == self._work.workspace
        before = self.get(person_id)
        self._work.session.execute(update(PersonRow).where(mine, PersonRow.slack_id == slack_id).values(slack_id=None))
        self._work.session.execute(
            update(PersonRow).where(mine, PersonRow.id == person_id).values(slack_id=slack_id, zone=zone)
        )
        revive_unreached(self._work, person_id)
        if before is not None and before.zone != zone:
            moved(self._work, person_id)

    def supervisor_of(self, person_id: str) -> Person | None:
        """The supervisor today; without one on record, the line manager."""
        return self.get(self.supervisors_of([person_id]).get(person_id, ""))

    def supervisors_of(self, person_ids: Collection[str]) -> dict[str, str]:
        """The ids of the supervisors today, by supervisee."""
        rows = self._work.ask(_SUPERVISORS, ids=list(person_ids))
        return {person_id: above for person_id, manager_id, supervisor_id in rows if (above := supervisor_id or manager_id)}

    def supervisees_of(self, person_id: str) -> list[Person]:
        """Everyone this person supervises today, by name."""
        found = self._supervised.get(person_id)
        if found is None:
            found = self._keep(self._work.ask(_SUPERVISEES, person=person_id))
            if self._work.only_reads:
                self._supervised[person_id] = found
        return list(found)

    def leaders(self, person_ids: Collection[str]) -> set[str]:
        """Those of these who supervise somebody today."""
        return {row[0] for row in self._work.ask(_LEADERS, ids=list(person_ids))} if person_ids else set()

    def line_above(self, person_id: str) -> list[Person]:
        """Supervisor and managers above, nearest first."""
        ids = self._work.sight.above(person_id)
        found = self.by_id(ids)
        return [found[above_id] for above_id in ids if above_id in found]

    def everyone(self) -> list[Person]:
        """All who work here today, by name."""
        return self._those(_HERE)

    def find(self, text: str) -> list[Person]:
        """People a typed text may mean: `<@U123>`, `@ann`, `ann`, `Ann Example`, an e-mail. Exact matches only, if any."""
        return self._meant(text, _HERE)

    def find_left(self, text: str) -> list[Person]:
        """The same among those who have left."""
        return self._meant(text, _GONE)

    def _meant(self, text: str, which: ColumnElement[bool]) -> list[Person]:
        mention = _MENTION.search(text)
        if mention:
            return _gathered(self._work.ask(_PEOPLE.where(which, among(PersonRow.slack_id)), ids=[mention[1]]))
        typed = text.strip().lstrip("@").strip().lower()
        key = name_key(typed)
        if not typed or not key:
            return []
        exact = self._those(which, or_(PersonRow.email == typed, PersonRow.id == typed, PersonRow.name_key == key))
        if exact:
            return exact
        first = PersonRow.name_key.startswith(f"{key} ", autoescape=True)
        last = PersonRow.name_key.endswith(f" {key}", autoescape=True)
        return self._those(which, or_(first, last, PersonRow.email.startswith(f"{typed}@", autoescape=True)))

    def can_see(self, viewer: Person, person_id: str) -> bool:
        """Whether the viewer may see this person's records: themselves, or anyone below them in the line."""
        return self._work.sight.can_see(viewer, person_id)

    def must_get(self, person_id: str) -> Person:
        """By id, or NotFound."""
        person = self.get(person_id)
        if person is None:
            raise NotFound
        return person

    def _keep(self, rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Person]:
        found = _gathered(rows)
        if self._work.only_reads:
            self._known.update((person.id, person) for person in found)
        return found

    def _those(self, *where: ColumnElement[bool]) -> list[Person]:
        return _gathered(self._work.ask(_PEOPLE.where(*where)))


def _gathered(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Person]:
    found: dict[str, Person] = {}
    for *values, field, value in rows:
        person = found.get(values[0]) or Person(*values)
        changes = field in Person.__dataclass_fields__
        found[person.id] = replace(person, **{field: value_of(field, value)}) if changes else person
    return list(found.values())
