"""The report as a paper for a board: one page that says it, then the lists, then what each figure counts."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final, Literal

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Image

from bot.printing import page, styles
from bot.printing import report_lists as lists
from bot.printing import report_more as more
from bot.printing import report_words as words
from bot.printing import words as paper_words
from bot.printing.chart import HIGH, WIDE, chart_of, chart_text
from bot.printing.fonts import registered
from bot.printing.page import Paper, gap, table, text
from bot.printing.report import Cell, Kind, Report, Sheet
from handlers.words.phrases import listed
from handlers.words.report import left_out, percent
from storage.pictures import QUALITY

MOST: Final = 60
"""Rows of a list on paper; the workbook has all."""
ON_PAPER: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    words.LATE: (("days", 12), ("due", 23), ("kind", 41), ("person", 31), ("case", 18), ("responsible", 27), ("rule", 22)),
    words.AGREEMENTS: (("state", 34), ("person", 38), ("team", 34), ("responsible", 38), ("due", 30)),
    words.OBSERVATIONS: (("person", 41), ("team", 37), ("responsible", 37), ("count", 18), ("out_of", 17), ("rule", 24)),
    words.LOAD: (("person", 40), ("team", 34), ("state", 44), ("supervisees", 24), ("rule", 32)),
    words.TRAINING: (("person", 36), ("team", 36), ("asked", 42), ("why", 40), ("rule", 20)),
    words.CASES: (("case", 24), ("category", 34), ("person", 36), ("responsible", 36), ("since", 26), ("open", 18)),
    **dict.fromkeys(
        (words.AUDITS, words.GROUPS, words.BY_WHOM, words.GROWING, words.DRIFT),
        (("measure", 42), ("person", 34), ("case", 20), ("state", 42), ("count", 19), ("out_of", 17)),
    ),
    words.MONTHLY: (("measure", 62), ("team", 50), ("count", 20), ("out_of", 20), ("share", 20)),
    words.MOVED: (("month", 24), ("team", 44), ("reason", 44), ("party", 40), ("number", 22)),
}
"""Columns of each list on paper, and how wide they are, in millimetres."""
FIRST_ROWS: Final = 32 * mm
"""A heading, and some rows of the table under it."""
NUMBERS: Final[tuple[Kind, ...]] = ("number", "share", "points", "days")


def board_paper(report: Report) -> bytes:
    """A PDF."""
    registered()
    paper = Paper(
        title=report.title,
        subject=words.TITLE,
        marking=words.MARKING,
        made_at=report.picture.as_of,
        zone=report.zone,
        trail=report.trail,
    )
    return page.printed(paper, list(_story(report)))


def _story(report: Report) -> Iterator[Flowable]:
    yield from _first_page(report)
    yield from _by(report, words.TEAMS_HEAD, "team", words.SHARED["team"])
    yield from _by(report, words.DUTIES_HEAD, "kind", words.SHARED["kind"])
    shown = [
        lists.late(report), _wrong(lists.agreements(report)), _lacking(lists.observations(report)),
        lists.load(report), _wrong(lists.training(report)), lists.cases(report), lists.moved(report),
        *(more.of_the_month(report, sheet) for sheet in (*more.sheets(report), more.by_month(report))),
    ]  # fmt: skip
    for sheet in shown:
        yield from _list(sheet)
    if empty := [sheet.title for sheet in shown if not sheet.rows and sheet.title != words.MONTHLY]:
        is_closed = report.picture.reach == QUALITY
        yield text(words.NOT_LISTED if is_closed else words.ALL_IN_ORDER, styles.H1)
        yield text(f"{words.LISTS_CLOSED} {listed(empty)}." if is_closed else listed(empty))
    yield from _definitions(report)


def _first_page(report: Report) -> Iterator[Flowable]:
    yield text(report.title, styles.TITLE)
    about = dict(report.head)
    shown = [about[words.REPORT_HEAD[key]] for key in ("of", "team", "policy")]
    yield text(" · ".join(each for each in shown if each != paper_words.NOTHING))
    yield text(_headline(report), styles.H2)
    yield text(words.FIGURES_HEAD, styles.H2)
    yield from _figures(report.summary())
    yield text(words.CHART_HEAD, styles.H2)
    yield Image(io.BytesIO(chart_of(report)), width=174 * mm, height=174 * mm * HIGH / WIDE)
    yield text(f"{words.CHART_TEXT}. {'; '.join(chart_text(report))}.", styles.SMALL)


def _headline(report: Report) -> str:
    picture = report.picture
    on_time, late = picture.figure("on_time", month=report.month), picture.figure("late")
    said = words.out_of(on_time.count, on_time.out_of) if on_time else report.note("on_time", report.month) or words.NONE_YET
    if late is None and report.note("late"):
        return words.headline(said, "")
    standing = words.late_now(late.count, late.people, late.longest_days or 0) if late else words.NOTHING_LATE
    return words.headline(said, standing)


def _figures(summary: Sheet) -> Iterator[Flowable]:
    keys = ("measure", "count", "out_of", "share", "median", "longest", "before", "change")
    few = [str(row[0]) for row in summary.rows if row[-1] == words.NOT_SHOWN]
    told = tuple(row for row in summary.rows if row[0] not in few and (any(row[1:-1]) or row[-1] != words.NONE_YET))
    shown = Sheet(summary.title, summary.columns, told)
    yield _table(shown, [(key, width) for key, width in zip(keys, (44, 18, 18, 16, 19, 19, 20, 20), strict=True)])
    yield gap(3)
    if few:
        yield text(words.few_in(few), styles.SMALL)
    if nothing := [str(row[0]) for row in summary.rows if row not in told and row[0] not in few]:
        yield text(words.nothing_of(nothing), styles.SMALL)


def _by(report: Report, heading: str, by: Literal["team", "kind"], named: str) -> Iterator[Flowable]:
    """This month beside the month before, and what is late now."""
    picture = report.picture
    teams = [team for team in picture.teams if by == "team"]
    groups: Sequence[str] = teams if by == "team" else report.kinds("on_time")
    head = (named, words.SHARED["count"], words.SHARED["out_of"], words.SHARED["share"], words.SHARED["before"], words.LATE)
    rows: list[Sequence[str]] = [head]
    for each in groups:
        team, kind = (each, None) if by == "team" else (None, each)
        now = picture.figure("on_time", month=report.month, team=team, kind=kind)
        before = picture.months[-2] if len(picture.months) > 1 else None
        was = picture.figure("on_time", month=before, team=team, kind=kind) if before else None
        unsaid = (report.note("on_time", before, team, kind) if before else "") or paper_words.NOTHING
        late = picture.figure("late", team=team, kind=kind)
        note = report.note("on_time", report.month, team, kind)
        name = words.team(each) if by == "team" else words.label(each)
        late_said = str(late.count) if late else report.note("late", None, team, kind) or "0"
        nothing = (note or paper_words.NOTHING, "", "")
        figures = (f"{now.count:,}", f"{now.out_of:,}", _share(now.share)) if now else nothing
        rows.append((name, *figures, _share(was.share) if was else unsaid, late_said))
    yield from _head(f"{heading}: {words.month(report.month)}")
    is_short = by == "kind" and picture.leaves_out("on_time", by)  # a team's row says itself that it is not shown
    if len(rows) > 1:
        yield table(rows, [width * mm for width in (62, 24, 20, 20, 26, 22)], numbers=(1, 2, 3, 4, 5))
    elif not is_short:
        yield text(words.IN_ORDER)
    if is_short:
        yield text(left_out([words.DUTIES]), styles.SMALL)


def _wrong(sheet: Sheet) -> Sheet:
    """Only what is not in order."""
    spot, fine = [column.key for column in sheet.columns].index("state"), words.STATES["in_order"]
    return Sheet(sheet.title, sheet.columns, tuple(row for row in sheet.rows if row[spot] != fine))


def _lacking(sheet: Sheet) -> Sheet:
    """Only who has not been observed as often as asked."""
    keys = [column.key for column in sheet.columns]
    done, asked = keys.index("count"), keys.index("out_of")
    return Sheet(sheet.title, sheet.columns, tuple(row for row in sheet.rows if row[done] != row[asked]))


def _list(sheet: Sheet) -> Iterator[Flowable]:
    if not sheet.rows:
        return
    yield from _head(sheet.title)
    yield _table(Sheet(sheet.title, sheet.columns, sheet.rows[:MOST]), ON_PAPER[sheet.title])
    if len(sheet.rows) > MOST:
        yield text(words.more(len(sheet.rows) - MOST), styles.SMALL)


def _head(title: str) -> Iterator[Flowable]:
    """Above a table: with room for its first rows under it."""
    yield CondPageBreak(FIRST_ROWS)
    yield text(title, styles.ABOVE)


def _definitions(report: Report) -> Iterator[Flowable]:
    yield text(words.DEFINITIONS, styles.H1)
    for title, says, rules in report.definitions().rows:
        yield text(str(title), styles.H2)
        yield text(str(says))
        yield text(str(rules).replace("\n", " · "), styles.SMALL)
    yield gap()
    yield text(words.HOW)
    for label, value in report.head:
        yield text(f"{label}: {value}", styles.SMALL)


def _table(sheet: Sheet, shown: Sequence[tuple[str, float]]) -> Flowable:
    keys = [column.key for column in sheet.columns]
    spots = [keys.index(key) for key, _ in shown]
    kinds = [sheet.columns[spot].kind for spot in spots]
    rows: list[list[str]] = [[sheet.columns[spot].heading for spot in spots]]
    rows += [[said(row[spot], kind) for spot, kind in zip(spots, kinds, strict=True)] for row in sheet.rows]
    numbers = [spot for spot, kind in enumerate(kinds) if kind in NUMBERS]
    for line, row in zip(rows[1:], sheet.rows, strict=True):
        if "note" in keys and row[keys.index("note")] == words.NOT_SHOWN:
            line[numbers[0]] = words.NOT_SHOWN  # or it would read as if there were none
    return table(rows, [width * mm for _, width in shown], numbers=numbers)


def said(value: Cell, kind: Kind) -> str:
    """A cell on paper."""
    if value is None or value == "":
        return paper_words.NOTHING
    if kind == "month" and isinstance(value, date):
        return words.month(value)
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, str):
        return value
    if kind == "share":
        return _share(value)
    return f"{value:+.1f}" if kind == "points" else f"{value:,.10g}"


def _share(share: float | None) -> str:
    return percent(share)
