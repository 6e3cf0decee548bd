"""`cornerstone policy`: packs listed, shown, checked, compared and begun, without touching Slack."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import comparing, coverage
from bot.at_hand import loaded, today
from bot.questions import AsJson
from bot.tables import Row, print_json, refuse, show, texts

if TYPE_CHECKING:
    from scheduling.policy import Policy

Name = Annotated[str, typer.Argument(metavar="NAME", help="A policy's name, or the path of a pack.")]
policies = typer.Typer(no_args_is_help=True, help="Policies: what each says, how its wording is read, what each rule becomes.")
policies.command("compare")(comparing.compare_packs)
policies.command("coverage")(coverage.coverage)


def register(app: typer.Typer) -> None:
    """Add the subcommands to the command line."""
    app.add_typer(policies, name="policy")


@policies.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """The policies there are."""
    from storage import packs

    rows = []
    for name in packs.NAMES:
        policy = packs.load(name)
        version = policy.at(today())
        standing = [rule.standing for rule in packs.rulebook(name).rule]
        rows.append(
            {
                "name": name,
                "title": policy.title,
                "version": version.label,
                "in_force_from": version.in_force_from.isoformat(),
                "rules": len(standing),
                "shown": standing.count("shown"),
            }
        )
    columns = ("Name", "Title", "Version", "In force from", "Rules", "Shown in full")
    show(rows, as_json, "Policies", columns, lambda row: tuple(str(value) for value in row.values()))


@policies.command("show")
def show_pack(name: Name, as_json: AsJson = False) -> None:
    """A pack's figures with their sections, and the readings in force with what differs from the default."""
    from scheduling.figures import figures

    policy = loaded(name)
    version = policy.at(today())
    found = [
        {"topic": each.topic, "says": each.words, "rule": each.rule, "section": each.section}
        for each in figures(policy, version.in_force_from if version.in_force_from > today() else today())
    ]
    readings = reading_rows(policy)
    if as_json:
        versions = [{"label": each.label, "in_force_from": each.in_force_from.isoformat()} for each in policy.versions]
        whole = {"name": policy.name, "title": policy.title, "extends": policy.extends or None, "versions": versions}
        print_json({**whole, "figures": found, "readings": readings})
        return
    title = f"{policy.title}: version {version.label}, in force from {version.in_force_from}"
    built = f"; builds on {policy.extends}" if policy.extends else ""
    show(found, False, title + built, ("Topic", "Says", "Rule", "Section"), texts)
    columns = ("Reading", "Of", "In force", "Default", "What it means")
    show(readings, False, "Readings (* differs from the default)", columns, _reading_cells)


def reading_rows(policy: "Policy") -> list[Row]:
    """Every reading: what is in force, its default, and whether they differ."""
    from scheduling.readings import BY_NAME, DEFAULTS

    return [
        {
            "reading": name,
            "of": about.metadata["of"],
            "in_force": _plain(getattr(policy.readings, name)),
            "default": _plain(getattr(DEFAULTS, name)),
            "differs": getattr(policy.readings, name) != getattr(DEFAULTS, name),
            "means": about.metadata["words"],
        }
        for name, about in BY_NAME.items()
    ]


@policies.command("check")
def check_pack(file: Annotated[str, typer.Argument(metavar="FILE", help="A pack, TOML.")], as_json: AsJson = False) -> None:
    """Every fault of a pack, by line and key; exit status 2 where there is one."""
    from scheduling.errors import SupervisionError
    from scheduling.places import line_of_fault
    from scheduling.policy import PackFault
    from storage import packs

    try:
        policy = packs.read(file)
    except PackFault as fault:
        name, text = Path(file).stem, packs.pack_text(file)
        for number, line in sorted(((line_of_fault(name, text, line), line) for line in fault.faults), key=_by_line):
            typer.echo(f"{file}:{number}: {line}" if number else f"{file}: {line}", err=True)
        raise typer.Exit(2) from None
    except SupervisionError as error:
        refuse(error.sentence)
    differing = [row for row in reading_rows(policy) if row["differs"]]
    if as_json:
        print_json({"name": policy.name, "versions": len(policy.versions), "readings": differing, "faults": []})
        return
    typer.echo(f"{file} is sound: {policy.title}. Versions: {len(policy.versions)}. Readings of its own: {len(differing)}.")


def _by_line(found: tuple[int | None, str]) -> tuple[bool, int]:
    return found[0] is None, found[0] or 0


@policies.command("new")
def new_pack(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The council's name; the pack is written to NAME.toml.")],
    base: Annotated[str, typer.Option("--from", help="The policy it builds on.")] = "wokingham",
) -> None:
    """Begin a council's own pack: it builds on another, with every reading there to change."""
    from scheduling.beginning import beginning

    policy = loaded(base)
    path = Path(f"{name}.toml")
    if not name.replace("-", "").replace("_", "").isalnum():
        refuse(f"NAME: {name!r} is not a name; use letters, digits, - and _.")
    if path.exists():
        refuse(f"{path}: there already; choose another name, or change it and run `cornerstone policy check {path}`.")
    try:
        path.write_text(beginning(name, base, policy), encoding="utf-8")
    except OSError as error:
        refuse(f"{path}: cannot be written: {error.strerror or error}")
    typer.echo(f"{path} builds on {base}. Change what differs, then run `cornerstone policy check {path}`.")


def _reading_cells(row: Row) -> tuple[str, ...]:
    star = "* " if row["differs"] else ""
    return f"{star}{row['reading']}", row["of"], _said(row["in_force"]), _said(row["default"]), row["means"]


def _plain(value: Any) -> Any:
    from scheduling.calendar import Interval

    if isinstance(value, Interval):
        return {value.unit: value.count}
    return list(value) if isinstance(value, tuple) else value


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{count} {unit}" for unit, count in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
