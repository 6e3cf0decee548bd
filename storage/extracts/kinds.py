"""Which of our files a file is: by its name, or else by its headings."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from storage.extracts import columns_ours as ours
from storage.extracts.csvs import columns_of
from storage.extracts.faults import ImportStopped
from storage.extracts.headings import Layout
from storage.extracts.reading import Sources

KINDS: Mapping[str, tuple[Layout, tuple[str, ...]]] = {
    "people": (ours.PEOPLE, ("people", "staff", "employees")),
    "allocations": (ours.ALLOCATIONS, ("allocation",)),
    "cases": (ours.CASES, ("case",)),
    "sessions": (ours.SESSIONS, ("session", "supervision")),
    "discussions": (ours.DISCUSSIONS, ("discussion",)),
    "agreements": (ours.AGREEMENTS, ("agreement",)),
    "observations": (ours.OBSERVATIONS, ("observation",)),
    "audits": (ours.AUDITS, ("audit",)),
    "training": (ours.TRAINING, ("training", "trainings", "attendance")),
    "workers": (ours.WORKERS, ("worker",)),
}
"""In this order: `case-discussions.csv` and `case_allocations.csv` are settled by their headings."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx")
"""Not all of them can be read: `opening` says what to do about the others."""


def with_files(sources: Sources, files: list[Path]) -> Sources:
    """The sources with these added, each in its place: a folder is SSD, a workbook Annex A, a CSV file what it looks like."""
    for path in files:
        kind = kind_of(path)
        if (already := getattr(sources, kind)) is not None:
            raise ImportStopped(f"{path.name} and {already.name} are both {_called(kind)}. Give one of them.")
        sources = replace(sources, **{kind: path})
    return sources


def kind_of(path: Path) -> str:
    """The name of the source this file is."""
    if path.is_dir():
        return "ssd"
    if not path.exists():
        raise ImportStopped(f"{path} is not there. Check the name of the file.")
    if path.suffix.casefold() in WORKBOOKS:
        return "annex_a"
    stem = path.stem.casefold()
    named = [kind for kind, (_, words) in KINDS.items() if any(word in stem for word in words)]
    if len(named) == 1:
        return named[0]
    found = {kind: columns_of(path, layout) for kind, (layout, _) in KINDS.items()}
    whole = {kind: len(columns) for kind, columns in found.items() if columns and not KINDS[kind][0].missing(columns)}
    most = max(whole.values(), default=0)
    best = [kind for kind, count in whole.items() if count == most]
    if len(best) != 1:
        raise ImportStopped(
            f"{path.name}: it is not clear what this file holds. Name it people.csv, cases.csv, allocations.csv, sessions.csv, "
            "discussions.csv, agreements.csv, observations.csv, audits.csv, training.csv or workers.csv."
        )
    return best[0]


def _called(kind: str) -> str:
    return {"ssd": "folders of SSD tables", "annex_a": "Annex A workbooks"}.get(kind, f"{kind} files")
