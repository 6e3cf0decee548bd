"""An import beside a running bot: killed, overtaken, refused, and never long in the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import Busy
from storage.extracts import ImportStopped, Sources, read
from storage.importing import Options, import_plan, owing, turns
from storage.models import AllocationRow, CaseRow, ObligationRow, PersonRow
from storage.rederive import nightly
from storage.store import Store
from tests.extracts.conftest import MONDAY, Council, opened
from tests.extracts.files import write_annex_a, write_people

CASES = 30
KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from storage.importing import owing
from tests.extracts.conftest import opened
from tests.extracts.test_beside_the_bot import imported
folder, needle, nth, url = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
owing.FEW, owing.CASES_A_TURN, owing.PEOPLE_A_TURN, owing.A_PAUSE = 0, 10, 2, 0
store = opened(url)
seen = 0
@event.listens_for(store.engine, "after_cursor_execute")
def _(connection, cursor, statement, *others):
    global seen
    seen += needle in statement
    if seen == nth:
        os.kill(os.getpid(), signal.SIGKILL)
imported(store, folder)
"""


def imported(store: Store, folder: Path, **options: bool) -> None:
    """Import the files in this folder."""
    sources = Sources(people=folder / "people.csv", annex_a=folder / "annex-a.xlsx")
    import_plan(store, "council", MONDAY, read(sources, MONDAY.date()), Options(**options))


@pytest.fixture
def files(council: Council) -> Path:
    """Four people and thirty cases."""
    write_people(council.folder)
    row = {"CIN Start Date": "01/09/2025", "Case Status": "c", "Allocated Worker": "Ann Ashby"}
    write_annex_a(council.folder / "annex-a.xlsx", {6: [{"Child Unique ID": f"M{n}", **row} for n in range(CASES)]})
    return council.folder


@pytest.fixture
def in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import is a great deal."""
    for name, value in {"FEW": 0, "CASES_A_TURN": 10, "PEOPLE_A_TURN": 2, "A_PAUSE": 0}.items():
        monkeypatch.setattr(owing, name, value)


def stored(council: Council) -> tuple[int, int, int]:
    """How many people, cases and allocations."""
    return len(council.rows(PersonRow)), len(council.rows(CaseRow)), len(council.rows(AllocationRow))


@pytest.mark.parametrize(
    ("statement", "nth", "there"),
    [
        ("INSERT INTO allocations", 1, (0, 0, 0)),
        ("INSERT INTO obligations", 1, (4, CASES, CASES)),
        ("INSERT INTO obligations", 4, (4, CASES, CASES)),
    ],
)
def test_a_killed_import_leaves_all_or_nothing_and_the_next_completes_it(
    statement: str, nth: int, there: tuple[int, int, int], council: Council, files: Path
) -> None:
    script = [sys.executable, "-c", KILLED, str(files), statement, str(nth), council.url]
    assert subprocess.run(script, check=False, env={**os.environ}).returncode == -signal.SIGKILL
    assert stored(council) == there
    again = council.take(people=files / "people.csv", annex_a=files / "annex-a.xlsx")
    assert stored(council) == (4, CASES, CASES)
    assert bool(again.changes) == (there == (0, 0, 0))
    assert nightly(council.store, "council", council.now).differences.total == 0
    assert council.take(people=files / "people.csv", annex_a=files / "annex-a.xlsx").remarks == again.remarks[:1]


@pytest.mark.usefixtures("in_turns")
def test_worked_out_in_turns_it_is_what_it_is_at_once(council: Council, files: Path) -> None:
    outcome = council.take(people=files / "people.csv", annex_a=files / "annex-a.xlsx")
    assert outcome.opened == len(council.rows(ObligationRow)) > CASES
    assert nightly(council.store, "council", council.now).differences.total == 0


@pytest.mark.usefixtures("in_turns")
def test_between_two_turns_others_can_store(council: Council, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = opened(council.url)
    came_in: list[int] = []

    def pause(_seconds: float) -> None:
        with other.work("council", council.now) as work:
            work.settings.put("seen", len(came_in))
            came_in.append(len(council.rows(ObligationRow)))
            work.commit()

    monkeypatch.setattr(owing, "sleep", pause)
    council.take(people=files / "people.csv", annex_a=files / "annex-a.xlsx")
    other.close()
    assert len(came_in) == 5
    assert came_in == sorted(came_in)
    assert came_in[0] < came_in[-1]


@pytest.fixture
def held(as_the_bot_waits: None, council: Council) -> Iterator[Store]:
    """Another process, in the middle of storing."""
    other = opened(council.url)
    with other.work("council", council.now) as work:
        work.settings.put("a", 1)
        yield other
    other.close()


def test_a_refused_import_never_asks_for_a_turn(held: Store, council: Council, files: Path) -> None:
    assert held is not council.store
    assert council.refused(annex_a=files / "annex-a.xlsx") == [
        "Nobody is on record yet. Import people.csv first, or together with the cases."
    ]


def test_an_import_waits_for_its_turn_and_gives_up_in_the_end(
    held: Store, council: Council, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(Busy):
        imported(council.store, files)
    assert held is not council.store
    assert stored(council) == (0, 0, 0)


def test_two_imports_at_one_moment_are_not_both_stored(council: Council, files: Path) -> None:
    def overtake(stage: str) -> None:
        if stage == "Storing the differences" and not council.rows(PersonRow):
            imported(council.store, files)

    plan = read(Sources(people=files / "people.csv", annex_a=files / "annex-a.xlsx"), MONDAY.date())
    with pytest.raises(ImportStopped, match="Another import was stored at the same moment"):
        import_plan(council.store, "council", MONDAY, plan, Options(), overtake)
    assert stored(council) == (4, CASES, CASES)


def test_a_dry_run_changes_not_one_byte(council: Council, files: Path) -> None:
    before = council.everything()
    imported(council.store, files, dry_run=True)
    assert council.everything() == before
    assert stored(council) == (0, 0, 0)
