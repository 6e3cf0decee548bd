"""`cornerstone audits`: samples of supervision files drawn for audit, listed, and drawn again to show how they came."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.tables import print_json, refuse, show
from storage import SINGLE

if TYPE_CHECKING:
    from bot.settings import Settings

audits = typer.Typer(no_args_is_help=True, help="Samples of supervision files drawn for audit: draw, list, draw again.")
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
Month = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m"], metavar="MONTH", help="2026-11. Default: this month.", show_default=False)
]
Workspace = Annotated[str, typer.Option(help="The workspace, where there are several.")]
LETTERS = 64


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(audits, name="audits")


@audits.command()
def draw(
    month: Month = None,
    seed: Annotated[str, typer.Option(help="Draw by this seed. Default: a new one, which is printed and kept.")] = "",
    workspace: Workspace = SINGLE,
) -> None:
    """Draw what is owed by the policy and is not drawn yet: each month, quarter and half-year this month is in.

    The night before the first working day draws by itself. What has been drawn stays as it is, whatever is drawn again.
    """
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from handlers.words.phrases import count
    from storage.drawing import draw_samples, new_seed

    settings = read()
    now = build_clock(settings).now()
    if _month(settings, now, month) != _month(settings, now, None):
        refuse("--month: samples are drawn in their own month, from whoever works here then. Leave it out, or give this month.")
    if len(seed) > LETTERS or not seed.isprintable():
        refuse(f"--seed: at most {LETTERS} letters and figures.")
    chosen = seed or new_seed()
    with open_store() as store:
        number = draw_samples(store, workspace, now, chosen)
    drawn = f"{count(number, 'sample').capitalize()} drawn by seed {chosen}."
    typer.echo(drawn if number else "Nothing to draw: every sample of this month is there.")


@audits.command("list")
def list_samples(month: Month = None, workspace: Workspace = SINGLE, as_json: AsJson = False) -> None:
    """What was drawn: for whom, by which rule and seed, and how much of it is audited. That it was looked at is noted."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage.drawnagain import drawn_in

    settings = read()
    now = build_clock(settings).now()
    on = _month(settings, now, month)
    with open_store() as store, store.read(workspace, now, unhurried=True) as work:
        rows = [
            {
                "auditor": each.auditor_id,
                "rule": each.rule,
                "kind": each.kind,
                "from": each.begins_on.isoformat(),
                "until": each.ends_on.isoformat(),
                "seed": each.seed,
                "from_files": each.pool_size,
                "drawn": each.drawn,
                "audited": each.audited,
                "replaced": each.replaced,
            }
            for each in drawn_in(work, on)
        ]
        work.trail.note("read", viewer=None, by="command", kind="report", object=f"audits drawn {on:%Y-%m}", about=None)
    show(rows, as_json, f"Samples of {on:%B %Y}", HEADINGS, lambda row: tuple(str(each) for each in row.values()))


@audits.command()
def check(month: Month = None, workspace: Workspace = SINGLE, as_json: AsJson = False) -> None:
    """Draw every sample of the month again, from its seed and the register of that day, and hold it against what is kept.

    **Exit status.** 0 each is the same, or the register or an earlier audit has been corrected since so that it cannot be told;
    1 one differs.
    """
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage.drawnagain import check as draw_again

    settings = read()
    now = build_clock(settings).now()
    on = _month(settings, now, month)
    with open_store() as store:
        found = draw_again(store, workspace, now, on)
    rows = [
        {"auditor": each.auditor_id, "rule": each.rule, "from": each.begins_on.isoformat(), "seed": each.seed, "is": each.says}
        for each in found
    ]
    if as_json:
        print_json(rows)
    else:
        title = f"Drawn again: {on:%B %Y}"
        show(rows, False, title, ("Auditor", "Rule", "From", "Seed", ""), lambda row: tuple(str(each) for each in row.values()))
    raise typer.Exit(1 if any(each.is_same_pool and not each.is_same_sample for each in found) else 0)


HEADINGS = ("Auditor", "Rule", "Kind", "From", "Until", "Seed", "Files", "Drawn", "Audited", "Replaced")


def _month(settings: "Settings", now: datetime, month: datetime | None) -> date:
    """A day in it: of this month today, of another its first."""
    today = now.astimezone(settings.zone).date()
    if month is None or (month.year, month.month) == (today.year, today.month):
        return today
    return date(month.year, month.month, 1)
