"""A folder with every table, as of one moment: it is there once it is whole and noted in the trail, and not before."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.exports.described import as_json
from bot.exports.values import plain
from bot.exports.writing import FORMS, ONLY_THE_OWNER, Form
from scheduling.errors import SupervisionError
from storage.exports.asking import Chosen
from storage.exports.columns import Table
from storage.exports.tables import TABLES
from storage.lifecycle import naming
from storage.records.exports import LINE, QUALITY
from storage.store import Store
from storage.trail.exported import heads
from storage.unit import UnitOfWork
from storage.views import Person

Progress = Callable[[str, int, int], None]
"""Told the table, how many of its rows have been written, and how many there are."""


class FolderExists(SupervisionError):
    """There is something of that name already, and it was left as it is. Give another name: one with the date, say."""


class CannotWriteThere(SupervisionError):
    """The export cannot be written there, and nothing was. Name a place that exists, is yours to write to and has room."""


class NoReader(SupervisionError):
    """Nobody who works here has that staff id or e-mail address, so there is no view of theirs to take out. Check --as."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out."""

    rows: Mapping[str, int]
    """By table."""
    reader: str
    """Whose view it is: an id; empty for the whole council."""


def take(
    store: Store,
    workspace: str,
    now: datetime,
    to: Path,
    form: str,
    *,
    reader: str = "",
    since: date | None = None,
    progress: Progress = lambda *_: None,
) -> Taken:
    """Every table into a new folder that only its owner may open, as of one moment, `now`.

    `reader` is whose rows: somebody's staff id or e-mail address, for theirs and those of everybody below them; empty for the
    whole council. Tables that have a day begin with `since`. Raises FolderExists, CannotWriteThere, NoReader, and what reading
    the database raises; then there is no folder.
    """
    if to.exists() or to.is_symlink():
        raise FolderExists
    try:
        with _part(to) as folder:
            with store.read(workspace, now, unhurried=True) as work:
                viewer = _reader(work, reader) if reader else None
                rows = {name: _write(work, table, folder, form, viewer, since, progress) for name, table in TABLES.items()}
            about = _about(workspace, now, form, viewer, since) | {"tables": _told(folder, form, rows)}
            _add(folder / "schema.json", as_json())
            _add(folder / "export.json", about | {"trail": _head(store, workspace)})
            _keep(folder, to)
    except OSError as error:
        raise CannotWriteThere from error
    return Taken(rows, viewer.id if viewer else "")


def _reader(work: UnitOfWork, named: str) -> Person:
    try:
        return naming.officer(work, named)
    except naming.NotHere:
        raise NoReader from None


def _write(
    work: UnitOfWork, table: Table, folder: Path, form: str, viewer: Person | None, since: date | None, progress: Progress
) -> int:
    asked = {"viewer": viewer, "reach": LINE if viewer else QUALITY, "chosen": Chosen(since=since)}
    total, done = work.exports.count(table.name, **asked), 0  # type: ignore[arg-type]
    opened: Form = FORMS[form]
    with (
        closing(work.exports.stream(table.name, **asked)) as parts,  # type: ignore[arg-type]
        opened(folder / f"{table.name}.{form}", table) as write,
    ):
        for rows in parts:
            write(rows)
            done += len(rows)
            progress(table.name, done, total)
    return done


def _about(workspace: str, now: datetime, form: str, viewer: Person | None, since: date | None) -> dict[str, Any]:
    return {
        "made_by": f"cornerstone {version('cornerstone')}",
        "workspace": workspace,
        "as_of": plain(now),
        "form": form,
        "since": plain(since),
        "rows_about": f"{viewer.id} and everybody below" if viewer else "everybody",
    }


def _told(folder: Path, form: str, rows: Mapping[str, int]) -> dict[str, Any]:
    found = {}
    for name, count in rows.items():
        file = folder / f"{name}.{form}"
        with file.open("rb") as opened:
            found[name] = {"file": file.name, "rows": count, "sha256": file_digest(opened, "sha256").hexdigest()}
    return found


def _head(store: Store, workspace: str) -> dict[str, Any] | None:
    """Where the audit trail stands, the note of this export in it: by it can be shown what it was made from."""
    head = heads(store, workspace).get(workspace)
    return {"event": head.seq, "hash": head.hash} if head else None


def _add(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@contextmanager
def _part(to: Path) -> Iterator[Path]:
    """An empty folder beside it; gone afterwards, unless it was given its name."""
    made = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _keep(folder: Path, to: Path) -> None:
    """Give it its name; from now on it outlives a power cut."""
    for path in folder.iterdir():
        path.chmod(ONLY_THE_OWNER)
        _flush(path)
    _flush(folder)
    if to.exists():
        raise FolderExists
    folder.rename(to)
    _flush(to.parent)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
