"""`cornerstone retention`: how long what is kept is kept, what would go, what goes, and what must not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.tables import Row, print_json, refuse, show, texts

if TYPE_CHECKING:
    from datetime import datetime

    from storage.lifecycle.holds import Hold
    from storage.lifecycle.running import Plan
    from storage.store import Store

retention = typer.Typer(no_args_is_help=True, help="How long what is kept is kept: look, plan, erase, and hold for the law.")
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
Workspace = Annotated[
    str | None, typer.Option(help="Whose, of several: `cornerstone workspace list` has them.", show_default=False)
]
By = Annotated[str, typer.Option("--by", help="Who answers for it: a staff id or e-mail address.")]
Reason = Annotated[str, typer.Option(help="Why, in a few words. It is kept sealed.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(retention, name="retention")


@retention.command()
def schedule(as_json: AsJson = False) -> None:
    """Every class: how long it is kept, from which day, what is done then, and who says so."""
    from bot.settings import read
    from storage.lifecycle.classes import CLASSES
    from storage.lifecycle.schedule import read as read_schedule

    chosen = read_schedule(read().cornerstone_retention)
    rows: list[Row] = []
    for name, each in CLASSES.items():
        term = chosen.term(name)
        kept = term.keep.length if term else each.why_kept or "kept: the council's schedule is silent"
        says = term.source or ("Cornerstone" if term.name not in chosen.councils else "the council") if term else ""
        rows.append(
            {
                "class": name,
                "holds": each.says,
                "keep": kept,
                "from": term.counts_from if term else "",
                "then": term.then if term else "",
                "says": says,
            }
        )
    show(rows, as_json, "Retention", ("Class", "What it is", "Kept", "From", "Then goes", "Who says so"), texts)


@retention.command()
def plan(
    file: Annotated[Path | None, typer.Option("--csv", help="Write every line of it to this new file, for `run`.")] = None,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """What would go today, by class: nothing is erased. Ids, references and dates; nothing anybody wrote."""
    from bot.settings import read
    from storage.lifecycle import lists, papers, running
    from storage.lifecycle.schedule import read as read_schedule

    with _opened(workspace) as (store, now, whose):
        chosen = read_schedule(read().cornerstone_retention)
        with store.read(whose, now, unhurried=True) as work:
            found = running.plan(work, chosen)
    if file is not None:
        papers.write(file, lists.written(found.items))
    if as_json:
        print_json([_as_row(item) for item in found.items])
        return
    _tell(found)
    if file is not None:
        typer.echo(f"{file} has every line. Strike out what must stay, then: cornerstone retention run --plan {file} --by …")


@retention.command()
def run(
    by: By,
    planned: Annotated[Path, typer.Option("--plan", help="What `retention plan --csv` wrote.", exists=True, dir_okay=False)],
    workspace: Workspace = None,
) -> None:
    """Erase what is in the plan, and nothing else. What is held or no longer due stays, and is named.

    Broken off, it has done what it did: run it again with the same plan.
    """
    from bot.copy_bar import CopyBar
    from bot.settings import read
    from storage.lifecycle import lists, naming, running, scrubbing
    from storage.lifecycle.schedule import read as read_schedule

    keys = lists.read(planned)
    chosen = read_schedule(read().cornerstone_retention)
    with _opened(workspace) as (store, now, whose):
        with store.read(whose, now) as work:
            officer = naming.officer(work, by)
        with CopyBar() as bar:
            done = running.run(store, whose, now, chosen, keys, by=officer, progress=bar.table)
        is_scrubbed = scrubbing.scrub(store.engine) if done.erased else True
    typer.echo(f"{len(done.erased):,} of {len(keys):,} planned are erased.")
    for (_, table, row_id), why in done.left.items():
        typer.echo(f"  stays: {table} {row_id}: {why}")
    if not is_scrubbed:
        typer.echo("The database was too busy to be written anew: run `cornerstone retention scrub` in a quiet hour.")


@retention.command()
def scrub() -> None:
    """Write the database anew, so that nothing of what was erased is left in its files. `run` and `subject erase` do it too."""
    from bot.wiring import open_store
    from storage.lifecycle import scrubbing

    with open_store() as store:
        if not scrubbing.scrub(store.engine):
            refuse("The database is in use without a pause, so it is as it was. Stop the bot for a moment, and run it again.")
    typer.echo("Done.")


@retention.command()
def hold(
    by: By,
    reason: Reason,
    person: Annotated[str, typer.Option(help="A staff id or e-mail address.")] = "",
    case: Annotated[str, typer.Option(help="A case reference.")] = "",
    workspace: Workspace = None,
) -> None:
    """From now on nothing of this person, or of this case, is erased by anything, until it is released."""
    from storage.lifecycle import holds, naming

    if bool(person) == bool(case):
        refuse("Name one: --person with a staff id or e-mail address, or --case with a reference.")
    with _opened(workspace) as (store, now, whose), store.work(whose, now) as work:
        officer = naming.officer(work, by)
        person_id = naming.anybody(work, person).id if person else None
        placed = holds.place(work, by=officer, reason=reason, person_id=person_id, case_ref=case or None)
        work.commit()
    typer.echo(f"Held, as {placed.id[:8]}. `cornerstone retention release {placed.id[:8]}` ends it.")


@retention.command()
def release(
    number: Annotated[str, typer.Argument(metavar="HOLD", help="As `retention list` shows it.")],
    by: By,
    reason: Reason,
    workspace: Workspace = None,
) -> None:
    """The hold is over: the council's schedule decides again."""
    from storage.lifecycle import holds, naming

    with _opened(workspace) as (store, now, whose), store.work(whose, now) as work:
        over = holds.release(work, number, by=naming.officer(work, by), reason=reason)
        work.commit()
    typer.echo(f"{over.id[:8]} is released.")


