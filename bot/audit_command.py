"""`cornerstone audit`: is the audit trail whole; its heads, to be kept elsewhere; and what it says, for an inspector."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.tables import Row, print_json, refuse, show
from storage import SINGLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from storage.trail.verifying import Verified
    from storage.unit import UnitOfWork

MOST = 100_000
audit = typer.Typer(
    no_args_is_help=True, help="The audit trail: who was shown or wrote what. Verify it, keep its heads, read it."
)
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(audit, name="audit")


@audit.command()
def verify(
    workspace: Annotated[str | None, typer.Option(help="One workspace of many. Default: all.")] = None,
    heads: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="What `audit heads` wrote, kept where nobody who has the database can write."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Follow every workspace's trail from its first event to its head, and name the first event that is wrong.

    Any change, deletion, insertion or reordering is found, also by somebody who may write the database and drop its triggers,
    and has no key. That the newest events were cut off *and* an older head put back is found only with `--heads`.

    **Exit status.** 0 all is as it was written, 1 something is not.
    """
    from bot.copy_bar import CopyBar
    from bot.wiring import open_store
    from storage.trail.exported import kept
    from storage.trail.verifying import verify as verified

    exported = kept(heads.read_text(encoding="utf-8", errors="replace").splitlines()) if heads else {}
    with open_store() as store, CopyBar() as bar:
        found = verified(store, workspace, exported, bar.table)
    if as_json:
        print_json([_row(each) for each in found])
    else:
        _tell(found)
    raise typer.Exit(0 if all(each.wrong is None for each in found) else 1)


@audit.command("heads")
def list_heads(
    to: Annotated[Path | None, typer.Option("--to", help="Add them to this file. Default: print them.")] = None,
    workspace: Annotated[str | None, typer.Option(help="One workspace of many. Default: all.")] = None,
) -> None:
    """Where each trail ends: a line of JSON each, to be kept elsewhere and held against the trail by `audit verify --heads`.

    Nothing about anybody is in it. Run it each night, into a place that whoever has the database cannot write to.
    """
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage.trail.exported import heads, line_of

    now = build_clock(read()).now()
    with open_store() as store:
        found = heads(store, workspace)
    lines = [line_of(head, now) + "\n" for head in found.values() if head]
    if to is None:
        typer.echo("".join(lines), nl=False)
    elif lines:
        try:
            with to.open("a", encoding="utf-8") as file:
                file.writelines(lines)
        except OSError as error:
            refuse(f"--to: {to} cannot be written ({error.strerror}).")
        typer.echo(f"{len(lines)} added to {to}.")
    if lost := [name for name, head in found.items() if head is None]:
        typer.echo(f"No head to be believed of {', '.join(map(str, lost))}: run `cornerstone audit verify`.", err=True)
        raise typer.Exit(1)
    if not found:
        typer.echo("There is no trail yet.", err=True)


@audit.command("list")
def list_events(
    about: Annotated[str, typer.Option(metavar="PERSON", help="Whose records: a staff id, e-mail, name, or token.")] = "",
    actor: Annotated[str, typer.Option(metavar="PERSON", help="Who acted: the same, or a word such as import.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="From this day on.")] = None,
    most: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many, the newest first.")] = 200,
    workspace: Annotated[str, typer.Option(help="The workspace, where there are several.")] = SINGLE,
    as_json: AsJson = False,
) -> None:
    """Who did what, to whose record, when and in which role; never what a record says. That it was looked at is noted too."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage.trail.listing import entries

    settings = read()
    with open_store() as store, store.read(workspace, build_clock(settings).now(), unhurried=True) as work:
        whose, who = _token(work, "--about", about), _token(work, "--actor", actor)
        from_at = since.replace(tzinfo=settings.zone) if since else None
        rows = [
            asdict(each) | {"at": each.at.isoformat()}
            for each in entries(work, about=whose, actor=who, since=from_at, most=most)
        ]
        work.trail.note(
            "read",
            viewer=None,
            by="command",
            kind="trail",
            object="list",
            about=work.trail.people_of([whose]).get(whose) if whose else None,
        )
    show(
        rows, as_json, "Audit trail", ("Event", "When", "Who", "Role", "What", "Whose"), lambda row: _cells(row, settings.zone)
    )
    if len(rows) == most and not as_json:
        typer.echo(f"Only the newest {most} are shown; --most shows more.")


def _token(work: "UnitOfWork", option: str, given: str) -> str | None:
    """Whom the trail calls so; "" is nobody in particular. Refuses who is not known, or is several."""
    from storage.trail.chain import TOKEN_LETTERS
    from storage.trail.words import SYSTEM

    if not given:
        return None
    if given in SYSTEM or (len(given) == TOKEN_LETTERS and given.isalnum()):
        return given
    known = work.people.get(given)
    found = [known] if known else work.people.find(given)
    if len(found) != 1:
        says = f"{len(found)} people are called so; give a staff id or an e-mail" if found else "nobody here is called so"
        refuse(f"{option}: {says}.")
    token = work.trail.tokens_of([found[0].id]).get(found[0].id)
    if token is None:
        refuse(f"{option}: the trail does not speak of this person.")
    return token


def _row(each: "Verified") -> Row:
    wrong = each.wrong
    return {
        "workspace": each.workspace,
        "events": each.events,
        "ok": wrong is None,
        "first_wrong": None if wrong is None else {"seq": wrong.seq, "what": wrong.what, "says": wrong.says},
    }


def _tell(found: "Sequence[Verified]") -> None:
    from handlers.words.phrases import count

    for each in found:
        if each.wrong:
            typer.echo(f"{each.workspace}: {each.wrong.says} ({each.wrong.what}).")
    good = [each for each in found if each.wrong is None]
    if good:
        events = count(sum(each.events for each in good), "event").capitalize()
        typer.echo(f"{events} of {count(len(good), 'workspace')}: all as they were written.")
    if not found:
        typer.echo("There is no trail yet: nothing has been read or written.")
    if len(good) < len(found):
        typer.echo("What to do: storage/TRAIL.md, 'When something is wrong'.", err=True)


def _cells(row: Row, zone: "ZoneInfo") -> tuple[str, ...]:
    at = datetime.fromisoformat(row["at"]).astimezone(zone)
    role = f"{row['role']} ({row['purpose']})" if row["purpose"] else row["role"]
    what = f"{row['act']} {row['kind']} {row['object']}"
    return str(row["seq"]), f"{at:%d %b %Y %H:%M:%S}", row["actor"], role, what, row["about"]
