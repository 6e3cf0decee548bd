"""The commands that start things and keep them: demo, run, web, clock, db, backup, restore, manifest, keys."""

from pathlib import Path
from typing import Annotated

import typer

from bot import copying, keys_command

db = typer.Typer(no_args_is_help=True, help="The database.")
db.command()(copying.move)
keys = typer.Typer(no_args_is_help=True, help="The keys that seal what people write.")
keys.command()(keys_command.new)
keys.command()(keys_command.rotate)
keys.command()(keys_command.check)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(demo)
    app.command()(run)
    app.command()(web)
    app.command()(clock)
    app.command()(copying.backup)
    app.command()(copying.restore)
    app.command()(manifest)
    app.add_typer(db, name="db")
    app.add_typer(keys, name="keys")


def demo(
    port: Annotated[int, typer.Option(help="Where the local Slack listens (this computer only).")] = 3000,
    home: Annotated[Path, typer.Option(help="Where the demo's database lies; it is made anew each time.")] = Path(
        ".cornerstone/demo"
    ),
) -> None:
    """A sample council, the bot and a local Slack in your browser. Nothing leaves this computer."""
    from bot.demo import Demo

    with Demo(home, port) as started:
        typer.echo(f"Cornerstone demo: open {started.address} and choose a person. Stop with Ctrl-C.")
        started.wait()


def run() -> None:
    """Everything in one process, for a small council: Slack, reminders and escalation on SQLite or DATABASE_URL."""
    from bot import processes

    processes.run()


def web() -> None:
    """Answer Slack over HTTP only (any number of these; see the Procfile)."""
    from bot import processes

    processes.web()


def clock() -> None:
    """Sweep, send and check only (any number of these; see the Procfile)."""
    from bot import processes

    processes.clock()


def manifest(
    url: Annotated[
        str, typer.Option(help="The bot's public address, https://cornerstone.example.gov.uk say; leave out for Socket Mode.")
    ] = "",
    many: Annotated[
        bool, typer.Option(help="For any number of workspaces, or a whole organisation, that install it (SLACK_CLIENT_ID).")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Instead: each scope, event and command, with its reason and the calls it is for.")
    ] = False,
) -> None:
    """Print the Slack app manifest, with the fewest scopes that serve: paste it at api.slack.com/apps, *From a manifest*."""
    import json

    from bot.manifest import explained
    from bot.manifest import manifest as build

    if many and not url:
        raise typer.BadParameter("--many needs --url: workspaces install over HTTP, not by Socket Mode")
    made = build(url, many=many)
    typer.echo(explained() if explain else json.dumps(made, indent=2, ensure_ascii=False))


@db.command()
def upgrade() -> None:
    """Bring the database to this version; safe to run again."""
    from bot.wiring import open_store

    with open_store(upgrade=True):
        typer.echo("The database is up to date.")


@db.command()
def enforce() -> None:
    """On PostgreSQL: what names no workspace sees nothing. Once no process of a version before this one runs any more."""
    from bot.wiring import open_store
    from storage import isolation
    from storage.database import is_postgresql

    with open_store(upgrade=True) as store:
        if not is_postgresql(store.engine):
            typer.echo("SQLite has no row-level security; there is nothing to enforce.")
            return
        isolation.enforce(store.engine)
        typer.echo("From now on what names no workspace sees nothing.")
        if isolation.passes_by(store.engine):
            typer.echo("But this role is a superuser or has BYPASSRLS, and is held by nothing: see bot/WORKSPACES.md.")
