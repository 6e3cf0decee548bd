"""One import: compare, and store all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from storage.extracts import Faults, ImportPlan, ImportStopped
from storage.importing.attendance import Attendance
from storage.importing.caseload import Caseload
from storage.importing.outcome import Options, Outcome
from storage.importing.owing import Owing, is_unfinished, settled
from storage.importing.past import Past
from storage.importing.references import held_to
from storage.importing.roster import NOBODYS, Roster
from storage.importing.staff import Staff
from storage.importing.supervising import Supervising
from storage.importing.turns import in_turn
from storage.importing.working import Working
from storage.models import WorkerNameRow
from storage.store import Store
from storage.undisturbed import undisturbed

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

NUMBER = "import.number"
"""The setting that counts imports: two at once would each compare with what the other replaces."""
Stage = Callable[[str], None]
"""Told what is being done."""


def import_plan(
    store: Store, workspace: str, now: datetime, plan: ImportPlan, options: Options, stage: Stage = lambda _: None
) -> Outcome:
    """Bring what is stored in line with the files, in one transaction. ImportStopped says why nothing was stored.

    What is owed for a great many cases is worked out after it, see `owing`.
    """
    outcome = Outcome(remarks=list(plan.faults.remarks))
    with undisturbed():
        stage("Comparing with what is stored")
        with store.read(workspace, now, unhurried=True) as work:
            steps, number = _prepared(work, plan, options, outcome), work.settings.get(NUMBER, 0)
        stage("Storing the differences")
        with in_turn(store, workspace, now) as work:
            if work.settings.get(NUMBER, 0) != number:
                raise ImportStopped("Another import was stored at the same moment. Nothing was imported; run it again.")
            _apply(work, plan, steps)
            if options.dry_run:
                return outcome
            owing = _settled(work, outcome, steps, stage)
            if outcome.changes:
                work.settings.put(NUMBER, number + 1)
                work.trail.note("imported", viewer=None, by="import", role="system", kind="import", object=f"{number + 1}")
            work.commit()
    outcome.is_stored = True
    if owing is not None:
        owing.settle_in_turns(store, workspace, now, outcome)
    if outcome.changes:
        store.measure()
    return outcome


def _prepared(work: UnitOfWork, plan: ImportPlan, options: Options, outcome: Outcome) -> _Steps:
    """All that can be done before the database is asked for a turn. Only imports write what is read here."""
    faults = Faults(found=list(plan.faults.found))
    held_to(plan, work.policy.at(work.today).record.references, faults)
    try:
        steps = _compared(work, plan, options, outcome, faults)
    except ImportStopped as stopped:
        raise ImportStopped(stopped.sentence, faults.found) from None
    if faults.found and not options.skip_bad:
        raise ImportStopped("Nothing was imported.", faults.found)
    outcome.left_as_is(faults.found)
    steps.caseload.prepare()
    steps.working.prepare()
    return steps


def _settled(work: UnitOfWork, outcome: Outcome, steps: _Steps, stage: Stage) -> Owing | None:
    if not outcome.changes and not is_unfinished(work):
        return None
    stage("Working out what is owed")
    work.session.flush()
    return settled(work, outcome, steps.touched)


class _Steps:
    """The parts of an import, each having compared."""

    def __init__(self, roster: Roster, staff: Staff, caseload: Caseload, working: Working, past: Past) -> None:
        self.roster = roster
        self.staff = staff
        self.caseload = caseload
        self.working = working
        self.past = past

    @property
    def touched(self) -> set[str]:
        """Cases of which anything was stored."""
        return {*self.caseload.new, *self.caseload.changed, *self.working.touched, *self.past.touched}


def _compared(work: UnitOfWork, plan: ImportPlan, options: Options, outcome: Outcome, faults: Faults) -> _Steps:
    roster = Roster.of(work, plan)
    _map_workers(plan, roster, faults)
    staff = Staff(work, roster, outcome, faults)
    staff.compare(plan.people, leavers=options.leavers, force=options.force)
    if not roster.names and plan.people is None:
        raise ImportStopped("Nobody is on record yet. Import people.csv first, or together with the cases.")
    caseload = Caseload(work, outcome)
    caseload.compare(plan, force=options.force)
    working = Working(work, roster, caseload, outcome, faults, staff.starts())
    working.compare(plan)
    past = Past(work, roster, staff, caseload, outcome, faults).compare(plan)
    Attendance(roster, outcome).compare(plan, faults)
    return _Steps(roster, staff, caseload, working, past)


def _apply(work: UnitOfWork, plan: ImportPlan, steps: _Steps) -> None:
    steps.staff.work = work
    steps.past.work = work
    steps.staff.apply()
    Supervising(steps.staff).apply()
    _remember_workers(work, plan, steps)
    steps.caseload.apply(work)
    steps.working.apply(work)
    steps.past.apply(plan)
    Attendance(steps.roster, steps.past.outcome).apply(work, plan)


def _map_workers(plan: ImportPlan, roster: Roster, faults: Faults) -> None:
    """What workers.csv says goes before any likeness of names."""
    for entry in plan.workers:
        person_id = roster.find(entry.person).person_id if entry.person else None
        if entry.person is not None and person_id is None:
            if not roster.is_spoilt(entry.person):
                faults.add(
                    entry.place.at(column="person"),
                    f"'{entry.person}' is nobody in people.csv or on record",
                    "Give a staff id or e-mail address of people.csv",
                )
            continue
        roster.remembered[entry.key] = person_id
    roster.found.clear()


def _remember_workers(work: UnitOfWork, plan: ImportPlan, steps: _Steps) -> None:
    """Names mapped in workers.csv are known from now on."""
    nobodys = {str(key) for key in work.settings.get(NOBODYS) or ()}
    before = {**steps.roster.remembered_before}
    rows, forgotten = [], []
    for entry in plan.workers:
        if entry.key not in steps.roster.remembered:
            continue
        person_id = steps.roster.remembered[entry.key]
        if entry.key in before and before[entry.key] == person_id:
            continue
        before[entry.key] = person_id
        forgotten.append(entry.key)
        nobodys.discard(entry.key)
        if person_id is None:
            nobodys.add(entry.key)
        else:
            rows.append({"workspace": work.workspace, "name_key": entry.key, "person_id": person_id})
        steps.staff.outcome.note(
            "workers", "added", f"'{entry.name}' is {steps.roster.shown(person_id) if person_id else 'nobody'}"
        )
    if forgotten:
        mine = WorkerNameRow.workspace == work.workspace
        work.session.execute(delete(WorkerNameRow).where(mine, WorkerNameRow.name_key.in_(forgotten)))
        work.settings.put(NOBODYS, sorted(nobodys))
    if rows:
        work.session.execute(insert(WorkerNameRow), rows)
