"""`cornerstone policy coverage`: every rule of the policies, what becomes of it, and what shows it."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.questions import AsJson
from bot.tables import Row, print_json, refuse, show, texts

if TYPE_CHECKING:
    from scheduling.rulebook import Rule


def coverage(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One policy. Default: all five.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every rule of the policies: what becomes of it, what shows it, what is still to come."""
    from storage import packs

    if name is not None and name not in packs.NAMES:
        refuse(f"NAME: {name!r} is no policy. There are {', '.join(packs.NAMES)}.")
    rows = [_rule_row(each, rule) for each in ([name] if name else packs.NAMES) for rule in packs.rulebook(each).rule]
    totals = _totals(rows)
    if as_json:
        print_json({"rules": rows, "totals": totals})
        return
    columns = ("Rule", "Section", "Says", "Treatment", "Stands", "Shown by, or arrives with")
    show(rows, False, "Rules", columns, _rule_cells)
    columns = ("Policy", "Rules", "Shown", "In part", "To come", "Reference only")
    show(totals, False, "Totals", columns, texts)


def _rule_row(policy: str, rule: "Rule") -> Row:
    return {
        "policy": policy,
        "id": rule.id,
        "section": rule.section,
        "says": rule.says,
        "treatment": list(rule.treatment),
        "standing": rule.standing,
        "shown_by": list(rule.shown_by),
        "arrives_with": dict(rule.arrives_with),
        "reason": rule.reason or None,
    }


def _totals(rows: list[Row]) -> list[Row]:
    names = [*dict.fromkeys(row["policy"] for row in rows)]
    totals = []
    for name in [*names, *(["all"] if len(names) > 1 else [])]:
        mine = [row["standing"] for row in rows if name in (row["policy"], "all")]
        kinds = ("shown", "in part", "to come", "reference only")
        totals.append({"policy": name, "rules": len(mine), **{kind: mine.count(kind) for kind in kinds}})
    return totals


def _rule_cells(row: Row) -> tuple[str, ...]:
    shown = ", ".join(one.rpartition("/")[2] for one in row["shown_by"])
    later = "; ".join(f"{treatment}: {what}" for treatment, what in row["arrives_with"].items())
    rest = ". ".join(part for part in (shown, later and f"Arrives: {later}", row["reason"]) if part)
    return row["id"], row["section"], row["says"], ", ".join(row["treatment"]), row["standing"], rest
