"""The statement that asks for rows of a table: whose, which, from where on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from storage.asking import IDS, WORKSPACE, among
from storage.exports.columns import Of, Table

FILTERS = ("since", "until", "team", "state", "kind")
"""What rows may be chosen by, where the table has it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows of a table: all that fit everything that is given."""

    since: date | None = None
    """From this day on."""
    until: date | None = None
    """Before this day."""
    team: str = ""
    state: str = ""
    kind: str = ""

    @property
    def given(self) -> Mapping[str, str]:
        """What is chosen by, as it is written in an address."""
        values = {name: getattr(self, name) for name in FILTERS}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value}


ALL = Chosen()


def filters_of(table: Table) -> tuple[str, ...]:
    """What this table's rows may be chosen by."""
    days = ("since", "until") if table.on is not None else ()
    return (*days, *(name for name in ("team", "state", "kind") if table.column(name)))


def statement(table: Table, chosen: Chosen, *, is_whole: bool) -> Select[Any]:
    """Its rows in the order of their keys; `is_whole`: everybody's, else those about the people of the parameter `ids`.

    `workspace`, `today` and `now` are parameters too.
    """
    asked = select(*(each.of.label(each.name) for each in table.columns)).select_from(table.source)
    whose = [] if is_whole else [among(table.about, IDS)]
    return asked.where(table.workspace == WORKSPACE, *table.only, *whose, *_fits(table, chosen)).order_by(table.key)


def counted(table: Table, chosen: Chosen, *, is_whole: bool) -> Select[Any]:
    """How many there are."""
    return select(func.count()).select_from(statement(table, chosen, is_whole=is_whole).order_by(None).subquery())


def _fits(table: Table, chosen: Chosen) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if table.on is not None and chosen.since is not None:
        found.append(table.on >= chosen.since)
    if table.on is not None and chosen.until is not None:
        found.append(table.on < chosen.until)
    for name in ("team", "state", "kind"):
        column, value = table.column(name), getattr(chosen, name)
        if value and column:
            found.append(_of(column.of) == value)
    return found


def _of(of: Of) -> Any:
    return of
