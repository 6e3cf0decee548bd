"""What a council takes out for its own figures: rows a second as CSV and as Parquet, beside the bare database.

The bare one is PostgreSQL's own COPY of the same SELECT into a file, or SQLite's SELECT through Python's csv. Memory is that of
a process of its own for each size, so that it is seen whether it grows with the rows.
"""

import argparse
import csv
import multiprocessing
import resource
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from bot.exports.folder import take
from bot.exports.writing import FORMS
from storage import SINGLE, packs
from storage.exports.asking import ALL, statement
from storage.exports.tables import TABLES
from storage.models import ObligationRow, ResponsibleRow
from storage.records.exports import QUALITY
from storage.store import Store
from tests.bench.contenders import connect, settle
from tests.bench.figures import Row, show
from tests.databases import Databases, Files, Server
from tests.storage.conftest import migrated, opened
from tests.storage.council import person_row

NOW = datetime(2026, 3, 24, 9, tzinfo=UTC)
PEOPLE, CHUNK = 3_000, 20_000
KEY = urlsafe_b64encode(bytes(32)).decode()
"""One for every process of a bench."""
TABLE = TABLES["obligations"]
KINDS = ("personal_supervision", "case_discussion", "management_oversight", "record_session")


def main(arguments: list[str]) -> None:
    """One database after another, each size."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench export", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[50_000, 500_000], help="obligations; one size after another")
    parser.add_argument("--db", choices=["sqlite", "postgres"], action="append", help="default: both")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    rows: dict[str, Row] = {}
    for kind in options.db or ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as folder:
            databases: Databases = Files(Path(folder)) if kind == "sqlite" else Server()
            for count in options.rows:
                with databases.copy() as url:
                    _fill(url, count)
                    for name, took, memory in _measured(url, Path(folder)):
                        rows[f"{kind}, {count:,} rows, {name}"] = {
                            "seconds": round(took, 2), "rows a second": round(count / took), "MiB at most": memory,
                        }  # fmt: skip
            if isinstance(databases, Server):
                databases.close()
    show(f"obligations taken out, {len(TABLE.columns)} columns", rows, as_json=options.json)


def _measured(url: str, folder: Path) -> list[tuple[str, float, int]]:
    found = []
    for name, run in (("bare", _bare), ("csv", _csv), ("parquet", _parquet), ("the whole folder, csv", _whole)):
        with tempfile.TemporaryDirectory(dir=folder) as made:
            found.append((name, *_alone(run, url, Path(made))))
    return found


def _alone(run: Callable[[str, Path], None], url: str, folder: Path) -> tuple[float, int]:
    """Seconds, and the most memory, of a process that does this and nothing else."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_timed, args=(run, url, folder, theirs))
    process.start()
    theirs.close()  # so that nobody waits for the answer of a process that fell over
    took, memory = ours.recv()
    process.join()
    return took, memory


def _timed(run: Callable[[str, Path], None], url: str, folder: Path, answer: Any) -> None:
    begun = time.perf_counter()
    run(url, folder)
    took = time.perf_counter() - begun
    answer.send((took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def _bare(url: str, folder: Path) -> None:
    dialect = sqlite.dialect() if url.startswith("sqlite") else postgresql.dialect()  # type: ignore[no-untyped-call]
    asked = statement(TABLE, ALL, is_whole=True).params(workspace=SINGLE, today=NOW.date(), now=NOW)
    said = str(asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    connection = connect(url)
    with (folder / "bare.csv").open("wb") as file:
        if url.startswith("sqlite"):
            with (folder / "bare.txt").open("w", newline="") as text:
                csv.writer(text).writerows(connection.execute(said))
        else:
            connection.execute("SELECT set_config('cornerstone.workspace', '*', false)")
            with connection.cursor().copy(f"COPY ({said}) TO STDOUT WITH (FORMAT csv, HEADER)") as copied:
                for part in copied:
                    file.write(part)
    connection.close()


def _csv(url: str, folder: Path) -> None:
    _ours(url, folder, "csv")


def _parquet(url: str, folder: Path) -> None:
    _ours(url, folder, "parquet")


def _ours(url: str, folder: Path, form: str) -> None:
    store = _store(url)
    with store.read(SINGLE, NOW, unhurried=True) as work, FORMS[form](folder / f"ours.{form}", TABLE) as write:
        for rows in work.exports.stream(TABLE.name, viewer=None, reach=QUALITY, chosen=ALL):
            write(rows)
    store.close()


def _whole(url: str, folder: Path) -> None:
    store = _store(url)
    take(store, SINGLE, NOW, folder / "out", "csv")
    store.close()


def _store(url: str) -> Store:
    return opened(url, packs.load("wokingham"), KEY)


def _fill(url: str, count: int) -> None:
    """So many obligations about three thousand people, spread over two years, a third of them open."""
    migrated(url, packs.load("wokingham"))
    store = _store(url)
    with store.work(SINGLE, NOW, unhurried=True) as work:
        work.session.add_all(person_row(f"P{n}", None, team=f"Team {n % 40}") for n in range(PEOPLE))
        work.session.flush()
        connection = work.session.connection()
        for start in range(0, count, CHUNK):
            numbers = range(start, min(count, start + CHUNK))
            connection.execute(insert(ObligationRow), [_owed(number) for number in numbers])
            connection.execute(insert(ResponsibleRow), [_named(number) for number in numbers])
        work.commit()
    store.close()
    settle(url)


def _owed(number: int) -> dict[str, Any]:
    due = date(2024, 4, 1) + timedelta(number % 800)
    is_closed = number % 3 > 0
    return {
        "id": f"{number * 2654435761 % 2**32:08x}{number:024x}", "workspace": SINGLE, "key": str(number), "rule": "WOK-16",
        "kind": KINDS[number % len(KINDS)], "person_id": f"P{number % PEOPLE}", "case_ref": f"M{number % 15_000:06}",
        "about": "", "due": due.isoformat(), "due_on": due, "suspended": False, "escalates_on": due + timedelta(22),
        "source": "Wokingham, Supervision Standard 16", "why": "last held; monthly", "opened_at": NOW - timedelta(60),
        "closed_at": NOW if is_closed else None, "closed_on": due if is_closed else None,
        "closed_how": "held" if is_closed else "",
    }  # fmt: skip


def _named(number: int) -> dict[str, Any]:
    row = _owed(number)
    return {"workspace": SINGLE, "obligation_id": row["id"], "person_id": f"P{number % 40}", "place": 0}
