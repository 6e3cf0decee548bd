"""Everything about one person, gathered from every table that names them, third parties taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, and_, or_, select

from storage.lifecycle.pointing import case_columns, people_columns
from storage.lifecycle.subject.around import Around, around
from storage.lifecycle.subject.redaction import Find, redacted
from storage.lifecycle.subject.sections import NEVER_SHOWN, SECTIONS, Section
from storage.lifecycle.subject.trailed import Hidden, hidden, trailed
from storage.models import Base

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

CHECK = "check"
"""Marks what somebody wrote: the officer reads it before it is released."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the export."""

    title: str
    entries: tuple[dict[str, Any], ...]
    """By label; what somebody wrote is `{"check": text}`."""
    left_out: tuple[str, ...] = ()
    """What is kept and not shown, as the requester is told."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An export, before it is written."""

    name: str
    made_at: datetime
    parts: tuple[Part, ...]
    hidden: int
    """Rights to read they are not to be told of yet: the officer is told that there are any, the requester not."""

    @property
    def texts(self) -> int:
        """How many texts are to be checked."""
        return sum(1 for part in self.parts for entry in part.entries for value in entry.values() if is_text(value))


def is_text(value: object) -> bool:
    """Whether it is something somebody wrote."""
    return isinstance(value, dict) and CHECK in value


def gather(work: UnitOfWork, subject: Person, *, also: Sequence[Find] = ()) -> Gathered:
    """Opened content included; third parties are roles, cases numbers, and what is `also` found in texts is taken out."""
    near, secret = around(work, subject), hidden(work, subject.id)
    finders = [*near.finders(), *also]
    parts = [_part(work, section, near, finders, secret) for section in SECTIONS]
    parts += [Part(title, tuple(entries)) for title, entries in trailed(work, near, secret)]
    return Gathered(subject.name, work.now, tuple(part for part in parts if part.entries), len(secret.grants))


def _part(work: UnitOfWork, section: Section, near: Around, finders: Sequence[Find], secret: Hidden) -> Part:
    entries, left_out = [], dict[str, None]()
    for row in _rows(work, section, near.subject.id):
        if section.table == "grants" and row["id"] in secret.grants:
            continue
        named = [column for column in section.by if row[column] == near.subject.id]
        entry: dict[str, Any] = {"as": ", ".join(dict.fromkeys(section.by[column] for column in named))}
        entry |= {_label(name): _shown(section, name, row[name], near) for name in section.shows}
        for name, about in section.texts.items():
            if not row[name]:
                continue
            if set(about) & set(named):
                entry[_label(name)] = {CHECK: redacted(row[name], finders)}
            elif (why := NEVER_SHOWN.get(f"{section.table}.{name}")) is not None:
                left_out[why] = None
        entries.append({label: value for label, value in entry.items() if value not in ("", None)})
    return Part(section.title, tuple(entries), tuple(left_out))


def _rows(work: UnitOfWork, section: Section, person_id: str) -> list[dict[str, Any]]:
    """Of the table, with its parent's columns where it has one."""
    columns = _columns(section)
    names = {*section.by, *section.shows, *section.texts} | ({"id"} if section.table == "grants" else set())
    table = Base.metadata.tables[section.table]
    asked = select(*(columns[name].label(name) for name in sorted(names))).select_from(table)
    if section.parent is not None:
        column, parent = section.parent
        above = Base.metadata.tables[parent]
        asked = asked.join(above, and_(above.c.id == table.c[column], above.c.workspace == table.c.workspace))
    theirs = or_(*(columns[name] == person_id for name in section.by))
    ordered = asked.where(table.c.workspace == work.workspace, theirs)
    if section.only:
        ordered = ordered.where(columns[section.only].is_not(None))
    if section.order:
        ordered = ordered.order_by(columns[section.order])
    return [dict(row._mapping) for row in work.session.execute(ordered)]


def _columns(section: Section) -> dict[str, Column[Any]]:
    own = dict(Base.metadata.tables[section.table].columns.items())
    above = dict(Base.metadata.tables[section.parent[1]].columns.items()) if section.parent else {}
    return above | own


def _shown(section: Section, name: str, value: Any, near: Around) -> Any:
    column = _columns(section)[name]
    if column in people_columns(column.table) or (column.table.name, name) == ("people", "id"):
        return near.subject.id if section.by == {name: "you"} else near.person(value)
    if column in case_columns(column.table):
        return near.case(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if isinstance(value, (bool, int, type(None))) else str(value)


def _label(name: str) -> str:
    for ending in ("_id", "_ref"):
        name = name.removesuffix(ending)
    return name.replace("_", " ")