@retention.command("list")
def list_holds(
    every: Annotated[bool, typer.Option("--all", help="Those that are over as well.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """The legal holds in force: on whom or what, since when, by whom and why."""
    from storage.lifecycle import holds

    with _opened(workspace) as (store, now, whose), store.read(whose, now) as work:
        rows = [_hold_row(each) for each in holds.listed(work, released=every)]
    if not rows and not as_json:
        typer.echo("Nothing is held.")
        return
    columns = ("Hold", "Person", "Case", "Since", "By", "Why", "Released", "By", "Why")
    show(rows, as_json, "Legal holds", columns, texts)


@contextmanager
def _opened(workspace: str | None) -> "Iterator[tuple[Store, datetime, str]]":
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen

    settings = read()
    with open_store() as store:
        yield store, build_clock(settings).now(), chosen(settings, store, workspace)


def _tell(found: "Plan") -> None:
    from handlers.words.phrases import count
    from storage.lifecycle.classes import CLASSES

    for name, number in found.counts.items():
        oldest = min(item.due_on for item in found.items if item.retention_class == name)
        then = next(item.then for item in found.items if item.retention_class == name)
        typer.echo(f"{name:<22}{number:>8,}  {then:<8} due since {oldest.isoformat()}: {CLASSES[name].says}")
    if not found.items:
        typer.echo("Nothing would go today.")
    if found.held:
        held = count(len(found.held), "more is", "more are").capitalize()
        typer.echo(f"{held} due and held: `cornerstone retention list`.")
    if found.needed:
        kept = count(len(found.needed), "leaver keeps their name", "leavers keep their names").capitalize()
        typer.echo(f"{kept} while anything written of theirs is kept.")


def _as_row(item: Any) -> Row:
    return {
        "class": item.retention_class,
        "then": item.then,
        "table": item.table,
        "id": item.id,
        "person": item.person_id,
        "case": item.case_ref,
        "counted_from": item.from_on.isoformat(),
        "due_since": item.due_on.isoformat(),
    }


def _hold_row(hold: "Hold") -> Row:
    return {
        "hold": hold.id[:8],
        "person": hold.person_id or "",
        "case": hold.case_ref or "",
        "since": hold.placed_at.date().isoformat(),
        "by": hold.placed_by_id,
        "why": hold.reason,
        "released": hold.released_at.date().isoformat() if hold.released_at else "",
        "released_by": hold.released_by_id or "",
        "released_why": hold.release_reason or "",
    }
