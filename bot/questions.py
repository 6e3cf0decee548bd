"""`due`, `plan`, `notices` and `check`: a policy tried on paper, from a facts file."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.tables import Row, refuse, show

if TYPE_CHECKING:
    from collections.abc import Mapping

FactsPath = Annotated[str, typer.Argument(metavar="FACTS.json", help="The facts file, or `-` for standard input.")]
Now = Annotated[str | None, typer.Option(help="The instant to judge by; without an offset, London's. Default: now.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
DAYS_AHEAD = 30


def register(app: typer.Typer) -> None:
    """Add the four questions to the command line."""
    app.command()(due)
    app.command()(plan)
    app.command()(notices)
    app.command()(check)


def due(facts: FactsPath, now: Now = None, as_json: AsJson = False) -> None:
    """What is owed, how late, and why."""
    rows = _ask("due", facts, {"now": now or this_instant()})
    show(rows, as_json, "What is owed", ("Due", "Stands", "What", "By", "Why"), _owed)


def plan(
    facts: FactsPath,
    person: Annotated[str, typer.Option(help="Whose dates: an id of the facts file.")],
    kind: Annotated[str, typer.Option(help="Which obligation.")] = "personal_supervision",
    count: Annotated[int, typer.Option(help="How many dates.")] = 12,
    as_json: AsJson = False,
) -> None:
    """Due dates ahead, each held on its due date."""
    rows = _ask("plan", facts, {"person": person, "kind": kind, "count": count})
    columns = ("Due", "Remind on", "Rule")
    show(
        rows,
        as_json,
        f"{_words(kind).capitalize()}: {person}",
        columns,
        lambda row: (row["due"], row["remind_on"], row["rule"]),
    )


def notices(
    facts: FactsPath,
    from_on: Annotated[str | None, typer.Option("--from", help="The first day. Default: today.")] = None,
    until_on: Annotated[str | None, typer.Option("--until", help="The last day. Default: 30 days after the first.")] = None,
    as_json: AsJson = False,
) -> None:
    """What would be sent, to whom and when, if no fact changed."""
    first = from_on or this_instant()[:10]
    rows = _ask("notices", facts, {"from": first, "until": until_on or _days_after(first)})
    show(rows, as_json, "What would be sent", ("At", "To", "Notice", "About", "Due"), _sent)


def check(facts: FactsPath, now: Now = None, as_json: AsJson = False) -> None:
    """Warnings: never blocking, each with its rule."""
    rows = _ask("check", facts, {"now": now or this_instant()})
    show(rows, as_json, "Warnings", ("What", "Who", "Rule", "Text"), _warned)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _about(row: Row) -> str:
    return ", ".join(str(part) for part in (row["person"], row["case"]) if part)


def _day(when: str) -> str:
    """A date as it is; an instant to the minute."""
    return when[:16].replace("T", " ")


def _owed(row: Row) -> tuple[str, ...]:
    late = row["days_late"]
    stands = row["state"] + (f", {late} day{'s' if late != 1 else ''} late" if late else "")
    what = f"{_words(row['kind'])}: {_about(row)}"
    because = f"{row['why']} ({row['rule']}: {row['source']}" + (f": {row['says']})" if row["says"] else ")")
    return _day(row["due"]), stands, what, ", ".join(row["responsible"]), because


def _sent(row: Row) -> tuple[str, ...]:
    owed = row["obligation"]
    return _day(row["at"]), row["to"], _words(row["kind"]), f"{_words(owed['kind'])}: {_about(owed)}", _day(owed["due"])


def _warned(row: Row) -> tuple[str, ...]:
    return _words(row["code"]), _about(row), row["rule"], row["text"] + (f" ({row['says']})" if row["says"] else "")


def this_instant() -> str:
    """Now, in London."""
    from bot.clock import SystemClock
    from scheduling.calendar import LONDON

    return SystemClock().now().astimezone(LONDON).isoformat()


def _days_after(first: str) -> str:
    from bot.answer import day

    try:
        return (day("from", first) + timedelta(days=DAYS_AHEAD)).isoformat()
    except OverflowError:
        return first


def _ask(command: str, path: str, args: "Mapping[str, Any]") -> list[Row]:
    """The answer; a wrong file or question is one line a fault on standard error, and exit status 2."""
    from scheduling.errors import SupervisionError

    try:
        from bot.answer import answer

        return answer(command, args, read_json(path))
    except SupervisionError as error:
        refuse(error.sentence)


def read_json(path: str) -> object:
    """The document in a file, or on standard input; what is none is refused."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return json.loads(data, parse_constant=_no_number)
    except OSError as error:
        refuse(f"{path}: cannot be read: {error.strerror or error}")
    except RecursionError:
        refuse(f"{path}: nested too deeply to be a facts file")
    except UnicodeDecodeError:
        refuse(f"{path}: not UTF-8 text")
    except json.JSONDecodeError as error:
        refuse(f"{path}: not JSON: {error}")
    except ValueError:
        refuse(f"{path}: not JSON: it holds a number that is none, or too long a one")


def _no_number(name: str) -> object:
    raise ValueError(name)
