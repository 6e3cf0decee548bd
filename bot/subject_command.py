"""`cornerstone subject`: what is kept about somebody, for them to read; and a leaver forgotten."""

from pathlib import Path
from typing import Annotated

import typer

from bot.tables import refuse

subject = typer.Typer(no_args_is_help=True, help="What is kept about one member of staff: write it out, or erase it.")
Person = Annotated[str, typer.Argument(help="A staff id or e-mail address; names are not looked for.")]
By = Annotated[str, typer.Option("--by", help="Who answers for it: a staff id or e-mail address.")]
Reason = Annotated[str, typer.Option(help="Why, the number of the request say. It is kept sealed.")]
Workspace = Annotated[
    str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(subject, name="subject")


@subject.command()
def export(
    person: Person,
    to: Annotated[Path, typer.Option("--to", help="A new folder, or a new file ending in .zip. Only you may read it.")],
    by: By,
    reason: Reason,
    workspace: Workspace = None,
) -> None:
    """Everything about somebody, opened, to be read by them. Third parties are taken out, and every text is marked.

    Other people become roles, cases numbers. No machine knows a child's name or a nickname: an officer reads every text
    that is marked before it is released. It is noted in the audit trail.
    """
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from handlers.words.phrases import count
    from storage.lifecycle.subject.exporting import export as write

    settings = read()
    with open_store() as store:
        whose, now = chosen(settings, store, workspace), build_clock(settings).now()
        made = write(store, whose, now, person, to, by=by, reason=reason)
    entries = count(sum(len(part.entries) for part in made.parts), "entry", "entries")
    typer.echo(f"{to}: {entries}. {count(made.texts, 'text').capitalize()} to check before release.")
    if made.hidden:
        typer.echo("Something is kept from them for now: see officer-read-first.md, and take advice before release.")


@subject.command()
def erase(
    person: Person,
    by: By,
    reason: Reason,
    early: Annotated[
        bool, typer.Option("--now", help="Before the council's schedule has run out, for the reason given.")
    ] = False,
    workspace: Workspace = None,
) -> None:
    """A leaver becomes "Erased person n": name, addresses, post and staff id go, dates stay.

    Records of supervision are the council's, kept by its schedule: a wish alone does not erase them (UK GDPR 17(3)(b)). It is
    refused for somebody who still works here, under a legal hold, and before the schedule has run out unless --now is given.
    """
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from handlers.words.phrases import count
    from storage.lifecycle import forgetting, naming, scrubbing
    from storage.lifecycle.schedule import read as read_schedule

    if not reason.strip():
        refuse("Say why: --reason with the number of the request, say.")
    settings = read()
    now, schedule = build_clock(settings).now(), read_schedule(settings.cornerstone_retention)
    with open_store() as store:
        whose = chosen(settings, store, workspace)
        with store.work(whose, now, unhurried=True) as work:
            officer, leaver = naming.officer(work, by), naming.anybody(work, person)
            done = forgetting.erase(work, leaver.id, by=officer, reason=reason.strip(), schedule=schedule, early=early)
            work.commit()
        is_scrubbed = scrubbing.scrub(store.engine)
    sessions = count(done.records, "session")
    typer.echo(f"They are {done.name} now ({done.person_id}). Notes and reasons of {sessions} went with the name.")
    typer.echo("Backups and the people file still name them: see storage/LIFECYCLE.md.")
    if not is_scrubbed:
        typer.echo("The database was too busy to be written anew: run `cornerstone retention scrub` in a quiet hour.")
