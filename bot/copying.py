"""The commands that carry everything from one place to another: db move, backup, restore."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.moving import Copied
    from storage.store import Store

OPTION = "--to"
"""Where the other database is named: whoever reads that one of two does not answer must know which."""


def move(
    to: Annotated[
        str,
        typer.Option(OPTION, help="The other database's address: postgresql://user:password@host/name, sqlite:////srv/new.db."),
    ],
) -> None:
    """Copy everything into another database, which must be empty: from SQLite to PostgreSQL, or back.

    Stop every process of the bot first. What is stored while it runs would not be moved, so it then ends with nothing copied.
    The database of now stays as it is. When it is done, set DATABASE_URL to the new address and start the bot again.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import bring_up, build_store, check_is_there, given_in
    from storage import moving

    here = read()
    there = _named_by_option(to)
    check_is_there(here)
    source, target = build_store(here), build_store(there, OPTION)
    try:
        _check_answers(source, given_in(here))
        bring_up(target, named=OPTION)
        with CopyBar() as bar:
            copied = moving.copy(source.engine, target.engine, bar.table)
    finally:
        source.close()
        target.close()
    _show(copied)
    typer.echo("Everything was moved, and every table counts the same. Set DATABASE_URL to the new address and start the bot.")


def _named_by_option(to: str) -> "Settings":
    """The settings with the other database. Raises SettingsFault, which names the option."""
    from bot.settings import SettingsFault, read

    try:
        return read(database_url=to)
    except SettingsFault as fault:
        raise SettingsFault(fault.sentence.replace("DATABASE_URL:", f"{OPTION}:")) from None


def _check_answers(store: "Store", named: str) -> None:
    """Raise SettingsFault where no database answers at the address that was given in `named`."""
    from bot.settings import SettingsFault
    from storage.errors import Unavailable

    try:
        with store.reading() as session:
            session.connection()
    except Unavailable as error:
        cause = type(error.__cause__ or error).__name__
        raise SettingsFault(f"{named}: the database does not answer ({cause}); check its address, and that it runs") from error


class Kind(StrEnum):
    """How a backup is kept."""

    SQLITE = "sqlite"
    PG_DUMP = "pg_dump"


def backup(
    file: Annotated[Path, typer.Argument(help="The new file; nothing is ever overwritten.")],
    kind: Annotated[
        Kind,
        typer.Option(
            "--format",
            help="sqlite: one file of SQLite, whatever the database, for either. pg_dump: PostgreSQL's own custom format.",
        ),
    ] = Kind.SQLITE,
) -> None:
    """Write a copy of everything into one file while the bot goes on, and check it.

    What people wrote is sealed in it as it is in the database: keep CORNERSTONE_KEYS safe, and elsewhere. The rest of it,
    names and references, can be read by whoever has the file, so only you may open it.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import open_store
    from storage import backup as backups
    from storage import dump

    if kind is Kind.PG_DUMP:
        dump.check_is_for(read().url)
    with open_store(as_it_is=True) as store, CopyBar() as bar:
        copied = dump.write(store.engine, file) if kind is Kind.PG_DUMP else backups.write(store.engine, file, bar.table)
    _show(copied)
    typer.echo(f"{file} is whole and checked.")


def restore(
    file: Annotated[Path, typer.Argument(help="What `cornerstone backup` wrote.", exists=True, dir_okay=False)],
) -> None:
    """Bring a backup back into an empty database, all of it or nothing.

    Set DATABASE_URL (or CORNERSTONE_HOME) to the empty database, and CORNERSTONE_KEYS to the keys of then. Messages that were
    waiting when the backup was made are looked for in Slack before they are sent, since they may have gone meanwhile. Either
    kind of backup is told by itself; one of pg_dump's goes into a PostgreSQL that has no tables yet.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage import backup as backups
    from storage import dump

    settings, is_dump = read(), dump.is_one(file)
    now = build_clock(settings).now()
    if is_dump:
        dump.check_is_for(settings.url)
    with open_store(upgrade=not is_dump, as_it_is=is_dump) as store, CopyBar() as bar:
        copied = dump.restore(file, store.engine, now) if is_dump else backups.restore(file, store.engine, now, bar.table)
    _show(copied)
    typer.echo("Everything was restored. Start the bot.")


def _show(copied: "Sequence[Copied]") -> None:
    for each in copied:
        if each.rows:
            typer.echo(f"  {each.table:<20}{each.rows:>12,}")
