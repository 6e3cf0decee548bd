"""People and their line managers: what people.csv says against what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from storage.dialects import insert_new
from storage.extracts import Faults, ImportStopped
from storage.extracts.plan import PersonEntry
from storage.importing.outcome import Outcome
from storage.importing.roster import Roster
from storage.models import FormerTeamRow, PersonChangeRow, PersonRow
from storage.names import name_key

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

DATED = ("role", "level", "hours", "employment", "frontline")
"""What holds from a day: a change keeps what held before, so that what was due then is judged by it."""
PLAIN = ("name", "email", "post", "team", "started_on", "left_on", "asye_from", "profession", "joined_from", "manager_id")
DEFAULTS: Mapping[str, object] = {
    "hours": "full_time",
    "employment": "permanent",
    "profession": "social_work",
    "joined_from": "outside",
    "frontline": True,
}
FIFTH = 5
SENIOR_MANAGERS = "organisation.senior_managers"


@dataclass(slots=True)
class Staff:
    """Everybody by id, as stored and as they will be."""

    work: UnitOfWork
    roster: Roster
    outcome: Outcome
    faults: Faults
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    wanted: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Those in the file, by the id on record."""
    entries: dict[str, PersonEntry] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    """On record and here, but not in the file."""

    def compare(self, people: list[PersonEntry] | None, *, leavers: bool, force: bool) -> None:
        """Find every difference, and every line manager. Without a people.csv nobody changes."""
        self.stored = stored_people(self.work)
        if people is None:
            return
        for entry in people:
            person_id = self.roster.id_of(entry.id, entry.email)
            self.entries[person_id] = entry
            self.wanted[person_id] = _values(entry, self._manager(person_id, entry), self.stored.get(person_id))
        self._refuse_loops()
        today = self.work.today
        here = (person_id for person_id, row in self.stored.items() if row["left_on"] is None or row["left_on"] > today)
        self.gone = [person_id for person_id in here if person_id not in self.wanted and not self._is_spoilt(person_id)]
        if leavers:
            self._stop_if_too_many(len(self.gone), force=force)
            for person_id in self.gone:
                self.wanted[person_id] = {**self.stored[person_id], "left_on": today}
        elif self.gone:
            self.outcome.remark(
                f"{len(self.gone):,} on record are not in people.csv and stay as they are: "
                f"{', '.join(map(self.roster.shown, self.gone[:10]))}{' …' if len(self.gone) > 10 else ''}. "
                "Give the day they left in a column left, or run with --leavers."
            )

    def _stop_if_too_many(self, gone: int, *, force: bool) -> None:
        here = sum(1 for row in self.stored.values() if row["left_on"] is None)
        if gone * FIFTH > here and not force:
            raise ImportStopped(
                f"{gone:,} of {here:,} people are not in people.csv: more than a fifth. Nothing was imported. "
                "Check that the file is whole; if they have really left, run again with --force."
            )

    def starts(self) -> dict[str, date]:
        """When each person started here."""
        return {person_id: row["started_on"] for person_id, row in {**self.stored, **self.wanted}.items()}

    def started_on(self, person_id: str) -> date | None:
        """When this person started here."""
        row = self.wanted.get(person_id) or self.stored.get(person_id)
        return row["started_on"] if row else None

    def _is_spoilt(self, person_id: str) -> bool:
        row = self.stored[person_id]
        return bool({person_id.casefold(), row["email"]} & self.roster.spoilt)

    def _manager(self, person_id: str, entry: PersonEntry) -> str | None:
        """Where the file names one who cannot be, the one on record stays."""
        if entry.manager is None:
            return None
        known: str | None = self.stored[person_id]["manager_id"] if person_id in self.stored else None
        match = self.roster.find(entry.manager)
        place = entry.place.at(column="line manager")
        if match.person_id == person_id:
            self.faults.add(place, f"{entry.name} is their own line manager", "Give whoever supervises them, or leave it empty")
        elif match.is_settled:
            return match.person_id
        elif not self.roster.is_spoilt(entry.manager):
            why = f"'{entry.manager}' is {'more than one person' if match.several else 'nobody'} in people.csv or on record"
            todo = f"{self.roster.nearest(entry.manager)}Give the line manager's staff id or e-mail address"
            self.faults.add(place, why, todo)
        return known

    def _refuse_loops(self) -> None:
        above = {person_id: row["manager_id"] for person_id, row in {**self.stored, **self.wanted}.items()}
        cleared: set[str] = set()
        for start in above:
            path: list[str] = []
            step: str | None = start
            while step is not None and step not in cleared and step not in path:
                path.append(step)
                step = above.get(step)
            if step is not None and step in path:
                ring = path[path.index(step) :]
                entry = next((self.entries[each] for each in ring if each in self.entries), None)
                if entry is not None:
                    names = " → ".join(self.roster.names[each] for each in [*ring, ring[0]])
                    place = entry.place.at(column="line manager")
                    self.faults.add(place, f"line managers go round in a circle: {names}", "Correct one of them")
                for each in ring:
                    if each in self.wanted:
                        self.wanted[each]["manager_id"] = self.stored[each]["manager_id"] if each in self.stored else None
            cleared.update(path)

    def apply(self) -> None:
        """Store new people and changed values."""
        session, workspace = self.work.session, self.work.workspace
        new = [row for person_id, row in self.wanted.items() if person_id not in self.stored]
        changed = {i: row for i, row in self.wanted.items() if i in self.stored and _differences(self.stored[i], row)}
        for row in new:
            self.outcome.note(
                "people", "added", f"{self.roster.shown(row['id'])}, {row['post'] or row['role']}, {row['team']}".rstrip(", ")
            )
        session.add_all([PersonRow(workspace=workspace, **row) for row in new])
        session.flush()
        moving = [i for i, row in changed.items() if row["email"] != self.stored[i]["email"]]
        for person_id in moving:  # two people may change addresses with each other
            self._update(person_id, {"email": f"changing:{person_id}"})
        for person_id, row in changed.items():
            differences = _differences(self.stored[person_id], row)
            self._update(person_id, {name: row[name] for name in differences if name in PLAIN} | {"name_key": row["name_key"]})
            for name in differences:
                if name in DATED:
                    self._change(person_id, name, row[name])
            if "team" in differences:
                self._remember_team(person_id, self.stored[person_id]["team"])
            has_left = "left_on" in differences and row["left_on"] is not None
            said = ", ".join(f"{name.removesuffix('_id').replace('_', ' ')} {_shown(row[name])}" for name in differences)
            self.outcome.note("people", "ended" if has_left else "changed", f"{self.roster.shown(person_id)}: {said}")
        self._senior_managers()

    def _update(self, person_id: str, values: dict[str, Any]) -> None:
        row = PersonRow
        mine = (row.workspace == self.work.workspace) & (row.id == person_id)
        self.work.session.execute(update(row).where(mine).values(**values))

    def _change(self, person_id: str, name: str, value: object) -> None:
        """From today; a second change on the same day takes the place of the first."""
        session, row, today = self.work.session, PersonChangeRow, self.work.today
        same = (row.workspace == self.work.workspace) & (row.person_id == person_id) & (row.field == name)
        found = session.scalar(select(row).where(same, row.from_on == today))
        if found is None:
            session.add(row(workspace=self.work.workspace, person_id=person_id, from_on=today, field=name, value=value))
        else:
            found.value = value
        session.flush()

    def _remember_team(self, person_id: str, team: str) -> None:
        """Until today; of several changes on one day the first team is the one they came from."""
        until = {"workspace": self.work.workspace, "person_id": person_id, "until_on": self.work.today}
        insert_new(self.work.session, FormerTeamRow, [until | {"team": team}])

    def _senior_managers(self) -> None:
        """Whoever the file calls a senior manager is told when nobody else is left."""
        everyone = {**self.stored, **self.wanted}.items()
        ids = sorted(i for i, row in everyone if row["level"] == "senior_manager" and row["left_on"] is None)
        if ids and ids != self.work.settings.get(SENIOR_MANAGERS):
            self.work.settings.put(SENIOR_MANAGERS, ids)
            self.outcome.note("people", "changed", f"senior managers: {', '.join(map(self.roster.shown, ids))}")


