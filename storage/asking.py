"""Statements written once: building one costs more than running it, so those asked often are built when imported.

Every one names the workspace; what differs from one asking to the next are its parameters.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Date, Executable, Select, String, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

WORKSPACE: Any = bindparam("workspace", type_=String())
TODAY: Any = bindparam("today", type_=Date())


class _Several(TypeDecorator[Any]):
    """Any number of texts as one parameter, so that the statement reads the same however many there are.

    With an IN of SQLAlchemy's it reads anew for each number: it is put together anew, and no database knows it again.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """An array; SQLite, which has none, is given JSON."""
        return dialect.type_descriptor(ARRAY(String) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """From any collection."""
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


def several(name: str) -> Any:
    """A parameter that holds any number of texts; for `among`."""
    return bindparam(name, type_=_Several())


IDS: Any = several("ids")


class _Among(FunctionElement[Any]):
    inherit_cache = True


def among(column: Any, texts: Any = IDS) -> Any:
    """Whether the column is one of the texts the parameter holds."""
    return _Among(column, texts)


@compiles(_Among)
def _in_json(element: _Among, compiler: Any, **given: Any) -> str:
    column, texts = (compiler.process(each, **given) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 # nosec B608 # the texts are a parameter


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **given: Any) -> str:
    column, texts = (compiler.process(each, **given) for each in element.clauses)
    return f"{column} = ANY ({texts})"


@dataclass(frozen=True, slots=True)
class Question:
    """The same question about everything, or about some."""

    about_all: Executable
    about_some: Executable

    def ask(self, work: UnitOfWork, ids: Collection[str] | None) -> list[Any]:
        """Its rows. None: about everything. About nothing it is not asked."""
        if ids is None:
            return list(work.ask(self.about_all).all())
        return list(work.ask(self.about_some, ids=list(ids)).all()) if ids else []

    def each(self, work: UnitOfWork, ids: Collection[str] | None) -> Iterator[Any]:
        """The same, where there are very many: a few thousand at a time. Read to the end before anything else is asked."""
        if ids is None or ids:
            asked = work.ask(self.about_all) if ids is None else work.ask(self.about_some, ids=list(ids))
            for some in asked.partitions(5_000):
                yield from some


def question(statement: Select[*tuple[Any, ...]], narrow: ColumnElement[bool], *order: Any) -> Question:
    """`narrow` says, with IDS, what "some" are."""
    return Question(statement.order_by(*order), statement.where(narrow).order_by(*order))
