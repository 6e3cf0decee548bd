"""The commands that carry everything from one place to another: db move, backup, restore."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.moving import Copied


def move(
    to: Annotated[
        str,
        typer.Option("--to", help="The other database's address: postgresql://user:password@host/name, sqlite:////srv/new.db."),
    ],
) -> None:
    """Copy everything into another database, which must be empty: from SQLite to PostgreSQL, or back.

    Stop every process of the bot first. What is stored while it runs would not be moved, so it then ends with nothing copied.
    The database of now stays as it is. When it is done, set DATABASE_URL to the new address and start the bot again.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import bring_up, build_store
    from storage import moving

    source, target = build_store(read()), build_store(read(database_url=to))
    try:
        bring_up(target)
        with CopyBar() as bar:
            copied = moving.copy(source.engine, target.engine, bar.table)
    finally:
        source.close()
        target.close()
    _show(copied)
    typer.echo("Everything was moved, and every table counts the same. Set DATABASE_URL to the new address and start the bot.")


def backup(file: Annotated[Path, typer.Argument(help="The new file; nothing is ever overwritten.")]) -> None:
    """Write a copy of everything into one file while the bot goes on, and check it.

    What people wrote is sealed in it as it is in the database: keep CORNERSTONE_KEYS safe, and elsewhere. The rest of it,
    names and references, can be read by whoever has the file, so only you may open it.
    """
    from bot.copy_bar import CopyBar
    from bot.wiring import open_store
    from storage import backup as backups

    with open_store() as store, CopyBar() as bar:
        copied = backups.write(store.engine, file, bar.table)
    _show(copied)
    typer.echo(f"{file} is whole and checked.")


def restore(
    file: Annotated[Path, typer.Argument(help="What `cornerstone backup` wrote.", exists=True, dir_okay=False)],
) -> None:
    """Bring a backup back into an empty database, all of it or nothing.

    Set DATABASE_URL (or CORNERSTONE_HOME) to the empty database, and CORNERSTONE_KEYS to the keys of then. Messages that were
    waiting when the backup was made are looked for in Slack before they are sent, since they may have gone meanwhile.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage import backup as backups

    with open_store(upgrade=True) as store, CopyBar() as bar:
        copied = backups.restore(file, store.engine, build_clock(read()).now(), bar.table)
    _show(copied)
    typer.echo("Everything was restored. Start the bot.")


def _show(copied: "Sequence[Copied]") -> None:
    for each in copied:
        if each.rows:
            typer.echo(f"  {each.table:<20}{each.rows:>12,}")