def stored_people(work: UnitOfWork) -> dict[str, dict[str, Any]]:
    """Everybody on record with what holds today."""
    columns = ("id", *PLAIN, *DATED, "name_key")
    rows = work.session.execute(
        select(*(getattr(PersonRow, name) for name in columns)).where(PersonRow.workspace == work.workspace)
    )
    people = {row.id: dict(row._mapping) for row in rows}
    change = PersonChangeRow
    changes = select(change.person_id, change.field, change.value).where(change.workspace == work.workspace)
    for person_id, name, value in work.session.execute(changes.where(change.from_on <= work.today).order_by(change.from_on)):
        people[person_id][name] = value
    return people


def _values(entry: PersonEntry, manager_id: str | None, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The row as it should be; what the file leaves open stays as it is stored, or is the usual."""
    known = stored or {}
    said: dict[str, Any] = {
        "hours": entry.hours or None,
        "employment": entry.employment or None,
        "profession": entry.profession or None,
        "joined_from": entry.joined_from or None,
        "frontline": entry.frontline,
    }
    usual = {**DEFAULTS, "frontline": entry.role != "non_frontline"}
    return {
        "id": stored["id"] if stored else entry.id,
        "name": entry.name,
        "name_key": name_key(entry.name),
        "email": entry.email,
        "post": entry.post,
        "team": entry.team,
        "role": entry.role,
        "level": entry.level,
        "started_on": entry.started_on,
        "left_on": entry.left_on,
        "asye_from": entry.asye_from,
        "manager_id": manager_id,
        **{name: known.get(name, usual[name]) if value is None else value for name, value in said.items()},
    }


def _differences(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    return [name for name in (*PLAIN, *DATED) if stored[name] != wanted[name]]


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else "none" if value in (None, "") else str(value).replace("_", " ")
