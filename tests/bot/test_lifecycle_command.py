"""`cornerstone retention` and `cornerstone subject`, as an officer types them."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from scheduling.errors import SupervisionError
from storage import SINGLE, database
from storage.lifecycle import running, scrubbing
from storage.models import PersonRow, SessionRow
from tests.bot.commanding import at, run, settle
from tests.bot.council import NINE, Council

LATER = NINE.replace(year=2034)
SCHEDULE = """
[personal_supervision]
keep = { years = 6 }
source = "HR 14"
[staff]
keep = { years = 6 }
source = "HR 15"
"""


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The sample council eight years on; whoever left on 2 March 2026 is `leaver`."""
    monkeypatch.setattr(running, "A_PAUSE", 0)
    (council.folder / "retention.toml").write_text(SCHEDULE)
    settle(monkeypatch, council, CORNERSTONE_RETENTION=str(council.folder / "retention.toml"))
    with council.store.work(SINGLE, NINE) as work:
        row = work.session.scalars(select(SessionRow).where(SessionRow.supervisee_id == leaver(council)).limit(1)).one()
        row.notes = "quokka"
        work.session.get_one(PersonRow, (SINGLE, leaver(council))).left_on = date(2026, 3, 2)
        work.commit()
    at(council, LATER)
    return council


def leaver(council: Council) -> str:
    """Ann Ashby's staff id."""
    return found(council, "Ann Ashby").id


def officer(council: Council) -> str:
    return found(council, "Grace Garland").email


def found(council: Council, name: str) -> PersonRow:
    with council.store.reading() as session:
        return session.scalars(select(PersonRow).where(PersonRow.name == name)).one()


@contextmanager
def in_use(council: Council) -> Iterator[None]:
    """Somebody reads or tidies without a pause: others may write, but nobody writes the whole of it anew."""
    is_file = council.store.engine.dialect.name == "sqlite"
    asked = "SELECT * FROM trail" if is_file else "LOCK TABLE trail IN SHARE UPDATE EXCLUSIVE MODE"
    with council.store.reading() as session:
        session.connection().exec_driver_sql(asked)
        yield


def name_of(council: Council, person_id: str) -> str:
    with council.store.reading() as session:
        return session.get_one(PersonRow, (SINGLE, person_id)).name


def test_the_schedule_says_how_long_each_class_is_kept_and_who_says_so(office: Council) -> None:
    rows = {row["class"]: row for row in json.loads(run("retention", "schedule", "--json").output)}
    assert (rows["staff"]["keep"], rows["staff"]["from"], rows["staff"]["says"]) == ("6 years", "left_on", "HR 15")
    assert (rows["case_content"]["keep"], rows["case_content"]["says"]) == ("90 days", "Cornerstone")
    assert rows["absences"]["keep"] == "kept: the council's schedule is silent"
    assert "HR 14" in run("retention", "schedule").output


def test_a_plan_is_looked_through_and_then_done_and_nothing_else(office: Council) -> None:
    folder, ann = office.folder, leaver(office)
    told = run("retention", "plan", "--csv", str(folder / "plan.csv"))
    assert told.exit_code == 0, told.output
    assert "quokka" not in told.output
    assert "Ann" not in told.output
    assert stat.S_IMODE((folder / "plan.csv").stat().st_mode) == 0o600
    with (folder / "plan.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert [(line["class"], line["table"], line["then"], line["due_since"]) for line in lines] == [
        ("personal_supervision", "sessions", "content", "2032-03-02"),
        ("staff", "people", "details", "2032-03-02"),
    ]
    assert json.loads(run("retention", "plan", "--json").output) == lines
    struck = folder / "struck.csv"
    struck.write_text("".join(line for line in (folder / "plan.csv").read_text().splitlines(True) if "people" not in line))
    done = run("retention", "run", "--plan", str(struck), "--by", officer(office))
    assert done.output == "1 of 1 planned are erased.\n"
    assert name_of(office, ann) == "Ann Ashby"
    done = run("retention", "run", "--plan", str(folder / "plan.csv"), "--by", officer(office))
    assert done.output.startswith("1 of 2 planned are erased.\n  stays: sessions ")
    assert name_of(office, "erased-1") == "Erased person 1"
    assert run("retention", "plan").output == "Nothing would go today.\n"


