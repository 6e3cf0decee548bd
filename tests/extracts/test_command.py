"""`cornerstone import` as somebody types it."""

import re
from io import StringIO
from pathlib import Path

import pytest
import typer
from cryptography.fernet import Fernet
from rich.console import Console
from typer.testing import CliRunner

from bot import importing, sample
from bot.reading_bar import ReadingBar
from tests.extracts.files import ANN, GRACE, TOM, write_csv, write_people, write_sheet

HEADINGS = ("Child Unique ID", "CIN Start Date", "CIN Closure Date", "Case Status", "Allocated Worker")


class Terminal:
    """Runs the command in a folder of its own."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.app = typer.Typer(pretty_exceptions_enable=False)
        self.app.callback()(lambda: None)
        importing.register(self.app)
        monkeypatch.setenv("CORNERSTONE_KEYS", Fernet.generate_key().decode())
        monkeypatch.setenv("CORNERSTONE_HOME", str(home / "data"))
        for name in ("DATABASE_URL", "CORNERSTONE_CLOCK", "CORNERSTONE_POLICY"):
            monkeypatch.delenv(name, raising=False)

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        result = CliRunner().invoke(self.app, ["import", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """An empty council."""
    return Terminal(tmp_path, monkeypatch)


def annex(folder: Path, *rows: tuple[object, ...]) -> Path:
    """A workbook of List 6."""
    return write_sheet(folder / "annex-a.xlsx", "List 6", [HEADINGS, *rows])


def test_the_sample_is_imported_by_its_own_files_and_a_second_time_there_is_nothing_to_do(terminal: Terminal) -> None:
    files = [
        sample.FOLDER / f"{name}.csv"
        for name in ("people", "allocations", "sessions", "discussions", "agreements", "observations", "audits")
    ]
    status, said, _ = terminal.run(*files, "--annex-a", sample.FOLDER / "annex-a.xlsx")
    assert status == 0
    assert "  people          16 added" in said
    assert "  cases           61 added" in said
    assert re.search(r"^Newly owed: \d+\. No longer owed: 0\.$", said, re.MULTILINE)
    status, said, _ = terminal.run(*files, "--annex-a", sample.FOLDER / "annex-a.xlsx")
    assert (status, said) == (0, "Nothing to do: what is stored says the same.\n")


def test_a_dry_run_shows_each_difference_and_stores_nothing(terminal: Terminal) -> None:
    people = write_people(terminal.home, GRACE, TOM, ANN)
    book = annex(terminal.home, ("M1", "01/09/2025", "", "c", "Ann Ashby"))
    for _ in range(2):
        status, said, _ = terminal.run(people, book, "--dry-run")
        assert status == 0
        assert "  added    Ann Ashby (3), Social Worker" in said
        assert "  added    M1: child in need" in said
        assert "  added    M1: Ann Ashby (3) from 01/09/2025" in said
        assert said.endswith("Nothing was stored (--dry-run).\n")


def test_faults_are_listed_and_the_status_is_2(terminal: Terminal) -> None:
    people = write_people(terminal.home, GRACE, TOM, (*ANN[:7], "31/02/2021", *ANN[8:]))
    status, said, wrong = terminal.run(people, annex(terminal.home, ("M1", "01/09/2025", "", "x", "")))
    assert status == 2
    assert said.startswith("annex-a.xlsx has no list") or said == ""
    assert "people.csv, line 4, start: '31/02/2021' is not a date. Write it as 24/03/2026 or 2026-03-24\n" in wrong
    assert "annex-a.xlsx, sheet List 6, row 2, Case Status: is not a case status" in wrong
    assert wrong.endswith("2 things are wrong. Nothing was imported. Mend them, or use --skip-bad to store the rest.\n")


def test_a_long_list_of_faults_is_cut_and_counted(terminal: Terminal) -> None:
    rows = [(f"M{n}", "never", "", "c", "Ann Ashby") for n in range(300)]
    status, _, wrong = terminal.run(write_people(terminal.home), annex(terminal.home, *rows))
    assert status == 2
    assert wrong.count(" is not a date.") == 200
    assert "… and 100 more.\n" in wrong
    assert "300 things are wrong." in wrong


def test_unmatched_workers_come_with_a_file_to_complete(terminal: Terminal) -> None:
    book = annex(terminal.home, ("M1", "01/09/2025", "", "c", "Smith, J"), ("M2", "01/09/2025", "", "c", "Duty"))
    status, _, wrong = terminal.run(write_people(terminal.home), book)
    assert status == 2
    assert 'add --workers workers.csv:\nname,person\n"Smith, J",\nDuty,\n' in wrong
    workers = write_csv(terminal.home / "workers.csv", ("name", "person"), [("Smith, J", "3"), ("Duty", "nobody")])
    assert terminal.run(write_people(terminal.home), book, "--workers", workers)[0] == 0
    assert terminal.run(book)[0] == 0


def test_skip_bad_stores_the_rest_and_says_what_it_left_out(terminal: Terminal) -> None:
    book = annex(terminal.home, ("M1", "01/09/2025", "", "c", "Ann Ashby"), ("M2", "never", "", "c", "Ann Ashby"))
    status, said, wrong = terminal.run(write_people(terminal.home), book, "--skip-bad")
    assert status == 0
    assert "  cases           1 added" in said
    assert "row 3, CIN Start Date" in wrong
    assert "1 left out, as listed above." in wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name at least one file, such as people.csv."),
        (("nowhere.csv",), "nowhere.csv is not there. Check the name of the file."),
        (("--annex-a", "nowhere.xlsx"), "nowhere.xlsx cannot be opened: No such file or directory."),
        (("--ssd", "nowhere"), "nowhere is not a folder."),
    ],
)
def test_a_file_that_is_not_there_is_one_sentence(arguments: tuple[str, ...], said: str, terminal: Terminal) -> None:
    status, _, wrong = terminal.run(*arguments)
    assert status == 2
    assert wrong.startswith(said)
    assert "Traceback" not in wrong


def test_on_a_terminal_the_bar_shows_the_sheet_and_its_rows() -> None:
    screen = StringIO()
    with ReadingBar(Console(file=screen, force_terminal=True, width=100)) as bar:
        bar.rows("annex-a.xlsx, sheet List 6", 500)
        bar.rows("annex-a.xlsx, sheet List 6", 250)
        bar.stage("Working out what is owed")
    shown = screen.getvalue()
    assert "annex-a.xlsx, sheet List 6" in shown
    assert "750 rows" in shown
    assert "Working out what is owed" in shown


def test_away_from_a_terminal_there_is_no_bar() -> None:
    screen = StringIO()
    with ReadingBar(Console(file=screen)) as bar:
        bar.rows("people.csv", 500)
    assert screen.getvalue() == ""


def test_the_help_is_worth_reading(terminal: Terminal) -> None:
    status, said, _ = terminal.run("--help")
    assert status == 0
    for word in (
        "--annex-a",
        "--ssd",
        "--workers",
        "--dry-run",
        "--skip-bad",
        "--force",
        "--leavers",
        "people.csv",
        "Exit status",
    ):
        assert word in said
