"""Lists of attendance, for the register of supervisors' training: whose, which, and the day, in one CSV file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from storage.extracts import cells
from storage.extracts.columns_ours import TRAINING
from storage.extracts.csvs import open_csv
from storage.extracts.plan import ImportPlan, TrainingEntry, Who
from storage.extracts.tables import Progress, Row, no_progress

KINDS: Mapping[str, str] = {
    cells.squeezed(written): kind
    for kind, ways in {
        "skills": "skills|supervision skills|supervision skills training|supervision|supervision training|supervisor training|"
        "effective supervision|practice supervisor|practice supervisor training|mandatory training|mandatory",
        "procedures": "procedures|these procedures|this policy's procedures|supervision policy|supervision procedures|"
        "policy and procedures|supervision policy and procedures",
        "top_up": "top-up|top-up training|supervision top-up|refresher|supervision refresher",
        "objectives": "objectives|performance objectives|supervision objectives|performance objectives for supervision",
        "other": "other",
    }.items()
    for written in ways.split("|")
}


def read_training(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> None:
    """Each line one attendance; of a top-up the day it was found to be needed will do."""
    table = open_csv(path, TRAINING, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        person = row.words("person")
        row.must("person", person, "Give the staff id, e-mail address or name")
        kind = row.read("kind", lambda value: cells.code(value, KINDS, "a kind of training"), "")
        row.must("kind", kind, f"Use one of: {', '.join(dict.fromkeys(KINDS.values()))}")
        title = row.words("title")
        if kind == "other":
            row.must("title", title, "Give the name of the course, where it is none of the others")
        done_on, needed_on = _not_ahead(row, "on", today), _not_ahead(row, "needed_on", today)
        if needed_on and kind and kind != "top_up":
            row.fault("needed_on", "is given for what is no top-up", "Leave it empty, or call it a top-up")
        if done_on and needed_on and done_on < needed_on:
            row.fault("on", "is before it was found to be needed", "Correct one of the two")
        if needed_on is None:
            row.must("on", done_on, "Give the day it took place, or was agreed")
        if not row.is_spoilt:
            plan.trainings.append(TrainingEntry(Who(person), kind, title, needed_on, done_on, row.place))


def _not_ahead(row: Row, name: str, today: date) -> date | None:
    on = row.day(name)
    if on and on > today:
        row.fault(name, f"{on:%d/%m/%Y} has not come yet", "Only what has taken place goes here")
    return on
