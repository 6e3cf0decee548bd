"""How every bench prints: a table for people, one JSON object for machines."""

import json
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

Row = Mapping[str, object]


def show(title: str, rows: Mapping[str, Row], *, ratios: Row | None = None, as_json: bool = False) -> None:
    """Print `rows` by name, and `ratios` between them."""
    if as_json:
        print(json.dumps({"bench": title, "rows": rows, "ratios": ratios or {}}, default=str))
        return
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    table = Table("", *columns, title=title, title_justify="left")
    for name, row in rows.items():
        table.add_row(name, *(str(row.get(key, "")) for key in columns))
    console = Console(width=120)
    console.print(table)
    for name, value in (ratios or {}).items():
        console.print(f"{name}: {value}")
