"""Dated changes of a person's or a case's values, gathered by day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from scheduling import facts

DATES = frozenset({"started_on", "left_on", "asye_from", "opened_on", "closed_on"})
"""Kept as ISO text in the JSON column."""

CHOSEN = ("works_on", "morning_at")
"""What somebody chose of when they are written to: it is no fact of the engine's, which owes what it owes."""


def value_of(field: str, stored: Any) -> Any:
    """A date where the field is one."""
    return date.fromisoformat(stored) if field in DATES and isinstance(stored, str) else stored


def grouped(rows: Iterable[Any]) -> dict[str, tuple[facts.Change, ...]]:
    """Rows of (owner, from_on, field, value), in order of time, to the changes of each owner."""
    days: dict[str, dict[date, dict[str, object]]] = {}
    for owner, from_on, field, value in rows:
        days.setdefault(owner, {}).setdefault(from_on, {})[field] = value_of(field, value)
    return {owner: tuple(facts.Change(on, values) for on, values in each.items()) for owner, each in days.items()}
