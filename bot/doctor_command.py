"""The command `cornerstone doctor`."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.doctor.finding import Finding

MOST_ITEMS = 10


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of lines, with everybody who is meant.")] = False,
) -> None:
    """Is everything there that Cornerstone needs? A line a check, with what to do.

    It looks at the settings, the policy, Slack and the database, and at who would not hear of what is late. What does not
    answer is said, and the rest is looked at. It changes nothing and prints no secret.

    **Exit status.** 0 nothing is at fault (there may be warnings), 1 something is.
    """
    from bot.doctor.checks import examine
    from bot.doctor.patient import admitted
    from bot.settings import read_what_can_be
    from bot.tables import print_json

    with admitted(*read_what_can_be()) as patient:
        found = []
        for each in examine(patient):
            found.append(each)
            if not as_json:
                _show(each)
    is_sound = all(each.level != "fault" for each in found)
    if as_json:
        print_json({"ok": is_sound, "findings": [each.as_row() for each in found]})
    raise typer.Exit(0 if is_sound else 1)


def _show(finding: "Finding") -> None:
    typer.echo(f"{finding.level:<8} {finding.check:<15} {finding.says}." + (f" {finding.do}" if finding.do else ""))
    for item in finding.items[:MOST_ITEMS]:
        typer.echo(f"{'':<25}{item}")
    if len(finding.items) > MOST_ITEMS:
        typer.echo(f"{'':<25}and {len(finding.items) - MOST_ITEMS} more: `cornerstone doctor --json` names them")
