"""An Annex A workbook of 15,000 cases, imported into SQLite and everything owed derived, beside reading the workbook alone."""

import argparse
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook

from storage import SINGLE
from storage.extracts import Sources, read
from storage.importing import Options, import_plan
from tests.bench.figures import show
from tests.bench.servers import Council, new_council
from tests.extracts.test_privacy import council_files

ON = datetime(2026, 3, 2, 8, 55, tzinfo=UTC)


def import_large(council: Council, folder: Path, cases: int) -> dict[str, float]:
    """Import so many cases; the seconds of each part."""
    people, workbook = council_files(folder, cases)
    began = time.perf_counter()
    plan = read(Sources(people=people, annex_a=workbook), ON.date())
    read_at = time.perf_counter()
    with council.store() as store:
        import_plan(store, SINGLE, ON, plan, Options())
    stored_at = time.perf_counter()
    return {"read_s": read_at - began, "store_and_derive_s": stored_at - read_at, "whole_s": stored_at - began}


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="import")
    options.add_argument("--cases", type=int, default=15_000)
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        council = new_council(f"sqlite:///{folder}/council.db")
        ours = import_large(council, Path(folder), given.cases)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        began = time.perf_counter()
        book = load_workbook(Path(folder) / "annex-a.xlsx", read_only=True, data_only=True)
        cells = sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
        book.close()
        bare = time.perf_counter() - began
    rows = {
        "cornerstone import": {name: round(value, 2) for name, value in ours.items()} | {"peak_mb": round(memory)},
        f"openpyxl, reading the same {cells:,} cells": {"whole_s": round(bare, 2)},
    }
    ratios = {"times reading the workbook alone": round(ours["whole_s"] / bare, 2)}
    show(f"Annex A, {given.cases:,} cases", rows, ratios=ratios, as_json=given.json)
