"""The tables that are taken out, described: in words for people, as JSON for machines. Made from `storage.exports.tables`."""

from collections.abc import Iterator
from typing import Any

from storage.exports.columns import Column, Kind, Table
from storage.exports.tables import TABLES

WRITTEN = {
    Kind.TEXT: "text",
    Kind.DATE: "2026-03-24",
    Kind.INSTANT: "2026-03-24T09:00:00Z",
    Kind.WHOLE: "90",
    Kind.FLAG: "true or false",
}
"""As a value of each kind is written in a CSV and by the API."""
PARQUET = {
    Kind.TEXT: "string",
    Kind.DATE: "date32[day]",
    Kind.INSTANT: "timestamp[us, tz=UTC]",
    Kind.WHOLE: "int32",
    Kind.FLAG: "bool",
}
"""What it is in a Parquet file, as Arrow calls it."""
PREAMBLE = (
    "What `cornerstone export` writes and `/api/v1` answers: references, dates, roles and states. No name, no address, and "
    "nothing of what anybody wrote is in it. A person is their staff id (an e-mail address where the people file gives none); "
    "a case is its reference in the case system, by which your own figures can be joined to it."
)


def as_json() -> dict[str, Any]:
    """Every table with its columns."""
    return {"about": PREAMBLE, "tables": [_table(each) for each in TABLES.values()]}


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "meaning": table.says,
        "since_and_until": table.on_says or None,
        "columns": [_column(each) for each in table.columns],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.kind.value,
        "parquet": PARQUET[column.kind],
        "meaning": column.says,
        "values": list(column.words) or None,
        "unit": column.measured_in or None,
        "rule": column.rule or None,
        "may_be_empty": not column.is_always,
    }


def in_words() -> Iterator[str]:
    """The same, a line each, in Markdown."""
    yield f"{PREAMBLE}\n"
    yield from (f"- {kind.value}: in Parquet `{PARQUET[kind]}`; in CSV and JSON as `{WRITTEN[kind]}`" for kind in Kind)
    for table in TABLES.values():
        yield f"\n## {table.name}\n"
        yield table.says
        yield f"`since` and `until` go by {table.on_says}.\n" if table.on_says else "It is always given whole.\n"
        yield from map(line_of, table.columns)


def line_of(column: Column) -> str:
    """One column: `due_on` (date, never empty): …"""
    kind = column.kind.value if column.is_always else f"{column.kind.value} or empty"
    return f"- `{column.name}` ({kind}): {meaning_of(column)}"


def meaning_of(column: Column) -> str:
    """What it means, with its unit or zone, the words it can be, and the rule it is there for."""
    said = [column.says]
    if column.measured_in:
        said.append(f"In: {column.measured_in}.")
    if column.words:
        said.append(f"One of: {', '.join(column.words)}.")
    if column.rule:
        said.append(f"Rule: {column.rule}.")
    return " ".join(said)
