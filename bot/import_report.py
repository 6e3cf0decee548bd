"""What an import says at its end: what changed, what was left out, what to do about it."""

import csv
import io
from collections.abc import Sequence

import typer

from storage.extracts import Fault, ImportStopped
from storage.importing import Change, Outcome

MOST_FAULTS = 200
MOST_CHANGES = 40
"""Lines shown of each kind in a dry run."""
KINDS = (
    "people",
    "relationships",
    "cases",
    "allocations",
    "sessions",
    "discussions",
    "agreements",
    "observations",
    "audits",
    "trainings",
    "workers",
)
WORDS = {"trainings": "entries of training", "workers": "workers' names"}


def show_stopped(stopped: ImportStopped) -> None:
    """Why nothing was stored: every fault with its place, on standard error."""
    show_faults(stopped.faults)
    if stopped.faults:
        count = f"{len(stopped.faults):,} thing{'s are' if len(stopped.faults) > 1 else ' is'} wrong"
        typer.echo(f"{count}. {stopped.sentence} Mend them, or use --skip-bad to store the rest.", err=True)
    else:
        typer.echo(stopped.sentence, err=True)


def show_faults(faults: Sequence[Fault]) -> None:
    """One line each, so many at most, on standard error."""
    for fault in faults[:MOST_FAULTS]:
        typer.echo(str(fault), err=True)
    if len(faults) > MOST_FAULTS:
        typer.echo(f"… and {len(faults) - MOST_FAULTS:,} more.", err=True)
    names = list(dict.fromkeys(fault.name for fault in faults if fault.name))
    if names:
        typer.echo(
            "\nTo map those names once, complete these lines, save them as workers.csv and add --workers workers.csv:", err=True
        )
        typer.echo(workers_template(names), err=True)


def workers_template(names: Sequence[str]) -> str:
    """The beginnings of a workers.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "person"))
    writer.writerows((name, "") for name in names[:MOST_FAULTS])
    return text.getvalue()


def show(outcome: Outcome, *, is_dry_run: bool) -> None:
    """What was done, or would be."""
    for remark in outcome.remarks:
        typer.echo(remark)
    if outcome.left_out:
        show_faults(outcome.left_out)
        typer.echo(f"{len(outcome.left_out):,} left out, as listed above.", err=True)
    if not outcome.changes:
        typer.echo("Nothing to do: what is stored says the same.")
        return
    if is_dry_run:
        _show_changes(outcome.changes)
    typer.echo("This would change:" if is_dry_run else "Imported:")
    counts = outcome.counts()
    for what in KINDS:
        said = ", ".join(f"{counts[what, how]:,} {how}" for how in ("added", "changed", "ended") if counts[what, how])
        if said:
            typer.echo(f"  {WORDS.get(what, what):<15} {said}")
    if is_dry_run:
        typer.echo("Nothing was stored (--dry-run).")
    else:
        typer.echo(f"Newly owed: {outcome.opened:,}. No longer owed: {outcome.closed:,}.")


def _show_changes(changes: Sequence[Change]) -> None:
    for what in KINDS:
        lines = [f"  {change.how:<8} {change.text}" for change in changes if change.what == what]
        if lines:
            typer.echo(f"{WORDS.get(what, what)}:")
        for line in lines[:MOST_CHANGES]:
            typer.echo(line)
        if len(lines) > MOST_CHANGES:
            typer.echo(f"  … and {len(lines) - MOST_CHANGES:,} more")
