"""`cornerstone file`: somebody's whole supervision file as one paper."""

from pathlib import Path
from typing import Annotated

import typer

from bot.tables import refuse


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("file")(file)


def file(
    person: Annotated[str, typer.Option("--person", help="Whose: a staff id or e-mail address; names are not looked for.")],
    viewer: Annotated[str, typer.Option("--as", help="Who takes it out and may read it: a staff id or e-mail address.")],
    pdf: Annotated[Path, typer.Option("--pdf", help="A new file. Only you may read it; nothing is overwritten.")],
    purpose: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="PURPOSE",
            help="What it is handed to somebody outside for: inspection, family_proceedings, disciplinary, legal …",
        ),
    ] = "",
    workspace: Annotated[
        str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.", show_default=False)
    ] = None,
) -> None:
    """Details, planner, agreement, records, observations and feedback as one PDF, with who signed what and when.

    For the person it is about and the managers above them; for whoever was given access; and, with --for, to be handed to
    an inspector or a court. Access for that purpose is given in Slack first, by `/supervision access @name`, which tells the
    person it is about. Whoever is named by --as answers for it. Every record read is noted in the audit trail.

    What is in it is opened: keep it as you would the paper file.
    """
    from bot.printing.supervision_file import paper_of
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from handlers.words.access import PURPOSES
    from handlers.words.phrases import count
    from storage.lifecycle import naming, papers
    from storage.lifecycle.subject.writing import must_be_free

    if purpose and purpose not in PURPOSES:
        refuse(f"--for: one of {', '.join(PURPOSES)}.")
    must_be_free(pdf)
    settings = read()
    with open_store() as store:
        whose, now = chosen(settings, store, workspace), build_clock(settings).now()
        with store.work(whose, now, unhurried=True) as work:
            reader = naming.officer(work, viewer)
            made = work.files.of(naming.anybody(work, person).id, viewer=reader, purpose=purpose)
            work.commit()
    papers.write(pdf, paper_of(made, settings.zone))
    records = count(len(made.records), "record")
    typer.echo(f"{pdf}: the supervision file, {records}. It is opened: keep it as you would the paper file.")
