"""What a table of the export is made of. Files, API and documentation are all made from it, so they cannot differ."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Join, and_, func, join
from sqlalchemy.orm import QueryableAttribute, aliased

from storage.models import Base, PersonRow
from storage.sealed import SealedText

Of = ColumnElement[Any] | QueryableAttribute[Any]


class Kind(StrEnum):
    """What a value is, the same in every file and answer."""

    TEXT = "text"
    DATE = "date"
    """A day where the council is."""
    INSTANT = "instant"
    """A moment, in UTC."""
    WHOLE = "whole number"
    FLAG = "yes or no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what it is, what it means, and from what it comes."""

    name: str
    kind: Kind
    says: str
    """One sentence."""
    of: Of
    """What is asked of the database for it."""
    words: tuple[str, ...] = ()
    """All that a text can be, where that is a closed list."""
    rule: str = ""
    """The rule of a policy, or the reading of one, it is there for."""
    unit: str = ""
    """Minutes, days."""
    is_always: bool = False
    """It is never empty."""

    @property
    def measured_in(self) -> str:
        """Its unit, or the zone its days and moments are in; empty where it has none."""
        zones = {Kind.DATE: "day, local to the council", Kind.INSTANT: "moment, UTC"}
        return self.unit or zones.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its rows are facts about one person each, and are seen by whoever may see that person."""

    name: str
    says: str
    columns: tuple[Column, ...]
    source: FromClause
    about: Of
    """The id of the person a row is about."""
    workspace: Of
    key: Of
    """What its rows are ordered and gone through by, its first column. It never changes."""
    on: Of | None = None
    """The day by which `since` and `until` choose; None: what stands now, which is always given whole."""
    on_says: str = ""
    only: tuple[ColumnElement[bool], ...] = ()

    def __post_init__(self) -> None:
        """A column that is sealed is content. Raises ValueError, when this is imported, rather than let one out."""
        if sealed := [each.name for each in self.columns if isinstance(each.of.type, SealedText)]:
            msg = f"{self.name} would take out what people wrote: {', '.join(sealed)}"
            raise ValueError(msg)

    def column(self, name: str) -> Column | None:
        """One of its columns; None where it has no such."""
        return next((each for each in self.columns if each.name == name), None)


def day(says: str, name: str, of: Of, *, rule: str = "", is_always: bool = False) -> Column:
    """A date."""
    return Column(name, Kind.DATE, says, of, rule=rule, is_always=is_always)


def moment(says: str, name: str, of: Of, *, rule: str = "", is_always: bool = False) -> Column:
    """An instant."""
    return Column(name, Kind.INSTANT, says, of, rule=rule, is_always=is_always)


def word(says: str, name: str, of: Of, words: tuple[str, ...] = (), *, rule: str = "", is_always: bool = False) -> Column:
    """One of a list, where the list is closed."""
    return Column(name, Kind.TEXT, says, of, words, rule, is_always=is_always)


def person(says: str, name: str, of: Of, *, is_always: bool = False) -> Column:
    """A staff id, or an e-mail address where there is none: `people.id`."""
    return Column(name, Kind.TEXT, f"{says}: `people.id`.", of, is_always=is_always)


def number(says: str, name: str, of: Of, unit: str, *, rule: str = "", is_always: bool = False) -> Column:
    """A whole number of something."""
    return Column(name, Kind.WHOLE, says, of, rule=rule, unit=unit, is_always=is_always)


def flag(says: str, name: str, of: Of, *, rule: str = "", is_always: bool = True) -> Column:
    """Yes or no."""
    return Column(name, Kind.FLAG, says, of, rule=rule, is_always=is_always)


WHOSE = aliased(PersonRow, name="whose")
"""Whoever a row is about."""


def beside(table: type[Base], about: Of) -> Join:
    """The table with whoever its rows are about beside it, for their team of today."""
    row: Any = table
    return join(table, WHOSE, and_(WHOSE.workspace == row.workspace, WHOSE.id == about))


def or_none(of: Of) -> Of:
    """No text at all and an empty one are the same, in a CSV too."""
    return func.nullif(of, "")


def team() -> Column:
    """Of whoever a row is about."""
    return word("The team that person is in now, whichever they were in then.", "team", or_none(WHOSE.team))
