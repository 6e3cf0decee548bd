"""`cornerstone report`: a month of supervision as a workbook, as a paper, or as JSON."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.tables import print_json, refuse

if TYPE_CHECKING:
    from bot.printing.report import Report

MONTH = re.compile(r"(\d{4})-(\d{2})")
EARLIEST = date(2000, 1, 1)
"""Nothing here is older: an earlier day is mistyped."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("report")(report)


def report(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month; twelve months up to it are shown.")],
    xlsx: Annotated[Path | None, typer.Option(help="A new workbook. Only you may read it.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="A new PDF. Only you may read it.")] = None,
    team: Annotated[str | None, typer.Option(help="One team, by its name. Default: all.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], metavar="DAY", help="As it stood when this day ended, by what is known now."
        ),
    ] = None,
    viewer: Annotated[str, typer.Option("--as", help="As this manager may see it: a staff id or e-mail. Default: all.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Every figure as JSON.")] = False,
    workspace: Annotated[
        str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.", show_default=False)
    ] = None,
) -> None:
    """On time, late, agreements, recording and signing, observations and load: what was, what is, and who is late and why.

    The same day given with --as-of makes the same figures again, but for what has been entered since about the days before.
    That it was made is noted in the audit trail, whose head is printed on it. Staff are named and cases are references;
    nothing that was said in supervision is in it.
    """
    from bot.printing.board import board_paper
    from bot.printing.report import Report
    from bot.printing.workbook import workbook_of
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from storage.errors import InTheFuture
    from storage.lifecycle import naming, papers
    from storage.lifecycle.subject.writing import must_be_free

    if not (xlsx or pdf or as_json):
        refuse("Say what to make: --xlsx FILE, --pdf FILE, --json, or several of them.")
    for wanted in filter(None, (xlsx, pdf)):
        must_be_free(wanted)
    settings = read()
    now = build_clock(settings).now()
    today = now.astimezone(settings.zone).date()
    until, day = _until(month, today), as_of.date() if as_of else None
    if day and day < EARLIEST:
        refuse(f"--as-of: a day from {EARLIEST.year} on.")
    with open_store() as store, store.read(chosen(settings, store, workspace), now, unhurried=True) as work:
        try:
            who = naming.officer(work, viewer) if viewer else None
            made = Report(work.reports.picture(viewer=who, team=team, until=until, as_of=day), settings.zone)
        except naming.NotHere:
            refuse("--as: nobody who works here has that staff id or e-mail address.")
        except InTheFuture:
            refuse("--as-of: that day has not come yet.")
    for path, written in ((xlsx, workbook_of), (pdf, board_paper)):
        if path:
            papers.write(path, written(made))
            typer.echo(f"{path}: {made.title}.", err=as_json)
    if as_json:
        print_json(_data(made))


def _until(month: str, today: date) -> date:
    """The first day of it. Refuses what is no month, and one that has not come."""
    found = MONTH.fullmatch(month)
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < EARLIEST.year:
        refuse(f"--month: a year from {EARLIEST.year} on and a month, as in 2026-10.")
    first = date(int(found[1]), int(found[2]), 1)
    if first > today:
        refuse("--month: that month has not come yet.")
    return first


def _data(made: "Report") -> dict[str, Any]:
    """Every figure the reader may see; a month by its first day, None: all of them."""
    picture = made.picture
    figures = [
        {
            "measure": each.measure,
            "month": each.month.isoformat() if each.month else None,
            "team": each.team,
            "kind": each.kind,
            "category": each.category,
            "count": each.count,
            "out_of": each.out_of,
            "median_days": each.median_days,
            "longest_days": each.longest_days,
        }
        for key, each in picture.figures.items()
        if key not in picture.hidden
    ]
    about = {
        "month": made.month.isoformat(),
        "as_of": picture.as_of.isoformat(),
        "policy": f"{picture.policy}, {picture.version}",
    }
    trail = {"seq": picture.trail_seq, "hash": picture.trail_head}
    return about | {"team": picture.team, "reach": picture.reach, "trail": trail, "figures": figures}
