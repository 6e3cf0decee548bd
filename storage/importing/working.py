"""Who works which case: a new worker ends the old allocation and begins another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.extracts import Faults
from storage.extracts.plan import AllocationEntry, ImportPlan, Who
from storage.importing.caseload import Caseload
from storage.importing.outcome import Outcome
from storage.importing.roster import Match, Roster
from storage.models import AllocationRow, new_id

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

LEADING = ("key_worker", "lead")

_MINE = AllocationRow.id == bindparam("row_id")
_DELETE = delete(AllocationRow).where(_MINE)
_END = update(AllocationRow).where(_MINE).values(until_on=bindparam("day"))
_CORRECT = update(AllocationRow).where(_MINE).values(from_on=bindparam("day"))


@dataclass(frozen=True, slots=True)
class _Held:
    """A stored allocation."""

    id: str
    worker_id: str
    role: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An allocation as the extract has it, its worker known. `from_on` None: since when is not said."""

    worker_id: str
    role: str
    from_on: date | None
    until_on: date | None


@dataclass(slots=True)
class Working:
    """The allocations of every case the files speak of."""

    work: UnitOfWork
    roster: Roster
    caseload: Caseload
    outcome: Outcome
    faults: Faults
    started: Mapping[str, date]
    """When each person started here."""
    wanted: dict[str, list[_Wanted]] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)
    """Cases whose worker nobody knows: they stay as they are."""
    touched: set[str] = field(default_factory=set)
    """Cases of which an allocation began, ended or was corrected."""
    _added: list[dict[str, Any]] = field(default_factory=list)
    _ended: list[dict[str, Any]] = field(default_factory=list)
    _corrected: list[dict[str, Any]] = field(default_factory=list)
    _never_held: list[dict[str, Any]] = field(default_factory=list)
    _unmatched: dict[Who, list[AllocationEntry]] = field(default_factory=dict)

    def compare(self, plan: ImportPlan) -> None:
        """Find whom every name means; each name nobody is known by is one fault."""
        for ref in self._spoken_of(plan):
            self.wanted[ref] = []
        for entry in plan.allocations or ():
            if entry.ref not in self.wanted:
                self._without_a_case(plan, entry)
                continue
            is_over = entry.until_on is not None and entry.until_on <= self.work.today
            match = self.roster.find(entry.who)
            if match.person_id is not None:
                self.wanted[entry.ref].append(_Wanted(match.person_id, entry.role, entry.from_on, entry.until_on))
            elif not match.is_nobody and not is_over:
                self.unsettled.add(entry.ref)
                if not self.roster.is_spoilt(entry.who):
                    self._unmatched.setdefault(entry.who, []).append(entry)
        for who, entries in self._unmatched.items():
            self._tell(who, self.roster.find(who), entries)

    def _spoken_of(self, plan: ImportPlan) -> Iterable[str]:
        if plan.allocations is None:
            return ()
        if plan.cases is None:
            return [ref for ref in dict.fromkeys(entry.ref for entry in plan.allocations) if ref in self.caseload.stored]
        return [entry.ref for entry in plan.cases if self.caseload.timeline(entry.ref) is not None]

    def _without_a_case(self, plan: ImportPlan, entry: AllocationEntry) -> None:
        if entry.ref not in plan.seen_cases and entry.ref not in plan.spoilt_cases and not plan.is_partial:
            self.faults.add(
                entry.place.at(column="case"),
                f"there is no case {entry.ref} in the files or on record",
                "Correct the reference, or add the case",
            )

    def _tell(self, who: Who, match: Match, entries: list[AllocationEntry]) -> None:
        count = f"{len(entries):,} case{'s' if len(entries) > 1 else ''}"
        if match.several:
            why = f"'{who}' ({count}) is more than one person: {', '.join(map(self.roster.shown, match.several))}"
            todo = "Say which in workers.csv"
        else:
            why = f"'{who}' ({count}) is nobody in people.csv or on record"
            todo = f"{self.roster.nearest(who)}Add them to people.csv, or say in workers.csv whose name it is"
        self.faults.add(entries[0].place.at(column="worker"), why, todo, name=who.text)

    def prepare(self) -> None:
        """What ends, begins and is corrected. Nothing is stored yet."""
        held = self._held()
        for ref, wanted in self.wanted.items():
            if ref not in self.unsettled:
                self._settle(ref, wanted, held.get(ref, []))
        for ref, (timeline, _) in self.caseload.changed.items():
            if not self.caseload.is_open(timeline) and ref not in self.wanted and timeline[-1].until_on is not None:
                for row in held.get(ref, []):
                    self._end(ref, row, timeline[-1].until_on)

    def apply(self, work: UnitOfWork) -> None:
        """Store it."""
        rows = (
            (_DELETE, self._never_held),
            (_END, self._ended),
            (_CORRECT, self._corrected),
            (insert(AllocationRow), self._added),
        )
        for statement, values in rows:
            if values:
                work.session.connection().execute(statement, values)

    def _held(self) -> dict[str, list[_Held]]:
        row = AllocationRow
        query = select(row.case_ref, row.id, row.worker_id, row.role, row.from_on, row.until_on)
        found: dict[str, list[_Held]] = {}
        query = query.where(row.workspace == self.work.workspace).order_by(row.from_on)
        for ref, row_id, worker_id, role, from_on, until_on in self.work.session.execute(query):
            found.setdefault(ref, []).append(_Held(row_id, worker_id, role, from_on, until_on))
        return found

    def _settle(self, ref: str, wanted: list[_Wanted], held: list[_Held]) -> None:
        """What the extract tells of is as it says; what is open and it does not tell of, ends."""
        timeline = self.caseload.timeline(ref)
        closed_on = timeline[-1].until_on if timeline and not self.caseload.is_open(timeline) else None
        if closed_on is not None:
            wanted = []
        # A list that names one worker says nothing of others who help on the case.
        tells_all = closed_on is not None or any(each.from_on or each.role not in LEADING for each in wanted)
        left = {(row.worker_id, row.role, row.from_on): row for row in held}
        fresh = []
        for each in (self._dated(ref, each, held) for each in wanted):
            row = left.pop((each.worker_id, each.role, each.from_on or date.min), None)
            if row is None:
                fresh.append(each)
            else:
                self._end(ref, row, each.until_on)
        begins = sorted(each.from_on for each in fresh if each.from_on is not None)
        for row in left.values():
            if row.until_on is not None or not (tells_all or row.role in LEADING):
                continue
            same = next(
                (each for each in fresh if (each.worker_id, each.role, each.until_on) == (row.worker_id, row.role, None)), None
            )
            if same is not None and same.from_on is not None:
                fresh.remove(same)
                self._correct(ref, row, same.from_on)
            else:
                self._end(ref, row, closed_on or next((on for on in begins if on > row.from_on), self.work.today))
        for each in fresh:
            self._begin(ref, each.worker_id, each.role, each.from_on or self.work.today, each.until_on)

    def _dated(self, ref: str, wanted: _Wanted, held: list[_Held]) -> _Wanted:
        """Where the extract does not say since when: since what is stored, since a new case opened, or from today."""
        if wanted.from_on is not None:
            return wanted
        current = (row for row in held if row.until_on is None and (row.worker_id, row.role) == (wanted.worker_id, wanted.role))
        known = next((row.from_on for row in current), None)
        from_on = known or (self._first_day(ref, wanted.worker_id) if ref in self.caseload.new else self.work.today)
        return replace(wanted, from_on=from_on)

    def _first_day(self, ref: str, worker_id: str) -> date:
        """The list says who, not since when: since the case opened, or since the worker started here."""
        opened_on = self.caseload.opened_on(ref) or self.work.today
        return min(max(opened_on, self.started.get(worker_id, opened_on)), self.work.today)

    def _begin(self, ref: str, worker_id: str, role: str, on: date, until_on: date | None) -> None:
        self._note(ref, "added", f"{self.roster.shown(worker_id)} from {on:%d/%m/%Y}")
        fixed = {"id": new_id(), "workspace": self.work.workspace, "case_ref": ref, "from_at": None}
        self._added.append({**fixed, "worker_id": worker_id, "role": role, "from_on": on, "until_on": until_on})

    def _end(self, ref: str, row: _Held, on: date | None) -> None:
        if row.until_on == on:
            return
        if on is not None and on <= row.from_on:
            self._never_held.append({"row_id": row.id})  # it was corrected before it held for a day
        else:
            self._ended.append({"row_id": row.id, "day": on})
        said = f"until {on:%d/%m/%Y}" if on else "again without an end"
        self._note(ref, "ended" if on else "changed", f"{self.roster.shown(row.worker_id)} {said}")

    def _correct(self, ref: str, row: _Held, from_on: date) -> None:
        self._corrected.append({"row_id": row.id, "day": from_on})
        self._note(ref, "changed", f"{self.roster.shown(row.worker_id)} since {from_on:%d/%m/%Y}")

    def _note(self, ref: str, how: str, text: str) -> None:
        self.touched.add(ref)
        self.outcome.note("allocations", how, f"{ref}: {text}")
