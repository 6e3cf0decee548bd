"""`cornerstone report`: workbook, paper and JSON say what the picture says, and nothing that was said in supervision."""

from __future__ import annotations

import json
import re
import shlex
import stat
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from storage import SINGLE, errors
from storage.lifecycle.papers import FileExists
from storage.models import PersonRow
from storage.pictures import Picture
from tests.bot.commanding import at, run, settle
from tests.bot.council import Council
from tests.bot.readback import SOFFICE, about, as_csv, pages

LAST = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)
SHEETS = [
    "Summary", "Late", "On time by month", "Agreements", "Recording and signing", "Observations", "Load and absence",
    "Training to supervise", "Never discussed", "Sessions moved", "Groups", "Who supervises", "Drift", "By month and team",
    "Definitions",
]  # fmt: skip
FORMULA = '=HYPERLINK("http://x","Ffion")'


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The sample council at the end of March: a formula for a name, and a session put off for a reason nobody is to read."""
    settle(monkeypatch, council)
    with council.store.work(SINGLE, LAST) as work:
        (ann,), (tom,) = work.people.find("Ann Ashby"), work.people.find("Tom Tilley")
        (ffion,) = work.people.find("Ffion Frost")
        work.session.get_one(PersonRow, (SINGLE, ffion.id)).name = FORMULA
        work.sessions.record(viewer=tom, supervisee_id=ann.id, held_on=date(2026, 3, 27), notes="A wombat said so.")
        work.sessions.book(viewer=tom, supervisee_id=ann.id, planned_on=date(2026, 4, 20))
        work.sessions.move(
            viewer=tom, supervisee_id=ann.id, to_on=date(2026, 4, 22), reason="court, for a numbat", whose="supervisor"
        )
        work.commit()
    at(council, LAST)
    return council


def picture(office: Council, **asked: Any) -> Picture:
    with office.store.read(SINGLE, LAST) as work:
        return work.reports.picture(viewer=None, until=MARCH, **asked)


@pytest.mark.parametrize("whose", ["operator", "line", "quality", "a team of a line"])
def test_the_command_on_the_paper_makes_the_same_figures_again(office: Council, whose: str) -> None:
    """For whom it was made, so that a manager's makes no report of the council, and audit staff's none with names."""
    team = 'Tom\'s "first" $(team)'
    with office.store.work(SINGLE, LAST) as work:
        (tom,), (ann,) = work.people.find("Tom Tilley"), work.people.find("Ann Ashby")
        work.session.get_one(PersonRow, (SINGLE, ann.id)).team = team
        work.quality_staff.grant(ann.id, viewer=tom)
        work.commit()
    asked = {
        "operator": [],
        "line": ["--as", tom.id],
        "quality": ["--as", ann.id],
        "a team of a line": ["--as", tom.id, "--team", team],
    }[whose]
    path = office.folder / "first.xlsx"
    done = run("report", "--month", "2026-03", *asked, "--xlsx", str(path), "--json")
    assert done.exit_code == 0, done.output
    first = json.loads(done.stdout)
    assert first["reach"] == {"operator": "operator", "quality": "quality"}.get(whose, "line")
    printed = _said_above(openpyxl.load_workbook(path)["Summary"])["To make it again"]
    program, *arguments = shlex.split(printed.replace("--xlsx FILE --pdf FILE", "--json"))
    assert program == "cornerstone"
    again = json.loads(run(*arguments).stdout)
    assert {name: again[name] for name in ("reach", "team", "figures")} == {
        name: first[name] for name in ("reach", "team", "figures")
    }
    assert first["figures"]


def rows(sheet: Any, heading: int = 1) -> list[dict[str, Any]]:
    """By heading."""
    found = list(sheet.iter_rows(min_row=heading, values_only=True))
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


def _said_above(sheet: Any) -> dict[str, str]:
    """Label and value, over the table."""
    return {row[0]: row[1] for row in sheet.iter_rows(max_row=heading_of(sheet) - 1, max_col=2, values_only=True) if row[0]}


def heading_of(sheet: Any) -> int:
    """Over which row it is frozen."""
    return int(sheet.freeze_panes.removeprefix("A")) - 1


def test_workbook_paper_and_json_say_what_the_picture_says(office: Council) -> None:
    xlsx, pdf = office.folder / "march.xlsx", office.folder / "march.pdf"
    done = run("report", "--month", "2026-03", "--xlsx", str(xlsx), "--pdf", str(pdf), "--json")
    assert done.exit_code == 0, done.output
    assert {stat.S_IMODE(path.stat().st_mode) for path in (xlsx, pdf)} == {0o600}
    seen = picture(office)
    data = json.loads(done.stdout)
    shown = {
        (f["measure"], f["month"], f["team"], f["kind"], f["category"]): (f["count"], f["out_of"]) for f in data["figures"]
    }
    assert shown == {
        (key[0], key[1].isoformat() if key[1] else None, *key[2:]): (each.count, each.out_of)
        for key, each in seen.figures.items()
    }
    _is_a_workbook(openpyxl.load_workbook(xlsx), seen)
    _is_a_paper(pdf, seen, data["trail"]["hash"])
    everything = done.output + "".join(pages(pdf)) + _unzipped(xlsx)
    assert [word for word in ("wombat", "numbat", "M999") if word in everything] == []
    with pytest.raises(FileExists):
        run("report", "--month", "2026-03", "--xlsx", str(xlsx))


def _is_a_workbook(book: Any, seen: Picture) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        heading = heading_of(sheet)
        assert sheet.auto_filter.ref.startswith(f"A{heading}:"), sheet.title
        assert all(cell.value and cell.font.bold for cell in sheet[heading]), sheet.title
        assert all(sheet.column_dimensions[cell.column_letter].width >= 10 for cell in sheet[heading])
    late = rows(book["Late"])
    assert len(late) == seen.figure("late").count  # type: ignore[union-attr]
    assert all(isinstance(row["Due"], datetime) for row in late)
    in_long = [row["Why"] for sheet in book for row in (rows(sheet, heading_of(sheet))) if row.get("Why")]
    assert in_long
    assert [why for why in in_long if re.search(r"\d{4}-\d\d-\d\d", why)] == [], "days as people say them"
    assert [row["Days late"] for row in late] == sorted(
        (item.days for item in seen.items if item.measure == "late"), reverse=True
    )
    assert book["Late"]["B2"].number_format == "dd mmm yyyy"
    (called, *_) = [cell for row in book["Late"].iter_rows() for cell in row if cell.value == FORMULA]
    assert (called.data_type, called.quotePrefix) == ("s", True)
    monthly = {(row["Month"].date(), row["Team"], row["Duty"]): row for row in rows(book["On time by month"])}
    for month in seen.months:
        for team in (None, *seen.teams):
            figure = seen.figure("on_time", month=month, team=team)
            row = monthly.get((month, team or "All teams", "All duties"))
            assert (row and (row["Number"], row["Out of"])) == (figure and (figure.count, figure.out_of))
    summary = {row["Measure"]: row for row in rows(book["Summary"], heading_of(book["Summary"]))}
    on_time = seen.figure("on_time", month=MARCH)
    assert on_time
    assert (summary["On time"]["Number"], summary["On time"]["Out of"]) == (on_time.count, on_time.out_of)
    assert summary["On time"]["Share"] == 1000 * on_time.count // on_time.out_of / 1000
    assert {row["Measure"] for row in rows(book["Definitions"])} == {each.title for each in seen.definitions.values()}
    moved = rows(book["Sessions moved"])
    assert [(row["Sort of reason"], row["For whom"], row["Times"]) for row in moved] == [("Court", "Supervisor", 1)]


def _is_a_paper(pdf: Path, seen: Picture, trail: str) -> None:
    text = pages(pdf)
    on_time, late = seen.figure("on_time", month=MARCH), seen.figure("late")
    assert on_time
    assert late
    first = text[0].replace("\n", " ")
    assert f"On time this month: {on_time.count} of {on_time.out_of}, {100 * on_time.count // on_time.out_of}%." in first
    assert f"{late.count} things are late now" in first
    for month in seen.months:
        figure = seen.figure("on_time", month=month)
        assert f"{month:%b %Y}: " + (f"{figure.count} of {figure.out_of}" if figure else "nothing to count") in first
    assert all(trail in page and f"Page {number} of {len(text)}" in page for number, page in enumerate(text, 1))
    whole = " ".join(text).replace("\n", " ")
    assert all(measure.definition[:60] in whole for measure in seen.definitions.values())
    assert "cornerstone report --month 2026-03 --as-of 2026-03-30" in whole
    assert about(pdf)["Title"] == "Supervision report, March 2026"
    document = pypdfium2.PdfDocument(pdf)
    pictures = [each for each in document[0].get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == 1
    document.close()


def _unzipped(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


WRONG = {
    "--month 2026-13 --json": "--month: a year from 2000 on and a month, as in 2026-10.",
    "--month 0001-01 --json": "--month: a year from 2000 on and a month, as in 2026-10.",
    "--month 2027-01 --json": "--month: that month has not come yet.",
    "--month 2026-03": "Say what to make: --xlsx FILE, --pdf FILE, --json, or several of them.",
    "--month 2026-03 --json --as nobody": "--as: nobody who works here has that staff id or e-mail address.",
    "--month 2026-03 --json --as-of 2027-01-01": "--as-of: that day has not come yet.",
    "--month 2026-03 --json --as-of 0001-01-01": "--as-of: a day from 2000 on.",
}


def test_each_sees_their_own_line_and_a_past_day_stays_as_it_was(office: Council) -> None:
    def figures(*more: str) -> dict[str, Any]:
        return json.loads(run("report", "--month", "2026-03", "--json", *more).stdout)  # type: ignore[no-any-return]

    def people(made: dict[str, Any]) -> int:
        return sum(each["out_of"] for each in made["figures"] if each["measure"] == "agreements" and not each["team"]
                   and not each["kind"])  # fmt: skip

    with office.store.read(SINGLE, LAST) as work:
        ids = {name: work.people.find(name)[0].id for name in ("Tom Tilley", "Grace Garland", "Priya Prasad")}
    whole, tom = figures(), figures("--as", ids["Tom Tilley"])
    assert (whole["reach"], tom["reach"]) == ("operator", "line")
    assert people(tom) < people(whole) == people(figures("--as", ids["Grace Garland"]))
    north = figures("--team", "North Locality")
    assert {each["team"] for each in north["figures"]} == {None, "North Locality"}
    for refused in (
        ("--as", ids["Priya Prasad"]),
        ("--team", "Nowhere"),
        ("--team", "South Locality", "--as", ids["Tom Tilley"]),
    ):
        with pytest.raises(errors.NotFound):
            figures(*refused)
    before = figures("--as-of", "2026-03-10")["figures"]
    at(office, datetime(2026, 5, 1, 9, tzinfo=UTC))
    assert figures("--as-of", "2026-03-10")["figures"] == before != whole["figures"]
    for wrong, said in WRONG.items():
        done = run("report", *wrong.split())
        assert (done.exit_code, done.stderr.strip()) == (2, said), wrong


def test_what_is_entered_later_counts_in_a_past_day_and_workbook_and_paper_say_so(office: Council) -> None:
    def late() -> int:
        made = json.loads(run("report", "--month", "2026-03", "--as-of", "2026-03-20", "--json").stdout)
        return next(each["count"] for each in made["figures"] if each["measure"] == "late" and not any(
            each[name] for name in ("month", "team", "kind", "category")))  # fmt: skip

    before = late()
    with office.store.work(SINGLE, LAST) as work:
        found = work.reports.picture(viewer=None, until=MARCH, as_of=date(2026, 3, 20)).items
        one = next(each for each in found if each.measure == "late" and each.kind == "personal_supervision")
        who = work.people.must_get(one.responsible[0])
        work.sessions.record(viewer=who, supervisee_id=one.person, held_on=date(2026, 3, 18), notes="As agreed.")
        work.commit()
    assert late() < before
    xlsx, pdf = office.folder / "then.xlsx", office.folder / "then.pdf"
    assert run("report", "--month", "2026-03", "--as-of", "2026-03-20", "--xlsx", str(xlsx), "--pdf", str(pdf)).exit_code == 0
    said = "What has been entered or corrected since about that day or one before it counts then too"
    assert said in " ".join(pages(pdf)).replace("\n", " ")
    assert said in _said_above(openpyxl.load_workbook(xlsx)["Summary"])["Made again later"]


def test_performance_staff_see_no_figure_about_few_people_and_nobodys_name(office: Council) -> None:
    with office.store.read(SINGLE, LAST) as work:
        (priya,) = work.people.find("Priya Prasad")
    assert run("quality", "grant", priya.id, "--by", "E1001").exit_code == 0
    xlsx, pdf = office.folder / "q.xlsx", office.folder / "q.pdf"
    done = run("report", "--month", "2026-03", "--as", priya.id, "--xlsx", str(xlsx), "--pdf", str(pdf))
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(xlsx)
    assert [rows(book[name]) for name in ("Late", "Agreements", "Observations")] == [[], [], []]
    hidden = [row for row in rows(book["On time by month"]) if row["Note"]]
    assert hidden
    assert all(row["Number"] is None and row["Share"] is None for row in hidden)
    assert "Tom Tilley" not in "".join(pages(pdf)) + _unzipped(xlsx)


def test_libreoffice_opens_the_workbook_and_reads_a_name_as_a_name(office: Council) -> None:
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine: install Debian's package libreoffice-calc")
    xlsx = office.folder / "o.xlsx"
    assert run("report", "--month", "2026-03", "--xlsx", str(xlsx)).exit_code == 0
    (office.folder / "csv").mkdir()
    text = as_csv(xlsx, office.folder / "csv", SHEETS.index("Late") + 1)
    assert text.startswith("Days late,Due,Duty,About")
    assert FORMULA.replace('"', '""') in text
    assert "\n35,02/23/2026," in text, "a date to LibreOffice, which writes it its own way"
    assert "#NAME?" not in text
    assert "Err:" not in text
