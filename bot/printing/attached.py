"""A report as files for the thread of a message: their names say nothing but the month, a chart says the same in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.printing.board import board_paper
from bot.printing.chart import chart_of, chart_text
from bot.printing.report import Report
from bot.printing.report_words import chart_title
from bot.printing.workbook import workbook_of
from storage import papers
from storage.errors import NotFound
from storage.store import Store

LONGEST = 1_000
"""Letters of a picture's description, by Slack's limit."""


@dataclass(frozen=True, slots=True)
class File:
    """One file."""

    name: str
    title: str
    data: bytes
    alt_txt: str = ""
    """The same in words; "" for what is words already."""


def _described(report: Report) -> str:
    return f"{chart_title(report.month)}. {'. '.join(chart_text(report))}."[:LONGEST]


FORMS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    papers.CHART: ("png", chart_of),
    papers.WORKBOOK: ("xlsx", workbook_of),
    papers.PDF: ("pdf", board_paper),
}
"""How the name of each ends, and who draws it."""


def names(paper: papers.Paper) -> tuple[str, ...]:
    """Of its files."""
    return tuple(_name(paper, form) for form in paper.forms)


def drawn(store: Store, workspace: str, viewer_id: str, paper: papers.Paper, now: datetime) -> tuple[File, ...]:
    """As its reader may see it now; the reading is noted in the trail. Takes seconds, the database only for the first.

    Nothing where nobody they may see is in it any more, or they have left. Raises Busy, Unavailable.
    """
    with store.read(workspace, now, unhurried=True) as work:
        viewer = work.people.must_get(viewer_id)
        if viewer.left_on is not None and viewer.left_on <= work.today:
            return ()
        try:
            report = Report(work.reports.picture(viewer=viewer, team=paper.team, until=paper.month), work.zone)
        except NotFound:
            return ()
    return tuple(_file(report, paper, form) for form in paper.forms)


def _file(report: Report, paper: papers.Paper, form: str) -> File:
    is_chart = form == papers.CHART
    title = chart_title(report.month) if is_chart else report.title
    title += f", {paper.team}" if paper.team else ""
    return File(_name(paper, form), title, FORMS[form][1](report), _described(report) if is_chart else "")


def _name(paper: papers.Paper, form: str) -> str:
    return f"supervision-report-{paper.month:%Y-%m}.{FORMS[form][0]}"
