"""workers.csv: whose a name in the extract is, said once. The bot remembers it."""

from pathlib import Path

from storage.extracts.columns_ours import WORKERS
from storage.extracts.csvs import open_csv
from storage.extracts.names import worker_key
from storage.extracts.plan import ImportPlan, Who, WorkerEntry
from storage.extracts.tables import Progress, no_progress

NOBODYS = frozenset({"nobody", "no one", "noone", "ignore", "skip"})
"""Beside a name: this is nobody's (a team's tray, a duty rota). An empty cell is not: it may only be unfinished."""


def read_workers(path: Path, plan: ImportPlan, progress: Progress = no_progress) -> None:
    """Name, and staff id or e-mail address; `nobody` for a name that is no person's."""
    table = open_csv(path, WORKERS, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        name, person = row.words("name"), row.words("person")
        row.must("name", worker_key(name), "Copy the name as the extract has it")
        row.must("person", person, "Give the staff id or e-mail address, or write nobody")
        if not row.is_spoilt:
            who = None if person.casefold() in NOBODYS else Who(person)
            plan.workers.append(WorkerEntry(worker_key(name), name, who, row.place))
