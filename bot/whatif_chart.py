"""The picture of a what-if: late week by week, and what a month asks for; before beside after.

Colours are Okabe and Ito's, told apart by everybody; each line and bar has its name and number beside it, and dashes tell the
lines apart in black and white. What the picture shows is in its description and in the tables printed with it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from handlers.words import whatif as words
from storage.lifecycle import papers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scheduling.whatif import Answer

BEFORE, AFTER, INK, FAINT = "#0072B2", "#D55E00", "#333333", "#DDDDDD"
SIZE: Final = (11.0, 5.4)
"""Inches."""
DOTS: Final = 150


def drawn(answer: Answer, title: str) -> Figure:
    """The picture; `title` is the question asked."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = Figure(figsize=SIZE, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12))
    # A name may hold two dollar signs. `parse_math=False` would not do: what is wrapped is measured as a formula all the same.
    asked = title.replace("? ", "?\n").replace("$", r"\$")
    figure.suptitle(asked, x=0.015, ha="left", fontsize=12, fontweight="bold", color=INK, wrap=True)
    grid = figure.add_gridspec(3, 2, width_ratios=(2.2, 1))
    _weeks(figure.add_subplot(grid[:, 0]), answer)
    before, after = answer.before.held, answer.after.held
    for place, (what, old, new) in enumerate(
        (
            (words.SESSIONS, before.sessions, after.sessions),
            (words.DISCUSSIONS, before.discussions, after.discussions),
            (words.HOURS, before.hours, after.hours),
        )
    ):
        _bars(figure.add_subplot(grid[place, 1]), what, old, new)
    return figure


def save(answer: Answer, title: str, to: Path) -> str:
    """Write the picture as a new PNG with its description in it; the description is what a reader without it is told.

    Nobody but its owner may read it: people are named. Raises FileExists, CannotWriteThere.
    """
    said, made = words.in_words(answer, words.weeks(answer)), BytesIO()
    drawn(answer, title).savefig(made, format="png", dpi=DOTS, metadata={"Title": title, "Description": said})
    papers.write(to, made.getvalue())
    return said


def _weeks(axes: Axes, answer: Answer) -> None:
    from matplotlib.ticker import MaxNLocator

    rows, number = words.weeks(answer), range(1, answer.weeks + 1)
    before, after = [row[1] for row in rows], [row[2] for row in rows]
    axes.plot(number, after, color=AFTER, linewidth=2.5, marker="o", markersize=4, clip_on=False)
    axes.plot(number, before, color=BEFORE, linestyle="--", linewidth=1.8, marker="s", markersize=3, clip_on=False)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_title(words.LATE_BY_WEEK, loc="left", fontsize=11, color=INK)
    _plain(axes)
    axes.set_ylim(bottom=0, top=max(1, *before, *after) * 1.18)
    axes.set_xlim(0.5, answer.weeks + 0.5)
    step = max(1, answer.weeks // 6)
    shown = list(number)[::step]
    axes.set_xticks(shown, [rows[week - 1][0].replace(" ", "\n", 1) for week in shown], fontsize=9)
    _named(axes, before, after)


def _named(axes: Axes, before: list[int], after: list[int]) -> None:
    """Each line's name and highest number beside its highest point; two that are one are named once."""
    if before == after:
        _note(axes, before, f"{words.AS_IT_IS} and {words.CHANGED.lower()}: {max(before)}", INK, above=True)
        return
    higher = max(after) >= max(before)
    _note(axes, after, f"{words.CHANGED}: {max(after)}", AFTER, above=higher)
    _note(axes, before, f"{words.AS_IT_IS}: {max(before)}", BEFORE, above=not higher)


def _note(axes: Axes, values: list[int], text: str, colour: str, *, above: bool) -> None:
    at = values.index(max(values))
    right = at > len(values) * 0.6
    offset = (-8 if right else 8, 9 if above else 5)
    axes.annotate(
        text, (at + 1, values[at]), xytext=offset, textcoords="offset points", color=colour, fontsize=10, fontweight="bold",
        ha="right" if right else "left",
    )  # fmt: skip


def _bars(axes: Axes, what: str, before: float, after: float) -> None:
    axes.barh([1, 0], [before, after], color=[BEFORE, AFTER], height=0.5)
    axes.set_title(what, loc="left", fontsize=11, color=INK)
    _plain(axes)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([1, 0], [words.AS_IT_IS, words.CHANGED], fontsize=9)
    axes.set_xlim(0, max(before, after, 1) * 1.3)
    for place, number in ((1, before), (0, after)):
        axes.text(number, place, f" {words.figure(number)}", va="center", fontsize=10, color=INK)


def _plain(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, colors=INK, pad=7)
