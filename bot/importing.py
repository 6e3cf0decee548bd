"""The command `cornerstone import`."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("import")(import_files)


def import_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="people.csv, cases.csv, allocations.csv, sessions.csv, discussions.csv, agreements.csv, observations.csv, "
            "audits.csv, training.csv, in any order: told apart by name or headings.",
            show_default=False,
        ),
    ] = None,
    annex_a: Annotated[
        Path | None, typer.Option("--annex-a", help="An Ofsted Annex A workbook (.xlsx).", show_default=False)
    ] = None,
    ssd: Annotated[
        Path | None, typer.Option("--ssd", help="A folder of Standard Safeguarding Dataset tables (.csv).", show_default=False)
    ] = None,
    workers: Annotated[
        Path | None,
        typer.Option(
            "--workers",
            help="Whose a name in the extract is: name, and staff id or e-mail (or nobody). Needed once; it is remembered.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the difference, store nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Store what is good, and say what was left out.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Go on even if more than a fifth of the cases would vanish.")] = False,
    leavers: Annotated[
        bool, typer.Option("--leavers", help="People who are no longer in people.csv have left, as of today.")
    ] = False,
    workspace: Annotated[
        str | None,
        typer.Option(help="Whose, of several: `cornerstone workspace list` has them.", show_default=False),
    ] = None,
) -> None:
    """Bring people and cases in from what the council already has.

    Run it each day with that day's extract: only what changed is applied, all of it or nothing. Of a child only the
    reference, dates, category and worker are read; nothing else enters the database, a log or a message.

    **Files.** `people.csv` (name, e-mail, post, role, level, hours, employment, start, staff id, line manager) with an Annex A
    workbook, SSD tables, or `cases.csv` and `allocations.csv`. For the first day, `sessions.csv` (supervisee, held on, minutes,
    recorded on), `discussions.csv` (case, worker, kind, on), `agreements.csv` (supervisee, dates signed, named manager),
    `observations.csv` (observed, observer, kind, on) and `audits.csv` (audited, auditor, kind, on) say what was held before;
    without them all would be late at once. `training.csv` (supervisor, training, title, attended on, identified on) is a
    list of attendance, for the register of supervisors' training.

    **Exit status.** 0 done, 2 nothing was stored: each fault is listed with its file, sheet or line, and column.
    """
    from bot import import_report
    from bot.reading_bar import ReadingBar
    from bot.settings import read as read_settings
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from storage.errors import Busy
    from storage.extracts import ImportStopped, Sources, read, with_files
    from storage.importing import Options, import_plan, undisturbed

    options = Options(dry_run=dry_run, skip_bad=skip_bad, force=force, leavers=leavers)
    try:
        sources = with_files(Sources(annex_a=annex_a, ssd=ssd, workers=workers), files or [])
        settings = read_settings()
        now = build_clock(settings).now()
        with open_store(upgrade=True) as store, ReadingBar() as bar:
            whose = chosen(settings, store, workspace)
            with undisturbed():
                plan = read(sources, now.astimezone(settings.zone).date(), bar.rows)
            outcome = import_plan(store, whose, now, plan, options, bar.stage)
    except ImportStopped as stopped:
        import_report.show_stopped(stopped)
        raise typer.Exit(2) from None
    except Busy as busy:
        typer.echo(busy.sentence, err=True)
        raise typer.Exit(2) from None
    import_report.show(outcome, is_dry_run=dry_run)
