"""Writing the index: rows that open, change and close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Update, bindparam, delete, insert, update

from scheduling.answers import Obligation
from storage.asking import among
from storage.index.stored import CHUNK, facts_of
from storage.models import ObligationRow, ResponsibleRow, new_id

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Moments = Mapping[str, datetime | None]
_ADD, _NAME = insert(ObligationRow), insert(ResponsibleRow)
_UNNAME = delete(ResponsibleRow).where(among(ResponsibleRow.obligation_id))


def add(work: UnitOfWork, owed: Mapping[str, Obligation], next_at: Moments) -> dict[str, str]:
    """New rows, by key. Answers their ids by key."""
    ids = {key: new_id() for key in owed}
    fixed = {"workspace": work.workspace, "opened_at": work.now, "closed_how": ""}
    rows = [fixed | values(each) | {"id": ids[key], "key": key, "next_at": next_at[key]} for key, each in owed.items()]
    if rows:
        work.session.connection().execute(_ADD, rows)
    _name_responsible(work, {ids[key]: each.responsible for key, each in owed.items()})
    return ids


def change(work: UnitOfWork, owed: Mapping[str, tuple[str, Obligation]], next_at: Moments, swept_at: Moments) -> None:
    """Rows that stay, and rows that open again; by key, with their ids."""
    is_open = {"closed_at": None, "closed_on": None, "closed_how": ""}
    put(
        work,
        [
            is_open | values(each) | {"row_id": row_id, "next_at": next_at[key], "swept_at": swept_at[key]}
            for key, (row_id, each) in owed.items()
        ],
    )
    ids = [row_id for row_id, _ in owed.values()]
    for start in range(0, len(ids), CHUNK):
        work.ask(_UNNAME, ids=ids[start : start + CHUNK])
    _name_responsible(work, {row_id: each.responsible for row_id, each in owed.values()})


def close(work: UnitOfWork, how: Mapping[str, str], on: date) -> None:
    """How each ended, by id."""
    ended = {"closed_at": work.now, "closed_on": on, "next_at": None}
    put(work, [ended | {"row_id": row_id, "closed_how": word} for row_id, word in how.items()])


def put(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Set these columns, the same ones in each; `row_id` says where."""
    if rows:
        work.session.connection().execute(_put(tuple(rows[0])), rows)


@cache
def _put(names: tuple[str, ...]) -> Update:
    columns: dict[str, Any] = {name: bindparam(name) for name in names if name != "row_id"}
    return update(ObligationRow).where(ObligationRow.id == bindparam("row_id")).values(columns)


def values(obligation: Obligation) -> dict[str, Any]:
    """The columns that say what is owed."""
    rule, suspended, escalates_on, source, why = facts_of(obligation)
    return {
        "rule": rule,
        "kind": obligation.kind,
        "person_id": obligation.person,
        "case_ref": obligation.case,
        "about": obligation.about,
        "due": obligation.due.isoformat(),
        "due_on": obligation.due_on,
        "suspended": suspended,
        "escalates_on": escalates_on,
        "source": source,
        "why": why,
    }


def _name_responsible(work: UnitOfWork, responsible: Mapping[str, Iterable[str]]) -> None:
    rows = [
        {"workspace": work.workspace, "obligation_id": obligation_id, "person_id": person_id, "place": place}
        for obligation_id, people in responsible.items()
        for place, person_id in enumerate(dict.fromkeys(people))
    ]
    if rows:
        work.session.connection().execute(_NAME, rows)
