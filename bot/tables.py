"""What the command line prints: a table for people, JSON for machines, and one line a fault on standard error."""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

Row = dict[str, Any]
WIDE = 160
"""A file or a pipe has no width of its own; a table folded to 80 columns there would be of no use."""


def show(
    rows: Sequence[Row], as_json: bool, title: str, columns: tuple[str, ...], cells: Callable[[Row], tuple[str, ...]]
) -> None:
    """The rows as a table, or as they are."""
    if as_json:
        print_json(list(rows))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", caption=None if rows else "Nothing.")
    for number, column in enumerate(columns):
        table.add_column(column, no_wrap=number == 0, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, cells(row)))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def texts(row: Row) -> tuple[str, ...]:
    """Every value of a row as text."""
    return tuple(str(value) for value in row.values())


def print_json(value: object) -> None:
    """A value as JSON."""
    sys.stdout.write(json.dumps(value, indent=1) + "\n")


def refuse(sentence: str) -> NoReturn:
    """One line a fault and exit status 2; what the terminal cannot show is written as its number."""
    encoding = sys.stderr.encoding or "ascii"
    for line in sentence.splitlines():
        sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    raise typer.Exit(2)
