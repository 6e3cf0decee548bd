"""`cornerstone policy compare`: what a change of policy would mean, in figures and in work."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.at_hand import loaded, today
from bot.questions import AsJson, Now, read_json, this_instant
from bot.tables import Row, print_json, refuse, show, texts

if TYPE_CHECKING:
    from scheduling.policy import Policy


def compare_packs(
    first: Annotated[str, typer.Argument(metavar="A", help="A policy's name, or the path of a pack.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    facts: Annotated[str | None, typer.Option(help="A facts file: sessions and discussions a month under each.")] = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The figures of two policies side by side; with facts, the sessions and discussions a month under each."""
    from scheduling.figures import figures

    both = (loaded(first), loaded(second))
    said = [{each.topic: each.words for each in figures(policy, today())} for policy in both]
    topics = dict.fromkeys([*said[0], *said[1]])
    rows = [
        {
            "topic": topic,
            "first": said[0].get(topic, "silent"),
            "second": said[1].get(topic, "silent"),
            "differs": said[0].get(topic) != said[1].get(topic),
        }
        for topic in topics
    ]
    loads = _loads(both, facts, now) if facts is not None else []
    if as_json:
        print_json({"first": first, "second": second, "figures": rows, "a_month": loads})
        return
    columns = ("Topic", first, second, "")
    show(rows, False, f"{first} and {second}", columns, _compared)
    if facts is not None:
        title = "A month, on average over the year ahead, each on its due date"
        show(loads, False, title, ("", first, second, "Change"), lambda row: texts(row))


def _compared(row: Row) -> tuple[str, ...]:
    return row["topic"], row["first"], row["second"], "*" if row["differs"] else ""


def _loads(both: "tuple[Policy, Policy]", path: str, now: str | None) -> list[Row]:
    """Sessions, discussions and oversight entries a month under each policy."""
    from bot.answer import moment
    from scheduling.errors import SupervisionError
    from scheduling.facts import parse
    from scheduling.workload import workload

    try:
        known, at = parse(read_json(path)), moment("now", now or this_instant())
        loads = [workload(known, policy, at) for policy in both]
    except SupervisionError as error:
        refuse(error.sentence)
    kinds = dict.fromkeys([*loads[0].a_month, *loads[1].a_month])
    rows: list[Row] = [_change(kind, *(load.a_month.get(kind, 0.0) for load in loads)) for kind in kinds]
    rows.append(_change("together", *(load.total for load in loads)))
    rows.append(_change("without an interval", *(load.without_interval for load in loads)))
    return rows


def _change(kind: str, first: float, second: float) -> Row:
    return {"what": kind, "first": first, "second": second, "change": f"{second - first:+.10g}" if second != first else "0"}
