"""Lists of attendance into the register of supervisors' training: a line once; what somebody said is confirmed.

What was taken back in Slack stays so: the list is to be put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.extracts import Faults
from storage.extracts.plan import ImportPlan, TrainingEntry
from storage.importing.outcome import Outcome
from storage.importing.roster import Roster
from storage.models import TrainingRow, new_id

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Attendance:
    """Whose the lines are, and what of them is new."""

    roster: Roster
    outcome: Outcome

    def compare(self, plan: ImportPlan, faults: Faults) -> None:
        """Each name nobody is known by is a fault. Nothing is stored yet."""
        for entry in plan.trainings:
            match = self.roster.find(entry.who)
            if match.person_id is None and not self.roster.is_spoilt(entry.who):
                many = "more than one person" if match.several else "nobody"
                why = f"'{entry.who}' is {many} in people.csv or on record"
                faults.add(entry.place.at(column="supervisor"), why, "Give the staff id or e-mail address")

    def apply(self, work: UnitOfWork, plan: ImportPlan) -> None:
        """Store what is not stored yet."""
        if not plan.trainings:
            return
        row = TrainingRow
        known: dict[tuple[str, str], list[TrainingRow]] = {}
        stands_first = (row.taken_back_on.is_not(None), row.noted_at, row.id)
        for each in work.session.scalars(select(row).where(row.workspace == work.workspace).order_by(*stands_first)):
            known.setdefault((each.person_id, each.kind), []).append(each)
        for entry in plan.trainings:
            person_id = self.roster.find(entry.who).person_id
            if person_id is not None:
                self._settle(work, person_id, entry, known.setdefault((person_id, entry.kind), []))
        work.session.flush()

    def _settle(self, work: UnitOfWork, person_id: str, entry: TrainingEntry, rows: list[TrainingRow]) -> None:
        row = _found(entry, rows)
        if row is None:
            mine = {"workspace": work.workspace, "id": new_id(), "person_id": person_id, "kind": entry.kind}
            when = {"needed_on": entry.needed_on, "done_on": entry.done_on, "noted_at": work.now}
            row = TrainingRow(**mine, **when, title=entry.title or None)
            work.session.add(row)
            rows.append(row)
            self._note("added", person_id, entry)
            return
        if row.taken_back_on is not None:
            return
        is_own_word = row.by_id == person_id and row.confirmed_by_id is None
        is_taken = row.done_on is None and entry.done_on is not None
        is_needed = row.needed_on is None and entry.needed_on is not None
        if is_taken or is_needed or is_own_word:
            row.done_on, row.needed_on = row.done_on or entry.done_on, row.needed_on or entry.needed_on
            row.by_id = row.confirmed_by_id = None
            self._note("changed", person_id, entry)

    def _note(self, how: str, person_id: str, entry: TrainingEntry) -> None:
        on = entry.done_on or entry.needed_on
        said = f"{entry.kind.replace('_', ' ')} on {on:%d/%m/%Y}" if entry.done_on else f"top up needed since {on:%d/%m/%Y}"
        self.outcome.note("trainings", how, f"{self.roster.shown(person_id)}: {said}")


def _found(entry: TrainingEntry, rows: list[TrainingRow]) -> TrainingRow | None:
    """The same entry; or the top-up found to be needed that this line says was taken."""
    same = [row for row in rows if (row.title or "").casefold() == entry.title.casefold()]
    for row in same:
        if entry.done_on and row.done_on == entry.done_on:
            return row
        if entry.needed_on and row.needed_on == entry.needed_on and None in (row.done_on, entry.done_on):
            return row
    on = entry.done_on
    if on is None or entry.needed_on is not None:
        return None
    among = same if entry.title else rows
    to_take = [row for row in among if _is_to_take(row, on)]
    return min(to_take, key=lambda row: row.needed_on or on, default=None)


def _is_to_take(row: TrainingRow, on: date) -> bool:
    return row.taken_back_on is None and row.done_on is None and row.needed_on is not None and row.needed_on <= on
