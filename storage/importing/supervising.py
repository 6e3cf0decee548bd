"""Who supervises whom follows the line managers of people.csv: a new line manager ends the old relationship."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storage.importing.staff import Staff
from storage.models import RelationshipRow


@dataclass(slots=True)
class Supervising:
    """The relationships of everybody in the file."""

    staff: Staff

    def apply(self) -> None:
        """End, begin and correct."""
        rows: dict[str, list[RelationshipRow]] = {}
        work = self.staff.work
        mine = RelationshipRow.workspace == work.workspace
        for row in work.session.scalars(select(RelationshipRow).where(mine).order_by(RelationshipRow.from_on)):
            rows.setdefault(row.supervisee_id, []).append(row)
        for person_id, person in self.staff.wanted.items():
            held = rows.get(person_id, [])
            current = next((row for row in reversed(held) if row.until_on is None), None)
            before = max((row.until_on for row in held if row.until_on is not None), default=None)
            self._settle(person_id, person["manager_id"], person["left_on"], current, before)
        work.session.flush()

    def _settle(
        self, person_id: str, manager_id: str | None, left_on: date | None, current: RelationshipRow | None, before: date | None
    ) -> None:
        """`before` is when the relationship before ended; nothing may begin earlier."""
        today = self.staff.work.today
        entry = self.staff.entries.get(person_id)
        since = entry.supervised_since if entry else None
        if left_on is not None and left_on <= today:
            if current is not None:
                self._end(current, max(left_on, current.from_on))
            return
        if current is not None and current.supervisor_id == manager_id:
            if since is not None and since != current.from_on and (before is None or since >= before):
                self._note("changed", person_id, f"supervised by {self._name(manager_id)} since {since:%d/%m/%Y}")
                current.from_on = since
            return
        if current is not None:
            self._end(current, since if since is not None and since > current.from_on else today)
        if manager_id is not None:
            if current is not None:
                before = current.until_on or today
            begins = since or (self._first_day(person_id, manager_id) if before is None else today)
            begins = max(begins, before or begins)
            self._note("added", person_id, f"supervised by {self._name(manager_id)} from {begins:%d/%m/%Y}")
            self.staff.work.session.add(
                RelationshipRow(
                    workspace=self.staff.work.workspace, supervisee_id=person_id, supervisor_id=manager_id, from_on=begins
                )
            )

    def _end(self, row: RelationshipRow, on: date) -> None:
        self._note("ended", row.supervisee_id, f"no longer supervised by {self._name(row.supervisor_id)} from {on:%d/%m/%Y}")
        if on <= row.from_on:
            self.staff.work.session.delete(row)  # it was corrected before it held for a day
        else:
            row.until_on = on

    def _first_day(self, person_id: str, manager_id: str) -> date:
        """Not before both had started here."""
        everyone = {**self.staff.stored, **self.staff.wanted}
        first: date = max(everyone[person_id]["started_on"], everyone[manager_id]["started_on"])
        return first

    def _note(self, how: str, person_id: str, text: str) -> None:
        self.staff.outcome.note("relationships", how, f"{self.staff.roster.shown(person_id)}: {text}")

    def _name(self, person_id: str | None) -> str:
        return self.staff.roster.shown(person_id) if person_id else "nobody"
