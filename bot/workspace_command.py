"""`cornerstone workspace`: where the app is installed, and which workspace a command is about."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.tables import Row, show, texts
from scheduling.errors import SupervisionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from storage.store import Store
    from storage.unit import UnitOfWork

workspace = typer.Typer(no_args_is_help=True, help="The workspaces the app is installed in.")
COLUMNS = ("workspace", "installed", "uninstalled", "people", "last sent")


class WhichWorkspace(SupervisionError):
    """It is not clear which workspace is meant. Name one with --workspace."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.add_typer(workspace, name="workspace")


@workspace.callback()
def about() -> None:
    """The workspaces the app is installed in."""


@workspace.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False) -> None:
    """Each with since when the app is installed there, how many people it has, and when something was last sent."""
    from bot.settings import read
    from bot.wiring import open_store

    settings = read()
    with open_store() as store:
        show(_rows(settings, store), as_json, "Workspaces", COLUMNS, texts)


@contextmanager
def working(given: str | None) -> "Iterator[UnitOfWork]":
    """A unit of work in the workspace a command is about. Raises WhichWorkspace."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store

    settings = read()
    with open_store() as store, store.work(chosen(settings, store, given), build_clock(settings).now()) as work:
        yield work


def chosen(settings: "Settings", store: "Store", given: str | None) -> str:
    """The workspace a command is about: the one named, or else the only one. Raises WhichWorkspace with those there are."""
    from bot.installations import Installations
    from storage import SINGLE

    if not settings.is_installed_by_many:
        known = {SINGLE}
    else:
        known = {*Installations(settings.slack_client_id, store).since(), *store.workspaces()}
    if given is None and len(known) == 1:
        return known.pop()
    if given is not None and given in known:
        return given
    if not known:
        raise WhichWorkspace("The app is not installed anywhere yet: open /slack/install of the bot's address first.")
    asked = "Name one with --workspace" if given is None else f"There is no workspace {given!r}; name another"
    raise WhichWorkspace(f"{asked}: {', '.join(sorted(known))}.")


def _rows(settings: "Settings", store: "Store") -> list[Row]:
    from bot.installations import Installations
    from storage.examining import stored

    since = Installations(settings.slack_client_id, store).since() if settings.is_installed_by_many else {}
    found = {each.workspace: each for each in stored(store)}
    rows: list[Row] = []
    for name in sorted({*since, *found}):
        has, at = found.get(name), since.get(name)
        rows.append(
            {
                "workspace": name,
                "installed": at.isoformat(timespec="minutes") if at else "",
                "uninstalled": "" if at or not has else has.uninstalled_at[:16],
                "people": has.people if has else 0,
                "last_sent": has.sent_at.isoformat(timespec="minutes") if has and has.sent_at else "",
            }
        )
    return rows
