"""Lists of the report that a policy asks for or does not: audits, groups, who supervises, growing in post, drift."""

from collections.abc import Iterator
from typing import Final

from bot.printing import report_words as words
from bot.printing.report import Cell, Column, Report, Sheet
from scheduling.measures import Item

SHEETS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (words.AUDITS, ("audits", "cp_audited")),
    (words.GROUPS, ("team_groups", "attendance")),
    (words.BY_WHOM, ("same_supervisor", "same_profession")),
    (words.GROWING, ("year_ahead", "conversations", "observing", "asye_caseload")),
    (words.DRIFT, ("drift", "carried_over", "tools")),
)
"""Each with its measures, in order."""
WHOLE: Final = ("audits", "asye_caseload")
"""Listed whole; of the others what is not as it should be."""


def sheets(report: Report) -> Iterator[Sheet]:
    """Those with a measure the policy asks for."""
    asked = report.picture.definitions
    for title, measures in SHEETS:
        if any(measure in asked for measure in measures):
            yield _listed(report, title, [measure for measure in measures if measure in asked])


def by_month(report: Report) -> Sheet:
    """A line for each measure counted by month, month and team."""
    measures = [key for _, several in SHEETS for key in several if key in report.picture.definitions]
    monthly = [key for key in measures if report.picture.definitions[key].by_month]
    return report.monthly(words.MONTHLY, monthly)


def of_the_month(report: Report, sheet: Sheet) -> Sheet:
    """On paper: of what is counted by month, the month reported."""
    spot = [column.key for column in sheet.columns].index("month")
    return Sheet(sheet.title, sheet.columns, tuple(row for row in sheet.rows if row[spot] in (None, report.month)))


def _listed(report: Report, title: str, measures: list[str]) -> Sheet:
    columns = (
        Column("measure"), Column("month", "month"), Column("person"), Column("team"), Column("responsible"), Column("case"),
        Column("category"), Column("state"), Column("count", "number"), Column("out_of", "number"), Column("day", "date"),
        Column("why", "long"), Column("rule"), Column("source"),
    )  # fmt: skip
    rows = [_cells(report, one) for measure in measures for one in _rows(report, measure)]
    return Sheet(title, columns, tuple(rows))


def _rows(report: Report, measure: str) -> list[Item]:
    better = report.picture.definitions[measure].more_is_better
    rows = [one for one in report.items(measure) if measure in WHOLE or (one.number < one.out_of if better else one.number > 0)]
    return sorted(rows, key=lambda one: (one.month or report.month, report.name(one.person), one.case or "", one.about))


def _cells(report: Report, one: Item) -> tuple[Cell, ...]:
    return (
        report.picture.definitions[one.measure].title, one.month, report.name(one.person), words.team(one.team),
        report.names(one), one.case, words.label(one.category) if one.category else None, words.label(one.kind), one.number,
        one.out_of, report.due(one), report.why(one), one.rule, one.source,
    )  # fmt: skip
