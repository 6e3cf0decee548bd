"""All the files of one import, read into one plan."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from storage.extracts.annexa import read_annex_a
from storage.extracts.cases import read_allocations, read_cases
from storage.extracts.children import Children
from storage.extracts.faults import ImportStopped
from storage.extracts.history import read_agreements, read_audits, read_discussions, read_observations, read_sessions
from storage.extracts.names import worker_key
from storage.extracts.people import read_people
from storage.extracts.plan import AllocationEntry, ImportPlan, PersonEntry
from storage.extracts.ssd import Professional, read_ssd
from storage.extracts.tables import Progress, no_progress
from storage.extracts.training import read_training
from storage.extracts.workers import read_workers


@dataclass(frozen=True, slots=True)
class Sources:
    """Which files an import is made of; any may be left out."""

    people: Path | None = None
    cases: Path | None = None
    allocations: Path | None = None
    annex_a: Path | None = None
    ssd: Path | None = None
    sessions: Path | None = None
    discussions: Path | None = None
    agreements: Path | None = None
    observations: Path | None = None
    audits: Path | None = None
    training: Path | None = None
    workers: Path | None = None

    @property
    def has_cases(self) -> bool:
        """Whether any file says which cases there are."""
        return any((self.cases, self.annex_a, self.ssd))


def read(sources: Sources, today: date, progress: Progress = no_progress) -> ImportPlan:
    """Read every file. What is wrong is in the plan's faults; what cannot be opened at all raises ImportStopped."""
    if sources == Sources():
        raise ImportStopped(
            "Name at least one file, such as people.csv. `cornerstone import --help` says what can be imported."
        )
    plan = ImportPlan()
    if sources.workers:
        read_workers(sources.workers, plan, progress)
    if sources.people:
        read_people(sources.people, plan, progress)
    professionals = _read_children(sources, plan, today, progress)
    if plan.people is not None and professionals:
        plan.people = _completed(plan.people, professionals)
    if sources.sessions:
        read_sessions(sources.sessions, plan, today, progress)
    if sources.discussions:
        read_discussions(sources.discussions, plan, today, progress)
    if sources.agreements:
        read_agreements(sources.agreements, plan, today, progress)
    if sources.observations:
        read_observations(sources.observations, plan, today, progress)
    if sources.audits:
        read_audits(sources.audits, plan, today, progress)
    if sources.training:
        read_training(sources.training, plan, today, progress)
    return plan


def _read_children(sources: Sources, plan: ImportPlan, today: date, progress: Progress) -> list[Professional]:
    children = Children(today, plan)
    dated: dict[str, list[AllocationEntry]] = {}
    professionals: list[Professional] = []
    if sources.cases:
        read_cases(sources.cases, children, plan, progress)
    if sources.annex_a:
        read_annex_a(sources.annex_a, children, plan, progress)
    if sources.ssd:
        dated, professionals = read_ssd(sources.ssd, children, plan, progress)
    if sources.allocations:
        ours: dict[str, list[AllocationEntry]] = {}
        for entry in read_allocations(sources.allocations, plan, today, progress):
            ours.setdefault(entry.ref, []).append(entry)
        dated.update(ours)
    if sources.has_cases:
        plan.cases = children.cases()
    if sources.allocations or sources.annex_a or sources.ssd:
        current = {ref: [entry] for ref, entry in children.current_workers().items() if ref not in dated}
        plan.allocations = [
            entry for found in ({**dated, **current}).values() for entry in found if entry.ref not in plan.spoilt_cases
        ]
    return professionals


def _completed(people: list[PersonEntry], professionals: list[Professional]) -> list[PersonEntry]:
    """What people.csv leaves open, ssd_professionals may say: hours, employment and post."""
    known = {each.who.staff_id.casefold(): each for each in professionals if each.who.staff_id}
    known |= {worker_key(each.who.text): each for each in professionals if each.who.text}
    completed = []
    for person in people:
        found = known.get(person.staff_id.casefold()) if person.staff_id else None
        found = found or known.get(worker_key(person.name))
        if found is not None:
            person = replace(
                person,
                hours=person.hours or found.hours,
                employment=person.employment or found.employment,
                post=person.post or found.post,
            )
        completed.append(person)
    return completed