def test_one_leaver_whose_records_are_kept_keeps_their_name(office: Council) -> None:
    (office.folder / "retention.toml").write_text('[staff]\nkeep = { years = 6 }\nsource = "HR 15"\n')
    assert run("retention", "plan").output == (
        "Nothing would go today.\nOne leaver keeps their name while anything written of theirs is kept.\n"
    )


def test_a_hold_is_placed_listed_and_released(office: Council) -> None:
    by, ann = officer(office), leaver(office)
    placed = run("retention", "hold", "--person", ann, "--reason", "Tribunal 12", "--by", by)
    assert placed.exit_code == 0, placed.output
    plan = run("retention", "plan").output
    assert plan == "Nothing would go today.\nTwo more are due and held: `cornerstone retention list`.\n"
    (row,) = json.loads(run("retention", "list", "--json").output)
    assert (row["person"], row["why"], row["since"]) == (ann, "Tribunal 12", LATER.date().isoformat())
    assert run("retention", "release", row["hold"], "--reason", "Over", "--by", by).exit_code == 0
    assert run("retention", "list").output == "Nothing is held.\n"
    assert "Over" in run("retention", "list", "--all").output
    assert run("retention", "hold", "--reason", "x", "--by", by).exit_code == 2


def test_a_leaver_is_erased_and_their_export_was_made_before(office: Council) -> None:
    by, ann, folder = officer(office), leaver(office), office.folder
    made = run("subject", "export", ann, "--to", str(folder / "sar"), "--by", by, "--reason", "Request 7")
    assert made.exit_code == 0, made.output
    assert "One text to check before" in made.output
    assert "quokka" in (folder / "sar" / "record.md").read_text()
    done = run("subject", "erase", found(office, "Ann Ashby").email, "--by", by, "--reason", "7")
    assert done.output.startswith("They are Erased person 1 now (erased-1). Notes and reasons of one session went ")
    with pytest.raises(SupervisionError):
        run("subject", "erase", ann, "--by", by, "--reason", "7")
    assert run("retention", "scrub").output == "Done.\n"


def test_a_database_too_busy_to_be_written_anew_is_told_with_the_command_that_does_it_later(
    office: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "TRIES", 1)
    monkeypatch.setattr(database, "BUSY_MS", 200)
    ann, by = leaver(office), officer(office)
    with in_use(office):
        done = run("subject", "erase", ann, "--by", by, "--reason", "7")
    told = "The database was too busy to be written anew: run `cornerstone retention scrub` in a quiet hour.\n"
    assert done.output.endswith(told)


def test_whoever_works_here_is_not_erased_and_nobody_is_before_time_without_saying_so(office: Council) -> None:
    by = officer(office)
    with pytest.raises(SupervisionError, match="still works here"):
        run("subject", "erase", found(office, "Tom Tilley").id, "--by", by, "--reason", "7", "--now")
    at(office, NINE + timedelta(days=30))
    with pytest.raises(SupervisionError, match="--now"):
        run("subject", "erase", leaver(office), "--by", by, "--reason", "7")
    assert run("subject", "erase", leaver(office), "--by", by, "--reason", "7", "--now").exit_code == 0


def test_a_file_that_is_no_plan_is_refused(office: Council) -> None:
    (office.folder / "other.csv").write_text("name,mail\nann,ann@x\n")
    with pytest.raises(SupervisionError, match="no plan"):
        run("retention", "run", "--plan", str(office.folder / "other.csv"), "--by", officer(office))
    (office.folder / "plan.csv").write_text("mine")
    with pytest.raises(SupervisionError, match="already"):
        run("retention", "plan", "--csv", str(office.folder / "plan.csv"))
    assert Path(office.folder / "plan.csv").read_text() == "mine"
