"""Cases: what the extract tells against what is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage import timelines
from storage.extracts import ImportStopped
from storage.extracts.plan import CaseEntry, ImportPlan, Span
from storage.importing.outcome import Outcome
from storage.models import CaseChangeRow, CaseRow, new_id
from storage.timelines import Timeline

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

FIFTH = 5
KEPT = ("category", "closed_on")
"""Fields of a case's changes that are the import's; others are left alone."""
ROWS_A_STATEMENT = 500

_UPDATE = (
    update(CaseRow)
    .where(CaseRow.workspace == bindparam("in_workspace"), CaseRow.ref == bindparam("of"))
    .values(
        category=bindparam("category"),
        opened_on=bindparam("opened_on"),
        closed_on=bindparam("closed_on"),
        source=bindparam("new_source"),
    )
)


@dataclass(slots=True)
class Caseload:
    """Every case by reference, as stored and as it will be."""

    work: UnitOfWork
    outcome: Outcome
    stored: dict[str, Timeline] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    new: dict[str, CaseEntry] = field(default_factory=dict)
    changed: dict[str, tuple[Timeline, str]] = field(default_factory=dict)
    """What a stored case will be, and where it stands now."""
    first_known: dict[str, date] = field(default_factory=dict)
    """For cases in lists without dates: the first day another file speaks of them."""
    _cases: list[dict[str, Any]] = field(default_factory=list)
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _changes: list[dict[str, Any]] = field(default_factory=list)

    def compare(self, plan: ImportPlan, *, force: bool) -> None:
        """Find every difference; stop where too many would vanish."""
        self._read()
        self.first_known = _first_known(plan)
        today = self.work.today
        for entry in plan.cases or ():
            if entry.ref in self.stored:
                before = self.stored[entry.ref]
                after = timelines.merged(before, entry.stretches, today)
                if after != before or self.sources[entry.ref] != entry.source:
                    self.changed[entry.ref] = (after, entry.source)
            elif entry.closed_on(today) is None:
                self.new[entry.ref] = entry
        self._vanished(plan, force=force)

    def _read(self) -> None:
        mine = CaseRow.workspace == self.work.workspace
        changes: dict[str, list[tuple[date, str, object]]] = {}
        row = CaseChangeRow
        query = select(row.case_ref, row.from_on, row.field, row.value).where(row.workspace == self.work.workspace)
        for ref, from_on, name, value in self.work.session.execute(
            query.where(row.field.in_(KEPT)).order_by(*timelines.in_order(row))
        ):
            changes.setdefault(ref, []).append((from_on, name, value))
        columns = (CaseRow.ref, CaseRow.category, CaseRow.opened_on, CaseRow.closed_on, CaseRow.source)
        for ref, category, opened_on, closed_on, source in self.work.session.execute(select(*columns).where(mine)):
            self.stored[ref] = timelines.from_rows(category, opened_on, closed_on, changes.get(ref, ()))
            self.sources[ref] = source

    def _vanished(self, plan: ImportPlan, *, force: bool) -> None:
        if plan.cases is None:
            return
        told = {entry.ref for entry in plan.cases} | plan.spoilt_cases
        ours = [ref for ref, timeline in self.stored.items() if self.sources[ref] in plan.sources and self.is_open(timeline)]
        gone = [ref for ref in ours if ref not in told]
        if gone and plan.is_partial:
            self.outcome.remark(
                f"{len(gone):,} open cases are not in what could be read. They stay open, as not every row and list could be."
            )
            return
        if len(gone) * FIFTH > len(ours) and not force:
            raise ImportStopped(
                f"{len(gone):,} of {len(ours):,} open cases are not in the files: more than a fifth. Nothing was imported. "
                "Check that the extract is whole; if they are really closed, run again with --force."
            )
        for ref in gone:
            self.changed[ref] = (timelines.closed(self.stored[ref], self.work.today), self.sources[ref])

    def is_open(self, timeline: Timeline) -> bool:
        """Open today."""
        until = timeline[-1].until_on
        return until is None or until > self.work.today

    def timeline(self, ref: str) -> Timeline | None:
        """As it will be; None where there is no such case."""
        if ref in self.changed:
            return self.changed[ref][0]
        if ref in self.new:
            return self._dated(self.new[ref])
        return self.stored.get(ref)

    def opened_on(self, ref: str) -> date | None:
        """When it was opened, the last time it was; None where there is no such case."""
        timeline = self.timeline(ref)
        if timeline is None:
            return None
        begins = timeline[-1]
        for before in reversed(timeline[:-1]):
            if before.until_on != begins.from_on:
                break
            begins = before
        return begins.from_on

    def _dated(self, entry: CaseEntry) -> Timeline:
        first = entry.stretches[0]
        if first.from_on is not None:
            return entry.stretches
        begins = min(self.first_known.get(entry.ref, self.work.today), self.work.today)
        if first.until_on is not None:
            begins = min(begins, first.until_on)
        return (Span(first.category, begins, first.until_on), *entry.stretches[1:])

    def prepare(self) -> None:
        """The rows of new cases and of changed ones. Nothing is stored yet."""
        for ref, entry in self.new.items():
            values, changes = self._rows(ref, self._dated(entry))
            self._cases.append({**values, "workspace": self.work.workspace, "ref": ref, "source": entry.source})
            self._changes.extend(changes)
            self.outcome.note("cases", "added", f"{ref}: {_words(entry.stretches[-1].category)}")
        for ref, (timeline, source) in self.changed.items():
            values, changes = self._rows(ref, timeline)
            self._updates.append({**values, "new_source": source, "in_workspace": self.work.workspace, "of": ref})
            self._changes.extend(changes)
            self._note(ref, self.stored[ref], timeline)

    def apply(self, work: UnitOfWork) -> None:
        """Store them."""
        self._forget_changes(work)
        rows = ((_UPDATE, self._updates), (insert(CaseRow), self._cases), (insert(CaseChangeRow), self._changes))
        for statement, values in rows:
            if values:
                work.session.connection().execute(statement, values)

    def _rows(self, ref: str, timeline: Timeline) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        category, opened_on, closed_on, changes = timelines.to_rows(timeline)
        fixed = {"workspace": self.work.workspace, "case_ref": ref}
        rows = [{"id": new_id(), **fixed, "from_on": on, "field": name, "value": value} for on, name, value in changes]
        return {"category": category, "opened_on": opened_on, "closed_on": closed_on}, rows

    def _forget_changes(self, work: UnitOfWork) -> None:
        refs = list(self.changed)
        for start in range(0, len(refs), ROWS_A_STATEMENT):
            some = refs[start : start + ROWS_A_STATEMENT]
            mine = (CaseChangeRow.workspace == work.workspace) & CaseChangeRow.case_ref.in_(some)
            work.session.execute(delete(CaseChangeRow).where(mine, CaseChangeRow.field.in_(KEPT)))

    def _note(self, ref: str, before: Timeline, after: Timeline) -> None:
        was_open, is_open = self.is_open(before), self.is_open(after)
        old, new = before[-1], after[-1]
        if was_open and not is_open:
            self.outcome.note("cases", "ended", f"{ref}: closed on {new.until_on:%d/%m/%Y}")
        elif is_open and not was_open:
            self.outcome.note("cases", "changed", f"{ref}: opened again on {new.from_on:%d/%m/%Y} as {_words(new.category)}")
        elif old.category != new.category:
            text = f"{ref}: {_words(old.category)} → {_words(new.category)} from {new.from_on:%d/%m/%Y}"
            self.outcome.note("cases", "changed", text)
        else:
            self.outcome.note("cases", "changed", f"{ref}: dates corrected")


def _first_known(plan: ImportPlan) -> dict[str, date]:
    found: dict[str, date] = {}
    days = [(entry.ref, entry.from_on) for entry in plan.allocations or ()] + [
        (entry.ref, entry.on) for entry in plan.discussions
    ]
    for ref, on in days:
        if on is not None:
            found[ref] = min(found.get(ref, on), on)
    return found


def _words(category: str) -> str:
    return category.replace("_", " ")
