"""`cornerstone quality`: performance and audit staff, who are shown the whole council's figures and nobody's name."""

from typing import Annotated

import typer

from bot.tables import Row, show, texts

quality = typer.Typer(
    no_args_is_help=True, help="Performance and audit staff: shown the whole council's figures, and no row about anybody."
)
Whose = Annotated[str, typer.Argument(metavar="PERSON", help="A staff id or e-mail address.")]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who answers for it: a staff id or e-mail address.")]
Workspace = Annotated[str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.")]
COLUMNS = ("Id", "Name", "Post", "Works here")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(quality, name="quality")


@quality.command()
def grant(person: Whose, by: By, workspace: Workspace = None) -> None:
    """Show somebody the council's figures in `/supervision report`, to be agreed with the senior manager who answers for it.

    They are shown no list, no name and no figure about fewer than five people. The audit trail has who was given it by whom.
    """
    from bot.workspace_command import working
    from storage.lifecycle import naming

    with working(workspace) as work:
        officer, given = naming.officer(work, by), naming.anybody(work, person)
        is_new = work.quality_staff.grant(given.id, viewer=officer)
        work.commit()
    said = "is shown" if is_new else "was shown already"
    typer.echo(f"{given.name} ({given.id}) {said} the council's figures in /supervision report, and no row about anybody.")


@quality.command()
def revoke(person: Whose, by: By, workspace: Workspace = None) -> None:
    """Show them no more than their own line, from now on. Their tokens for the API end by `cornerstone api-token revoke`."""
    from bot.workspace_command import working
    from storage.lifecycle import naming

    with working(workspace) as work:
        officer, given = naming.officer(work, by), naming.anybody(work, person)
        was_there = work.quality_staff.revoke(given.id, viewer=officer)
        tokens = sum(each.person_id == given.id for each in work.api_tokens.standing())
        work.commit()
    typer.echo(
        f"{given.name} ({given.id}) is shown the council's figures no more."
        if was_there
        else f"{given.name} ({given.id}) was not shown the council's figures."
    )
    if tokens:
        typer.echo(f"Their tokens for the API still work: `cornerstone api-token revoke --person {given.id}` ends them.")


@quality.command("list")
def list_staff(
    workspace: Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> None:
    """Who is shown them."""
    from bot.workspace_command import working

    with working(workspace) as work:
        rows: list[Row] = [
            {
                "id": each.id,
                "name": each.name,
                "post": each.post,
                "works_here": "no" if each.left_on is not None and each.left_on <= work.today else "yes",
            }
            for each in work.quality_staff.everyone()
        ]
    show(rows, as_json, "Performance and audit staff", COLUMNS, texts)
