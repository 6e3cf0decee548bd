"""The report on paper says whose it is, what is not shown, and what is owed in the words of the windows."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.printing import report_words
from bot.printing.board import board_paper
from bot.printing.chart import chart_of
from bot.printing.report import Report
from bot.printing.workbook import workbook_of
from scheduling.measures import Item, counted
from storage import SINGLE
from storage.models import ObservationRow, SessionRow
from storage.pictures import LINE, Picture
from storage.unit import UnitOfWork
from tests.bot.readback import pages
from tests.databases import Databases
from tests.handlers.growing import council
from tests.handlers.office import LONDON, TUESDAY, Office, seen, staff_id
from tests.handlers.test_few_people import add_pat

MARCH = date(2026, 3, 1)


def report(office: Office, viewer: str | None, team: str | None = None) -> Report:
    """Of March, for somebody of the sample office; None: for the operator."""

    def ask(work: UnitOfWork) -> Report:
        who = work.people.must_get(staff_id(viewer)) if viewer else None
        return Report(work.reports.picture(viewer=who, team=team, until=MARCH), work.zone)

    return office.read(ask)  # type: ignore[no-any-return]


def paper(made: Report, folder: Path) -> str:
    """All its text in a line."""
    path = folder / "report.pdf"
    path.write_bytes(board_paper(made))
    return " ".join(" ".join(pages(path)).split())


def test_what_would_tell_of_few_is_said_to_be_left_out_and_not_to_be_nothing(databases: Databases, tmp_path: Path) -> None:
    """Of March seven records and a supervision fell due, of no team or duty for five people; twelve things are late."""
    with council(databases, "wokingham", add_pat) as office:
        whole = paper(report(office, "pat"), tmp_path)
        for said in (
            "Not shown, they would tell of fewer than five people: On time, Recorded, ",
            "Duties are left out where their figure would tell of fewer than five people.",
            "Not listed here In a report for performance and audit a list names only people below its reader. None of them is "
            "in: Late, ",
            "Held by the same supervisor All teams not shown: few people",
        ):
            assert said in whole, said
        assert "Nothing to list" not in whole
        managers = paper(report(office, "sue"), tmp_path)
        assert [said for said in ("few people", "left out", "Not listed here") if said in managers] == []
        assert "Sessions moved" in managers.partition("Nothing to list")[2].partition("Definitions")[0], "nobody put one off"


def sheet(made: Report, title: str) -> list[tuple[Any, ...]]:
    """Rows of the workbook, the headings among them."""
    return list(openpyxl.load_workbook(BytesIO(workbook_of(made)))[title].iter_rows(values_only=True))


def counted_up(items: list[Item]) -> Report:
    """Of these rows of March, and nothing else."""
    named = {"policy": "A policy", "version": "1", "service": "", "team": None, "reach": LINE}
    figures, teams = counted(items), tuple(sorted({item.team for item in items}))
    of = Picture(
        as_of=TUESDAY, months=(MARCH,), teams=teams, figures=figures, items=(), people={}, trail_head="", trail_seq=0, **named
    )
    return Report(of, LONDON)


def on_time(team: str, out_of: int, late: int) -> list[Item]:
    """So many supervisions that fell due, of which some were late."""
    return [
        Item("on_time", MARCH, team, "personal_supervision", "", f"{team}{n}", number=int(n >= late)) for n in range(out_of)
    ]


WHOSE = {
    "a manager's": ("tom", None, "Anytown · The people below Tom Hale · "),
    "a manager's, of one team": ("tom", "North", "Anytown · North · "),
    "of performance and audit": ("pat", None, "Anytown · All teams · "),
    "the operator's": (None, None, "Anytown · All teams · "),
}


@pytest.mark.parametrize("which", WHOSE)
def test_the_first_page_and_the_first_sheet_say_whom_it_is_about(databases: Databases, tmp_path: Path, which: str) -> None:
    viewer, team, said = WHOSE[which]

    def change(work: UnitOfWork) -> None:
        add_pat(work)
        work.settings.put("organisation.service", "Anytown")

    with council(databases, "wokingham", change) as office:
        made = report(office, viewer, team)
    assert paper(made, tmp_path).startswith(f"Supervision report, March 2026 {said}")
    (about,) = (row[1] for row in sheet(made, "Summary") if row[0] == "About")
    assert about == said.split(" · ")[1]


def all_in_order(work: UnitOfWork) -> None:
    """Whatever Tom is to see to was seen to on 2 March: Ann's supervision, and how she and Priya practise."""
    mine = {"workspace": SINGLE}
    on = date(2026, 3, 2)
    for who in map(staff_id, ("ann", "priya")):
        work.session.add(ObservationRow(**mine, of_id=who, by_id=staff_id("tom"), kind="practice", observed_on=on))
    held = {"supervisee_id": staff_id("ann"), "supervisor_id": staff_id("tom"), "held_on": on, "recorded_on": on}
    work.session.add(SessionRow(**mine, **held, kind="personal", minutes=90, notes="As agreed."))


