"""How a value is written where there are only texts: the same in a CSV and in an answer of the API."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for something to work out, and may fetch or run what it names."""
GUARD = "'"
"""Written before such a text, as spreadsheets themselves mark a text."""
Value = str | int | bool | date | datetime | None


def plain(value: Value) -> str | int | bool | None:
    """As in JSON: a moment in UTC, with its Z."""
    if isinstance(value, datetime):
        return _moment(value)
    return value.isoformat() if isinstance(value, date) else value


def cell(value: Value) -> str | int:
    """As in a CSV: nothing is an empty cell, and no text is a formula."""
    return _CELLS[type(value)](value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(value: str) -> str:
    return GUARD + value if value.startswith(FORMULA) else value


# By type, since a large council has ten million cells, and asking what each is costs more than writing it.
_CELLS: Mapping[type, Callable[[Any], str | int]] = {
    type(None): lambda _: "",
    str: _text,
    bool: lambda value: "true" if value else "false",
    int: int,
    date: date.isoformat,
    datetime: _moment,
}
