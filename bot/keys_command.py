"""The commands about keys: keys new, rotate, check. None of them ever shows a key that is in use."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduling.errors import SupervisionError

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.rotation import Found

ALIVE = timedelta(seconds=150)
"""A process beats once a minute."""
ADD_BACK = "Add the key they were sealed with to the end of the ring; without it they cannot be read again."


class OthersSealOtherwise(SupervisionError):
    """Another process of the bot still runs with the keys of before. Restart it, wait three minutes, and run this again."""


def new(
    to: Annotated[
        Path | None,
        typer.Option("--to", help="A file of keys (CORNERSTONE_KEYS_FILE): the new one is put first and the old ones kept."),
    ] = None,
) -> None:
    """Make a new key: print it, or put it first in a file that only its owner may read.

    For CORNERSTONE_KEYS, put it first and keep the old ones after it, with commas between, until `cornerstone keys rotate` says
    that they are no longer in use. Then restart every process of the bot: each seals with the first key it knows.
    """
    from bot import keys_file
    from storage import sealed

    if to is None:
        typer.echo(sealed.new_key())
        return
    try:
        count = keys_file.put_first(to, sealed.new_key())
    except keys_file.KeysFileFault as fault:
        raise keys_file.KeysFileFault(f"{to}: {fault.sentence}") from None
    if count == 1:
        typer.echo(f"A key is in {to}. Set CORNERSTONE_KEYS_FILE to it, and keep a copy apart from the database.")
    else:
        typer.echo(f"A new key stands first in {to}, before {count - 1} older. Keep a copy apart from the database.")
        typer.echo("Restart every process of the bot, then run `cornerstone keys rotate`.")


def rotate() -> None:
    """Seal everything anew with the newest key while the bot runs, and say which old keys can go.

    Put the new key first and restart every process before. It may be stopped, or die, at any moment: nothing is lost, and the
    next run goes on where it was.

    **Exit status.** 0 everything is sealed with the newest key, 1 something cannot be read or is still sealed with an older
    one, 2 it was not begun.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage.rotation import Rotation

    settings = read()
    with open_store() as store, CopyBar() as bar:
        if store.heartbeats.sealing_otherwise(build_clock(settings).now() - ALIVE):
            raise OthersSealOtherwise
        found = Rotation(store, settings.cornerstone_keys).rotate(bar.table)
    _show(found)
    if found.older:
        typer.echo(
            "Some are still sealed with an older key: a process of the bot goes on using it. Restart it, and run this again."
        )
    elif len(found.by_key) == 1:
        typer.echo("There is no other key in the ring: put a new one first with `cornerstone keys new`, and run this again.")
    elif not found.unread:
        typer.echo(_what_can_go(settings, len(found.by_key)))
    raise typer.Exit(1 if found.older or found.unread else 0)


def check() -> None:
    """Say which keys are in use, how many values each seals, and whether any cannot be read. Changes nothing.

    **Exit status.** 0 everything can be read, 1 something cannot.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from bot.wiring import open_store
    from storage.rotation import Rotation

    settings = read()
    with open_store() as store, CopyBar() as bar:
        found = Rotation(store, settings.cornerstone_keys).check(bar.table)
    _show(found)
    if found.older:
        typer.echo("`cornerstone keys rotate` seals everything with the newest key; until then keep them all.")
    raise typer.Exit(1 if found.unread else 0)


def _show(found: "Found") -> None:
    for number, count in enumerate(found.by_key, 1):
        what = f"key {number}" + (" (newest)" if number == 1 else "")
        typer.echo(f"  {what:<20}{count:>12,}  " + ("in use" if count else "not in use"))
    for place, count in found.unread.items():
        typer.echo(f"  {place:<20}{count:>12,}  cannot be read with any of these keys")
    if found.unread:
        typer.echo(ADD_BACK)


def _what_can_go(settings: "Settings", count: int) -> str:
    old = "key 2" if count == 2 else f"keys 2 to {count}"
    if settings.cornerstone_keys_file is not None:
        how = "delete every line after the first key in the file CORNERSTONE_KEYS_FILE names"
    else:
        how = "leave only the first in CORNERSTONE_KEYS"
    return (
        f"Everything is sealed with the newest key. {old[0].upper()}{old[1:]} can be taken out: {how}, and restart. "
        "Backups made before today still need the old: keep that apart for as long as you keep them."
    )
