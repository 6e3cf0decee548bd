"""The chart of a report, for eyes that tell colours apart and for those that do not: line, mark and name beside each."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.printing import report_words as words
from bot.printing.report import Report
from handlers.words.report import percent

COLOURS: Final = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
"""Okabe and Ito's: told apart by the colour-blind, and by their marks in grey."""
MARKS: Final = ("o", "s", "^", "D", "v", "P")
MOST_TEAMS: Final = 5
WIDE, HIGH, DOTS = 7.2, 2.7, 200
GAP: Final = 7.0
"""Percentage points between two names beside their lines, so that neither covers the other."""


def chart_of(report: Report) -> bytes:
    """On time by month, all together and, where they are few, team by team; a PNG."""
    figure = Figure(figsize=(WIDE, HIGH), dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes: Any = figure.add_subplot()
    months = report.picture.months
    lines = _lines(report)
    for number, (name, shares) in enumerate(lines):
        spots = [spot for spot, share in enumerate(shares) if share is not None]
        axes.plot(
            spots,
            [shares[spot] * 100 for spot in spots],  # type: ignore[operator]
            color=COLOURS[number],
            marker=MARKS[number],
            markersize=4.5 if number else 5.5,
            linewidth=1.2 if number else 2.2,
            zorder=10 - number,
            label=name,
        )
    _name_lines(axes, lines, len(months))
    _dress(axes, months, words.FEW_IN_MONTHS if report.picture.leaves_out("on_time", "month") else words.NO_MONTHS)
    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def chart_text(report: Report) -> list[str]:
    """The same in words, month by month."""
    said = []
    for month in report.picture.months:
        found = report.picture.figure("on_time", month=month)
        note = report.note("on_time", month)
        said.append(words.of_month(month, words.out_of(found.count, found.out_of) if found else note or words.NONE_YET))
    return said


def _lines(report: Report) -> list[tuple[str, list[float | None]]]:
    picture = report.picture
    teams = [team for team in picture.teams if picture.figure("on_time", team=team)]
    shown: list[str | None] = [None]
    if 1 < len(teams) <= MOST_TEAMS:
        shown += teams
    found = []
    for team in shown:
        trend = picture.trend("on_time", team=team)
        found.append((words.team(team), [each.share if each else None for each in trend]))
    return [(name, shares) for name, shares in found if any(share is not None for share in shares)]


def _name_lines(axes: Any, lines: Sequence[tuple[str, list[float | None]]], months: int) -> None:
    """Each line's name at its end, moved apart where they would meet."""
    ends = []
    for number, (name, shares) in enumerate(lines):
        spot = max(spot for spot, share in enumerate(shares) if share is not None)
        ends.append((float(shares[spot] or 0) * 100, number, name, spot))
    below = -GAP
    for end, number, name, spot in sorted(ends):
        below = max(end, below + GAP)
        axes.annotate(
            f"{name} {percent(end / 100)}",
            xy=(spot, end),
            xytext=(months - 0.75, below),
            fontsize=7,
            color=COLOURS[number],
            weight="bold" if number == 0 else "normal",
            va="center",
            annotation_clip=False,
            parse_math=False,  # a team may be called anything
            arrowprops={
                "arrowstyle": "-",
                "color": COLOURS[number],
                "linewidth": 0.4,
                "relpos": (0, 0.5),
                "shrinkA": 1,
                "shrinkB": 3,
            },
        )


def _dress(axes: Any, months: Sequence[date], empty: str) -> None:
    """Axes and months; `empty` is said where there is no line."""
    axes.set_xlim(-0.3, len(months) - 0.6)
    axes.set_ylim(-4, 104)
    axes.set_yticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"], fontsize=7)
    names = [f"{month:%b}\n{month:%Y}" if spot == 0 or month.month == 1 else f"{month:%b}" for spot, month in enumerate(months)]
    axes.set_xticks(range(len(months)), names, fontsize=7)
    axes.grid(axis="y", color="#dde3e8", linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    if not axes.lines:
        axes.text(0.5, 0.5, empty, transform=axes.transAxes, ha="center", fontsize=8)
