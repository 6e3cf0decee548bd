"""Statements written once: building one costs more than running it, so those asked often are built when imported.

Every one names the workspace; what differs from one asking to the next are its parameters.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Date, Select, String, bindparam

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

WORKSPACE: Any = bindparam("workspace", type_=String())
TODAY: Any = bindparam("today", type_=Date())
IDS: Any = bindparam("ids", type_=String(), expanding=True)


@dataclass(frozen=True, slots=True)
class Question:
    """The same question about everything, or about some."""

    about_all: Select[*tuple[Any, ...]]
    about_some: Select[*tuple[Any, ...]]

    def ask(self, work: UnitOfWork, ids: Collection[str] | None) -> list[Any]:
        """Its rows. None: about everything. About nothing it is not asked."""
        if ids is None:
            return list(work.ask(self.about_all))
        return list(work.ask(self.about_some, ids=list(ids))) if ids else []


def question(statement: Select[*tuple[Any, ...]], narrow: ColumnElement[bool], *order: Any) -> Question:
    """`narrow` says, with IDS, what "some" are."""
    return Question(statement.order_by(*order), statement.where(narrow).order_by(*order))
