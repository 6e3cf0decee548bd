"""`cornerstone api-token`: who may take the council's own figures out over HTTP."""

from typing import Annotated

import typer

from bot.tables import Row, refuse, show, texts
from storage.records.exports import LINE, REACHES

tokens = typer.Typer(no_args_is_help=True, help="Tokens for `/api/v1`, the council's own figures: issue, list, revoke.")
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who answers for it: a staff id or e-mail address.")]
Workspace = Annotated[str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.")]
COLUMNS = ("Id", "Whose", "Rows", "Issued", "By", "Works until", "Last used")
SHORT = 8
"""Letters of an id by which it is told apart from the others."""


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(tokens, name="api-token")


@tokens.command()
def issue(
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="Who asks with it: a staff id or e-mail address.")],
    by: By,
    reach: Annotated[
        str, typer.Option("--rows", help="line: rows about them and everybody below. quality: the whole council's.")
    ] = LINE,
    days: Annotated[int, typer.Option(help="For so many days, a year at most.")] = 90,
    workspace: Workspace = None,
) -> None:
    """A new token for somebody. It is shown once: hand it over where nobody else reads it.

    `--rows quality` is for performance and audit staff who work for the whole council, and is to be agreed with the senior
    manager who answers for it. Who was given which, and every reading with it, is in the audit trail.
    """
    from bot.figures.asked import PREFIX
    from bot.workspace_command import working
    from storage.lifecycle import naming

    if reach not in REACHES:
        refuse(f"--rows: {reach!r} is neither; give {' or '.join(REACHES)}.")
    with working(workspace) as work:
        officer, person = naming.officer(work, by), naming.anybody(work, to)
        issued = work.api_tokens.issue(person.id, viewer=officer, reach=reach, ahead_days=days)
        work.commit()
    whose = "everybody in the council" if reach != LINE else "them and everybody below them"
    typer.echo(
        f"For {person.name} ({person.id}): rows about {whose}. It stops working on {issued.until_on:%A %-d %B %Y}.", err=True
    )
    typer.echo("Send it as `Authorization: Bearer …`. It is not shown again:", err=True)
    typer.echo(PREFIX + issued.token.text)


@tokens.command("list")
def list_tokens(
    workspace: Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> None:
    """Those that were not revoked: whose, which rows, until when, when last used. Never the token itself."""
    from bot.workspace_command import working

    with working(workspace) as work:
        rows: list[Row] = [
            {
                "id": each.id if as_json else each.id[:SHORT],
                "person_id": each.person_id,
                "rows": each.reach,
                "issued_on": each.made_at.astimezone(work.zone).date().isoformat(),
                "issued_by": each.made_by_id,
                "until": each.until_on.isoformat() if as_json or each.works_on(work.today) else f"{each.until_on} (over)",
                "last_used_on": each.last_read_on.isoformat() if each.last_read_on else "",
            }
            for each in work.api_tokens.standing()
        ]
    show(rows, as_json, "API tokens", COLUMNS, texts)


@tokens.command()
def revoke(
    by: By,
    begins: Annotated[str, typer.Argument(metavar="[ID]", help="As `api-token list` shows it.")] = "",
    person: Annotated[str, typer.Option(help="All of somebody's: a staff id or e-mail address.")] = "",
    everybody: Annotated[bool, typer.Option("--all", help="All there are, after a restore say.")] = False,
    workspace: Workspace = None,
) -> None:
    """End tokens at once. Whoever uses one is answered from then on that it does not work."""
    from bot.workspace_command import working
    from storage.lifecycle import naming

    if bool(begins) + bool(person) + everybody != 1:
        refuse("Give the id of a token, or --person, or --all; `cornerstone api-token list` shows what there is.")
    with working(workspace) as work:
        officer = naming.officer(work, by)
        if everybody:
            ended = work.api_tokens.revoke_all(viewer=officer)
        elif person:
            ended = work.api_tokens.revoke_of(naming.anybody(work, person).id, viewer=officer)
        else:
            ended = _one(work.api_tokens.revoke(begins, viewer=officer), begins)
        work.commit()
    typer.echo({0: "There was none to end.", 1: "One token has ended."}.get(ended, f"{ended} tokens have ended."))


def _one(alike: list[str], given: str) -> int:
    if len(alike) > 1:
        refuse(f"{len(alike)} tokens begin with {given}: give more of the id; `api-token list --json` shows all of it.")
    if not alike:
        refuse(f"There is no token {given}, or it has ended; `cornerstone api-token list` shows what there is.")
    return 1
