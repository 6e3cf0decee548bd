"""The command `cornerstone`."""

import sys

import typer

from scheduling.errors import SupervisionError

app = typer.Typer(
    name="cornerstone",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Keeps the promise of supervision: what is owed, to whom, and what happens when it is late.\n\n"
    "Start with `cornerstone demo`: a sample council, the bot and a local Slack in your browser.",
)


def main() -> None:
    """Run the command line; an error a person can mend is one sentence and exit status 2."""
    from bot import commands, discreet

    discreet.leave_no_dump()
    commands.register(app)
    try:
        app()
    except SupervisionError as error:
        for line in error.sentence.splitlines():
            typer.echo(line, err=True)
        sys.exit(2)
    except Exception as error:  # a fault of ours: where it was, and nothing of what it stumbled over
        typer.echo(discreet.told(error), err=True)
        sys.exit(1)