def test_where_nothing_is_late_it_says_nothing_in_the_window_and_0_on_paper(databases: Databases, tmp_path: Path) -> None:
    with council(databases, "wokingham", all_in_order) as office:
        tom = office.person("tom")
        tom.command("/supervision", "report")
        stands = [line for line in seen(tom).splitlines() if line.startswith(("*Late now*", "*Sessions moved", "*Signed*"))]
        made = report(office, "tom")
    assert stands == [
        "*Late now*: nothing",
        "*Sessions moved or called off*: nothing",
        "*Signed*: Nothing counts towards this yet.",
    ]
    figures = paper(made, tmp_path).partition("Figures of the month")[2].partition("On time, month by month")[0]
    counted, _, nothing = figures.partition("Nothing to count: ")
    assert "Late now 0 –" in counted
    assert "Late now" not in nothing
    assert "Signed" in nothing
    notes = {row[0]: (row[1], row[-1]) for row in sheet(made, "Summary")}
    assert (notes["Late now"], notes["Signed"]) == ((0, None), (0, "nothing to count"))


def test_a_case_never_discussed_is_so_many_days_open_and_not_late(databases: Databases, tmp_path: Path) -> None:
    with council(databases, "wokingham") as office:
        made = report(office, "sue")
    assert "Days open" in sheet(made, "Never discussed")[0]
    assert "Days late" not in sheet(made, "Never discussed")[0]
    listed = paper(made, tmp_path).partition(" Never discussed Case ")[2]
    assert listed.startswith("Case category About Responsible Since Days open ")


def test_what_is_late_is_named_as_the_windows_name_it_and_not_as_if_it_were_done(databases: Databases, tmp_path: Path) -> None:
    """Of Tom's, Ann's supervision is late, and nobody has seen her or Priya practise."""
    with council(databases, "wokingham") as office:
        made = report(office, "tom")
    head, *rows = sheet(made, "Late")
    late = {(row[head.index("About")], row[head.index("Duty")]) for row in rows}
    expected = {("Ann Example", "Supervision"), ("Ann Example", "Practice observation"), ("Priya Shah", "Practice observation")}
    assert late == expected
    assert "Practice observed" not in paper(made, tmp_path).partition("Definitions")[0]


SHARES = {(2500, 1): 0.999, (2500, 0): 1.0, (7, 2): 0.714, (1000, 999): 0.001, (3000, 2999): 0.0, (4, 4): 0.0}
"""Of so many so many late: 99.96% is shown as 99.9%, 71.43 as 71.4, 0.03 as 0.0."""


@pytest.mark.parametrize("fell_due", SHARES)
def test_a_share_in_the_workbook_is_never_100_where_one_is_missing(fell_due: tuple[int, int]) -> None:
    made = counted_up(on_time("North", *fell_due))
    head, first, *_ = sheet(made, "On time by month")
    out_of, late = fell_due
    assert (first[head.index("Number")], first[head.index("Out of")]) == (out_of - late, out_of)
    assert first[head.index("Share")] == SHARES[fell_due]


@pytest.mark.parametrize("name", ["$a_{b$", r"$\frac{$", "Over $5 & under $9"])
def test_a_teams_name_is_drawn_in_the_chart_as_it_is(name: str) -> None:
    """Two dollar signs in it are no formula, which could not be drawn where it is none."""
    chart = chart_of(counted_up(on_time(name, 6, 1) + on_time("North", 6, 2)))
    assert chart.startswith(b"\x89PNG")


def test_the_headline_counts_no_day_where_only_an_hour_has_passed() -> None:
    assert report_words.late_now(1, 1, 0) == "1 thing is late now, about one person."
