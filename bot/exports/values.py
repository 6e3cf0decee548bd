"""How a value is written where there are only texts: the same in a CSV and in an answer of the API."""

from collections.abc import Callable
from datetime import UTC, date, datetime

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for something to work out, and may fetch or run what it names."""
GUARD = "'"
"""Written before such a text, as spreadsheets themselves mark a text."""
Value = str | int | bool | date | datetime | None


def plain(value: Value) -> str | int | bool | None:
    """As in JSON: a moment in UTC, with its Z."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def cell(value: Value) -> str | int:
    """As in a CSV: nothing is an empty cell, and no text is a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return GUARD + value if value.startswith(FORMULA) else value
    return value if isinstance(value, int) else str(plain(value))


Cell = Callable[[Value], str | int]
