"""Taking rows, or what was written in them, out of the database; what follows from them is derived anew at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Column, Table, delete, exists, select, update

from storage.lifecycle.due import Item
from storage.lifecycle.pointing import children, key_of, people_columns
from storage.lifecycle.sealedrows import emptied, hanging_from
from storage.models import Base, GroupCaseRow, KeptWordsRow, MessageRow, NoticeRow, OutboxRow, PersonRow
from storage.records.supervised import cases_of, supervised_by

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

LET_GO = {
    ("discussions", "session_id"),
    ("records", "session_id"),
    ("action_points", "session_id"),
    ("action_points", "record_id"),
}
"""A case was discussed whether or not the session's row is kept; a filled form has a period of its own."""


def erase(work: UnitOfWork, items: Sequence[Item]) -> None:
    """These items of one class; the index of what is owed is as the facts that stay say. A leaver's details go elsewhere."""
    by_table: dict[str, list[str]] = {}
    for item in items:
        by_table.setdefault(item.table, []).append(item.id)
    then = {item.then for item in items}
    assert len(then) == 1
    for name, ids in by_table.items():
        table = Base.metadata.tables[name]
        if then == {"content"}:
            _erase_content(work, table, ids)
        else:
            _erase_rows(work, table, ids)
    work.session.expire_all()


def _erase_content(work: UnitOfWork, table: Table, ids: Collection[str]) -> None:
    """What was written in these rows and in those that hang from them; the day it went is left behind."""
    mine = (table.c.workspace == work.workspace, table.c.id.in_(ids))
    work.session.execute(update(table).where(*mine).values(**emptied(table), content_erased_on=work.today))
    for child, column in hanging_from(table.name):
        theirs = (child.c.workspace == work.workspace, column.in_(ids))
        work.session.execute(update(child).where(*theirs).values(**emptied(child)))
    _drop_kept_words(work, ids)


def _erase_rows(work: UnitOfWork, table: Table, ids: Collection[str]) -> None:
    people, spoken_of = _people_of(work, table, ids), _spoken_of(work, table, ids)
    _delete(work, table, ids)
    _derive_anew(work, table, ids, people, spoken_of)


def _delete(work: UnitOfWork, table: Table, ids: Collection[str]) -> None:
    """The rows, and first all that hangs from them and what was told of them."""
    if not ids:
        return
    _drop_notices(work, ids)
    _drop_kept_words(work, ids)
    for child, column, _ in children(table):
        theirs = (child.c.workspace == work.workspace, column.in_(ids))
        if (child.name, column.name) in LET_GO:
            work.session.execute(update(child).where(*theirs).values({column.name: None}))
        elif "id" in child.c and child.name != "outbox":
            _delete(work, child, list(work.session.scalars(select(child.c.id).where(*theirs))))
        else:
            work.session.execute(delete(child).where(*theirs))
    work.session.execute(delete(table).where(table.c.workspace == work.workspace, key_of(table).in_(ids)))


def _drop_kept_words(work: UnitOfWork, about: Collection[str]) -> None:
    """Why words were kept in these records: the reason may say what they said."""
    theirs = (KeptWordsRow.workspace == work.workspace, KeptWordsRow.about.in_(about))
    work.session.execute(delete(KeptWordsRow).where(*theirs))


def _drop_notices(work: UnitOfWork, subjects: Collection[str]) -> None:
    """A message that tells of nothing else goes with them."""
    theirs = (NoticeRow.workspace == work.workspace, NoticeRow.subject.in_(subjects))
    told_in = set(work.session.scalars(select(NoticeRow.message_id).where(*theirs)))
    if not told_in:
        return
    work.session.execute(delete(NoticeRow).where(*theirs))
    tells_more = exists().where(NoticeRow.message_id == MessageRow.id)
    empty = list(work.session.scalars(select(MessageRow.id).where(MessageRow.id.in_(told_in), ~tells_more)))
    work.session.execute(delete(OutboxRow).where(OutboxRow.message_id.in_(empty)))
    work.session.execute(delete(MessageRow).where(MessageRow.id.in_(empty)))


def _people_of(work: UnitOfWork, table: Table, ids: Collection[str]) -> set[str]:
    """Whoever these rows name, with their line managers: what they owe may follow from them."""
    columns: Sequence[Column[str]] = people_columns(table)
    if not columns or table.name in ("messages", "drafts", "alarms", "obligations"):
        return set()
    key = key_of(table)
    rows = work.session.execute(select(*columns).where(table.c.workspace == work.workspace, key.in_(ids)))
    named = {person_id for row in rows for person_id in row if person_id}
    above = select(PersonRow.manager_id).where(PersonRow.workspace == work.workspace, PersonRow.id.in_(named))
    return named | {person_id for person_id in work.session.scalars(above) if person_id}


def _spoken_of(work: UnitOfWork, table: Table, ids: Collection[str]) -> set[str]:
    """The cases of a group: whether a discussion in it was supervision may hang on who led it (R-32)."""
    if table.name != "groups":
        return set()
    row = GroupCaseRow
    return set(work.session.scalars(select(row.case_ref).where(row.workspace == work.workspace, row.group_id.in_(ids))))


def _derive_anew(work: UnitOfWork, table: Table, ids: Collection[str], people: set[str], spoken_of: set[str]) -> None:
    if table.name == "cases":
        work.index.refresh(cases=ids)
    elif table.name == "absences":
        around = people | supervised_by(work, list(people))
        work.index.refresh(people=around, cases=cases_of(work, around))
    elif people or spoken_of:
        work.index.refresh(people=people, cases=spoken_of)
