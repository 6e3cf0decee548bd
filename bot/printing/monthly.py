"""A manager's month as files: the chart, with the same in words, and the workbook. Their names say nothing but the month."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.printing.chart import chart_of, chart_text
from bot.printing.report import Report
from bot.printing.report_words import chart_title
from bot.printing.workbook import workbook_of
from storage.errors import NotFound
from storage.store import Store

LONGEST = 1_000
"""Letters of a picture's description, by Slack's limit."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One file."""

    name: str
    title: str
    data: bytes
    alt_txt: str = ""
    """The same in words; "" for what is words already."""


def names(month: date) -> tuple[str, str]:
    """Of the chart and of the workbook of the month whose first day this is."""
    return f"supervision-report-{month:%Y-%m}.png", f"supervision-report-{month:%Y-%m}.xlsx"


def drawn(store: Store, workspace: str, viewer_id: str, month: date, now: datetime) -> tuple[Paper, ...]:
    """As this manager may see it now; the reading is noted in the trail. Takes seconds, the database only for the first.

    Nothing where nobody is below them any more, or they have left. Raises Busy, Unavailable.
    """
    with store.read(workspace, now, unhurried=True) as work:
        viewer = work.people.must_get(viewer_id)
        if viewer.left_on is not None and viewer.left_on <= work.today:
            return ()
        try:
            report = Report(work.reports.picture(viewer=viewer, until=month), work.zone)
        except NotFound:
            return ()
    picture, book = names(month)
    title = chart_title(report.month)
    words = f"{title}. {'. '.join(chart_text(report))}."
    return (
        Paper(picture, title, chart_of(report), words[:LONGEST]),
        Paper(book, report.title, workbook_of(report)),
    )
