"""`cornerstone feed`: private calendar addresses, ended for those who cannot end their own."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.tables import refuse

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store

feed = typer.Typer(
    no_args_is_help=True, help="Private calendar addresses: end one, after a laptop was lost say, or all of them."
)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(feed, name="feed")


@feed.command()
def revoke(
    person: Annotated[str, typer.Option(help="Whose: a staff id or an e-mail address, of somebody who has left too.")] = "",
    everybody: Annotated[bool, typer.Option("--all", help="Everybody's.")] = False,
    workspace: Annotated[str | None, typer.Option(help="One workspace of many. Default: all.")] = None,
) -> None:
    """End calendar addresses at once. Whoever wants one again types /supervision calendar in Slack."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store

    if bool(person.strip()) == everybody:
        refuse("Give --person with a staff id or an e-mail address, or --all for everybody's.")
    now = build_clock(read()).now()
    with open_store() as store:
        said = _all(store, now, workspace) if everybody else _one(store, now, person.strip(), workspace)
    typer.echo(said)


def _all(store: "Store", now: "datetime", workspace: str | None) -> str:
    ended = 0
    for each in store.workspaces() if workspace is None else [workspace]:
        with store.work(each, now) as work:
            ended += work.feeds.revoke_all()
            work.commit()
    return _counted(ended)


def _one(store: "Store", now: "datetime", person: str, workspace: str | None) -> str:
    from storage.records import feeds

    with store.reading() as session:
        owners = feeds.owners(session, person, workspace=workspace)
    if len(owners) != 1:
        refuse(_unclear(person, [owner.workspace for owner in owners]))
    (owner,) = owners
    with store.work(owner.workspace, now) as work:
        was_there = work.feeds.revoke_for(owner.person_id)
        work.commit()
    whose = f"{owner.name} ({owner.person_id})"
    return f"The calendar address of {whose} has ended." if was_there else f"{whose} has no calendar address."


def _counted(ended: int) -> str:
    if not ended:
        return "Nobody has a calendar address."
    return f"{ended} calendar addresses have ended." if ended > 1 else "One calendar address has ended."


def _unclear(person: str, workspaces: list[str]) -> str:
    if workspaces:
        return f"{person} is in more than one workspace: name one with --workspace, of {', '.join(workspaces)}."
    return f"There is nobody {person!r}. Give their staff id, as people.csv has it, or their e-mail address."
