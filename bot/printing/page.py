"""The page of every paper: heading, foot with page x of y, and the pieces its text is set from."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from bot.printing import words
from bot.printing.fonts import FIXED, TEXT, registered, writable
from bot.printing.styles import BODY, CELL, HEAD, LINE, QUIET, RIGHT, RIGHT_HEAD, SHADE

MARGIN = 18 * mm
ASIDE = 8
"""Points that what no longer stands is set in."""
LINES = 3
"""Of it that never part."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on every page of one."""

    title: str
    subject: str
    marking: str
    """How it is to be handled."""
    made_at: datetime
    """Aware."""
    zone: ZoneInfo
    trail: str
    """Where the audit trail ended."""
    is_wide: bool = False

    @property
    def made(self) -> str:
        """`2 March 2026, 09:00 GMT`."""
        return instant(self.made_at, self.zone)


def instant(at: datetime, zone: ZoneInfo) -> str:
    """`2 March 2026, 09:00 GMT`: local, with the zone's name, for it is read years on."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def printed(paper: Paper, story: Sequence[Flowable]) -> bytes:
    """The file. The same story gives the same bytes."""
    registered()
    file = io.BytesIO()
    size = landscape(A4) if paper.is_wide else A4
    document = _Document(
        file,
        pagesize=size,
        title=paper.title,
        author=words.AUTHOR,
        subject=paper.subject,
        creator=words.AUTHOR,
        lang="en-GB",
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(MARGIN, MARGIN + 6 * mm, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN - 12 * mm, 0, 0, 0, 0, id="text")
    document.addPageTemplates([PageTemplate("all", [frame], pagesize=size)])
    document.build(list(story), canvasmaker=lambda *given, **more: _Numbered(paper, *given, **more))
    return file.getvalue()


def text(said: str, style: ParagraphStyle = BODY) -> Paragraph:
    """What somebody typed, as it was: its lines kept, nothing of it taken for a mark of ours."""
    registered()
    return Paragraph("<br/>".join(escape(writable(said), quote=False).split("\n")), style)


def table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], numbers: Sequence[int] = (), *, shade_last: bool = False
) -> Table:
    """The first row is the heading, repeated on every page; `numbers` are the columns set to the right."""
    cells = [
        [text(cell, _style(row == 0, column in numbers)) for column, cell in enumerate(line)] for row, line in enumerate(rows)
    ]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if shade_last:
        style.append(("BACKGROUND", (0, -1), (-1, -1), SHADE))
    return Table(cells, colWidths=list(widths), style=TableStyle(style), repeatRows=1, splitInRow=1, hAlign="LEFT")


def set_aside(pieces: Sequence[Paragraph]) -> Table:
    """What no longer stands, with a bar at its side; the first piece stands at its head on every page it goes over."""
    width = A4[0] - 2 * MARGIN
    rows: list[Paragraph] = []
    style: list[Any] = [
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBEFORE", (0, 0), (0, -1), 2, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), ASIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("NOSPLIT", (0, 0), (0, 1)),
    ]
    for piece in pieces:
        first, few = len(rows), _few_lines(piece, width - ASIDE - 4)
        rows += few
        style.append(("TOPPADDING", (0, first), (0, first), 1 + piece.style.spaceBefore))
        style.append(("BOTTOMPADDING", (0, len(rows) - 1), (0, len(rows) - 1), 1 + piece.style.spaceAfter))
    style.append(("BOTTOMPADDING", (0, 0), (0, 0), 3))
    return Table([[[each]] for each in rows], colWidths=[width], style=TableStyle(style), repeatRows=1, hAlign="LEFT")


def _few_lines(piece: Paragraph, width: float) -> list[Paragraph]:
    """The same in parts of a few lines each, so that what is longer than a page breaks where one ends."""
    found: list[Any] = []
    rest: Any = piece
    while True:
        rest.wrap(width, A4[1])
        parts = rest.split(width, LINES * piece.style.leading + 0.1) if rest.height > LINES * piece.style.leading else []
        if len(parts) < 2:
            return [*found, rest]
        found.append(parts[0])
        rest = parts[1]


def gap(height: float = 6) -> Spacer:
    """Points of nothing."""
    return Spacer(1, height)


def width_of(paper: Paper) -> float:
    """Points of text across."""
    return float((landscape(A4) if paper.is_wide else A4)[0] - 2 * MARGIN)


def _style(is_head: bool, is_number: bool) -> ParagraphStyle:
    if is_number:
        return RIGHT_HEAD if is_head else RIGHT
    return HEAD if is_head else CELL


class _Document(BaseDocTemplate):
    """Its headings are found in the reader's side bar."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 # reportlab's name
        style = getattr(getattr(flowable, "style", None), "name", "")
        if style in ("title", "h1", "h2") and isinstance(flowable, Paragraph):
            canvas: Any = self.canv
            key = f"h{next(self._marks)}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(flowable.getPlainText(), key, level=int(style == "h2"), closed=style != "h2")

    _marks: Iterator[int] = count(1)


_Canvas: Any = Canvas
"""What of it is used here has no stubs."""


class _Numbered(_Canvas):  # type: ignore[misc]
    """Knows how many pages there are before it writes the first."""

    def __init__(self, paper: Paper, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._paper, self._kept = paper, list[dict[str, Any]]()
        local = paper.made_at.astimezone(paper.zone)
        ahead = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
        stamp = self._doc._timeStamp
        stamp.YMDhms, stamp.dhh, stamp.dmm = local.timetuple()[:6], ahead // 60, ahead % 60

    def showPage(self) -> None:  # noqa: N802 # reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for state in self._kept:
            self.__dict__.update(state)
            self._around(len(self._kept))
            super().showPage()
        super().save()

    def _around(self, pages: int) -> None:
        width, height = self._pagesize
        paper = self._paper
        self.setFont(TEXT, 7)
        self.setFillColor(QUIET)
        self.drawString(MARGIN, height - MARGIN + 2 * mm, writable(paper.title))
        self.drawRightString(width - MARGIN, height - MARGIN + 2 * mm, paper.marking)
        self.setStrokeColor(LINE)
        self.line(MARGIN, height - MARGIN, width - MARGIN, height - MARGIN)
        self.line(MARGIN, MARGIN + 2 * mm, width - MARGIN, MARGIN + 2 * mm)
        self.drawString(MARGIN, MARGIN - 2 * mm, words.made(paper.made))
        self.drawRightString(width - MARGIN, MARGIN - 2 * mm, words.page(self._pageNumber, pages))
        self.setFont(FIXED, 6)
        self.drawString(MARGIN, MARGIN - 5.5 * mm, paper.trail)
