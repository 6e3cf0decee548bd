"""`cornerstone export`: dates, roles and states for the council's own figures, as files."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.tables import print_json, refuse

SAME = "Give --csv with a new folder, or --parquet with one, or --schema for what is in them."


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(export)


def export(
    csv: Annotated[Path | None, typer.Option("--csv", metavar="DIR", help="A new folder, for CSV files.")] = None,
    parquet: Annotated[Path | None, typer.Option("--parquet", metavar="DIR", help="A new folder, for Parquet files.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="From this day on. Default: everything.")
    ] = None,
    reader: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="Only what this person sees: a staff id or e-mail address.")
    ] = "",
    schema: Annotated[bool, typer.Option("--schema", help="Say what each table and column is, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --schema: JSON instead of words.")] = False,
    workspace: Annotated[str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.")] = None,
) -> None:
    """What is owed, sessions and decisions for the council's own figures: references, dates, roles and states.

    No name is in it, and nothing that anybody wrote. One file a table, as of one moment, whole or not at all; only you may
    open the folder. It is noted in the audit trail. `/api/v1` gives the same rows over HTTP: `cornerstone api-token`.
    """
    given = [(name, to) for name, to in (("csv", csv), ("parquet", parquet)) if to is not None]
    if len(given) + schema != 1 or (as_json and not schema):
        refuse(SAME)
    if schema:
        _describe(as_json)
        return
    ((form, to),) = given
    _take(form, to, reader.strip(), since, workspace)


def _describe(as_json: bool) -> None:
    from bot.exports import described

    if as_json:
        print_json(described.as_json())
    else:
        typer.echo("\n".join(described.in_words()))


def _take(form: str, to: Path, reader: str, since: datetime | None, workspace: str | None) -> None:
    from bot.copy_bar import CopyBar
    from bot.exports.folder import take
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from handlers.words.phrases import count

    settings = read()
    with open_store() as store, CopyBar() as bar:
        whose, now = chosen(settings, store, workspace), build_clock(settings).now()
        given: dict[str, Any] = {"reader": reader, "since": since.date() if since else None, "progress": bar.table}
        taken = take(store, whose, now, to, form, **given)
    for name, rows in taken.rows.items():
        typer.echo(f"{name:14} {rows:>10,}")
    whole = f"what {taken.reader} and those below them may see" if taken.reader else "the whole council"
    typer.echo(f"{to}: {count(sum(taken.rows.values()), 'row')}, of {whole}. What each column means is in schema.json.")
