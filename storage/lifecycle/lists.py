"""A plan as a file: what the records officer looks through, signs, and gives back to be done."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from scheduling.errors import SupervisionError
from storage.lifecycle.due import Item

COLUMNS = ("class", "then", "table", "id", "person", "case", "counted_from", "due_since")
Key = tuple[str, str, str]


class NoPlan(SupervisionError):
    """That file is no plan of `cornerstone retention plan --csv`. Nothing was erased."""


def written(items: Sequence[Item]) -> bytes:
    """CSV: classes, references, ids and dates; nothing anybody wrote."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in items:
        dates = (item.from_on.isoformat(), item.due_on.isoformat())
        writer.writerow((item.retention_class, item.then, item.table, item.id, item.person_id, item.case_ref, *dates))
    return text.getvalue().encode()


def read(path: Path) -> list[Key]:
    """What is in it; lines an officer has struck out are not. Raises NoPlan."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise NoPlan from None
    if rows and not set(COLUMNS) <= rows[0].keys():
        raise NoPlan
    return [(row["then"] or "", row["table"] or "", row["id"] or "") for row in rows]
