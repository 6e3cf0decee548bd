"""What may go today, by the schedule: a row at a time, with the day its period counts from. Nothing here erases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, literal, or_, select

from scheduling.calendar import local_day
from storage.lifecycle.classes import Done
from storage.lifecycle.pointing import key_of
from storage.lifecycle.schedule import Term
from storage.lifecycle.sealedrows import written_under
from storage.models import (
    AbsenceRow,
    AgreementRow,
    AlarmRow,
    ApiTokenRow,
    AuditDrawRow,
    AuditRow,
    AuditSampleRow,
    Base,
    CaseRow,
    ConversationRow,
    DiscussionRow,
    DraftRow,
    ErasureRow,
    FeedRow,
    GrantRow,
    GroupAttendeeRow,
    GroupRow,
    InviteRow,
    MessageRow,
    NoticeRow,
    ObligationRow,
    ObservationRow,
    OutboxRow,
    PersonRow,
    PlannedObservationRow,
    PlanRow,
    ProbationRow,
    RecordRow,
    SessionRow,
)

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

UNSETTLED = ("pending", "leased", "sending", "uncertain")


@dataclass(frozen=True, slots=True)
class Item:
    """One row that may go, or whose content may: references and dates, nothing that was written."""

    retention_class: str
    then: Done
    table: str
    id: str
    person_id: str
    """Whose it is; empty where it is nobody's."""
    case_ref: str
    from_on: date
    """The day its period counts from: left, filed, closed …"""
    due_on: date
    """The first day it may go."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same in a plan made before."""
        return (self.then, self.table, self.id)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Rows of one table: the statement answers id, person, case, and the day."""

    table: type[Base]
    person: Any
    case: Any
    counted: Any
    where: Sequence[ColumnElement[bool]]
    leaver: Any = None
    """The column that names whoever must have left; `counted` is then the day they did."""


def due(work: UnitOfWork, term: Term, ids: Collection[str] | None = None) -> list[Item]:
    """Rows of one class whose period has run out today, oldest first; of these ids only, where they are given."""
    found = []
    for each in candidates(term):
        for row_id, person_id, case_ref, counted in work.session.execute(_statement(work, each, ids)):
            day = local_day(counted, work.zone) if isinstance(counted, datetime) else counted
            due_on = term.keep.after(day)
            if due_on <= work.today:
                found.append(
                    Item(
                        term.name,
                        term.then,
                        each.table.__tablename__,
                        row_id,
                        person_id or "",
                        case_ref or "",
                        day,
                        due_on,
                    )
                )
    return sorted(found, key=lambda item: (item.due_on, item.table, item.id))


def unerased_records_of(work: UnitOfWork, person_ids: Collection[str]) -> dict[str, set[str]]:
    """Sessions and filled forms of these people that still hold something written: while they do, their name is needed."""
    found: dict[str, set[str]] = {}
    for _, person_id, row_id in _written_of(work, person_ids):
        found.setdefault(person_id, set()).add(row_id)
    return found


def written_of(work: UnitOfWork, person_id: str) -> list[tuple[str, str]]:
    """The same of one person: table and id, sessions first."""
    return [(table, row_id) for table, _, row_id in _written_of(work, [person_id])]


def _written_of(work: UnitOfWork, person_ids: Collection[str]) -> Iterator[tuple[str, str, str]]:
    every = list(person_ids)
    for row, whose in ((SessionRow, SessionRow.supervisee_id), (RecordRow, RecordRow.about_id)):
        for start in range(0, len(every), 500):
            theirs = [row.workspace == work.workspace, whose.in_(every[start : start + 500]), _is_written(row)]
            for person_id, row_id in work.session.execute(select(whose, row.id).where(*theirs).order_by(row.id)):
                yield row.__tablename__, person_id, row_id


def _statement(work: UnitOfWork, candidates: _Candidates, ids: Collection[str] | None) -> Select[Any]:
    table: Table = candidates.table.__table__  # type: ignore[assignment]
    key = key_of(table)
    asked = select(key, candidates.person, candidates.case, candidates.counted).select_from(table)
    if candidates.leaver is not None:
        asked = asked.join(PersonRow, and_(PersonRow.workspace == table.c.workspace, PersonRow.id == candidates.leaver))
    asked = asked.where(table.c.workspace == work.workspace, candidates.counted.is_not(None), *candidates.where)
    return asked if ids is None else asked.where(key.in_(list(ids)))


def candidates(term: Term) -> Iterator[_Candidates]:
    """The rows of a class that may ever go, table by table."""
    nobody = none = literal("")
    match term.name:
        case "case_content":
            row = DiscussionRow
            # A draft waits to be confirmed by somebody who must be able to read it.
            written = [or_(row.decision.is_not(None), row.rationale.is_not(None)), row.is_draft.is_(False)]
            yield _Candidates(row, row.worker_id, row.case_ref, row.filed_on, written)
        case "drafts":
            yield _Candidates(DraftRow, DraftRow.person_id, none, DraftRow.kept_at, ())
        case "personal_supervision":
            yield from _personal(term, none)
        case "access":
            yield _Candidates(GrantRow, GrantRow.about_id, none, GrantRow.until_on, ())
            yield _Candidates(FeedRow, FeedRow.person_id, none, FeedRow.revoked_at, ())
            yield _Candidates(InviteRow, InviteRow.person_id, none, InviteRow.revoked_at, ())
            yield _Candidates(ApiTokenRow, ApiTokenRow.person_id, none, ApiTokenRow.until_on, ())
        case "absences":
            yield _Candidates(AbsenceRow, AbsenceRow.person_id, none, AbsenceRow.until_on, ())
        case "case_dates":
            yield _Candidates(CaseRow, nobody, CaseRow.ref, CaseRow.closed_on, [~_is_unfiled()])
        case "obligations":
            yield _Candidates(ObligationRow, ObligationRow.person_id, ObligationRow.case_ref, ObligationRow.closed_on, ())
        case "messages":
            yield _Candidates(MessageRow, MessageRow.recipient_id, none, MessageRow.day_on, [~_is_in_use()])
        case "alarms":
            yield _Candidates(AlarmRow, nobody, none, AlarmRow.ended_at, ())
        case "staff":
            row_id, gone = PersonRow.id, select(ErasureRow.person_id).where(ErasureRow.workspace == PersonRow.workspace)
            yield _Candidates(PersonRow, row_id, none, PersonRow.left_on, [row_id.not_in(gone)])
        case _:
            raise KeyError(term.name)


def _personal(term: Term, none: Any) -> Iterator[_Candidates]:
    session, record = SessionRow, RecordRow
    written = ((session, session.supervisee_id, func.coalesce(session.held_on, session.planned_on)),)
    filled = ((record, record.about_id, record.made_at),)
    left_on = PersonRow.left_on
    if term.then == "content":
        for row, person, counted in (*written, *filled):
            is_by_day = term.counts_from == "held_on"
            leaver = None if is_by_day else person
            yield _Candidates(row, person, none, counted if is_by_day else left_on, [_is_written(row)], leaver)
        return
    whose = (
        (RecordRow, RecordRow.about_id),
        (SessionRow, SessionRow.supervisee_id),
        (AgreementRow, AgreementRow.supervisee_id),
        (ObservationRow, ObservationRow.of_id),
        (PlannedObservationRow, PlannedObservationRow.of_id),
        (AuditSampleRow, AuditSampleRow.of_id),
        (AuditDrawRow, AuditDrawRow.auditor_id),
        (AuditRow, AuditRow.of_id),
        (ConversationRow, ConversationRow.person_id),
        (ProbationRow, ProbationRow.person_id),
        (PlanRow, PlanRow.supervisee_id),
    )
    for table, person in whose:
        yield _Candidates(table, person, none, left_on, (), person)
    # That others were there is theirs while they are here: a group goes with the last of whoever took part.
    yield _Candidates(
        GroupRow, GroupRow.facilitator_id, none, _last_left(), [~_took_part(PersonRow.left_on.is_(None)).exists()]
    )


def _took_part(*which: ColumnElement[bool]) -> Select[date | None]:
    """When those left who led a group or were part of it."""
    attended = select(GroupAttendeeRow.person_id).where(GroupAttendeeRow.group_id == GroupRow.id).correlate(GroupRow)
    there = or_(PersonRow.id == GroupRow.facilitator_id, PersonRow.id.in_(attended))
    return select(PersonRow.left_on).where(PersonRow.workspace == GroupRow.workspace, there, *which).correlate(GroupRow)


def _last_left() -> Any:
    return _took_part().with_only_columns(func.max(PersonRow.left_on)).scalar_subquery()


def _is_written(row: type[SessionRow] | type[RecordRow]) -> ColumnElement[bool]:
    """Whether it still holds anything somebody wrote: notes, the reason of a move, a personal matter, what a form says."""
    own = [row.notes.is_not(None)] if row is SessionRow else []
    return and_(row.content_erased_on.is_(None), or_(*own, *written_under(row.__tablename__)))


def _is_unfiled() -> ColumnElement[bool]:
    """A decision on the case whose text is nowhere else yet."""
    row = DiscussionRow
    theirs = and_(row.workspace == CaseRow.workspace, row.case_ref == CaseRow.ref)
    return exists().where(theirs, row.filed_on.is_(None), or_(row.decision.is_not(None), row.rationale.is_not(None)))


def _is_in_use() -> ColumnElement[bool]:
    """A message on its way, or that tells of something that is still owed."""
    on_its_way = exists().where(OutboxRow.message_id == MessageRow.id, OutboxRow.state.in_(UNSETTLED))
    owed = exists().where(
        NoticeRow.message_id == MessageRow.id,
        NoticeRow.obligation_id == ObligationRow.id,
        ObligationRow.closed_at.is_(None),
    )
    return or_(on_its_way, owed)
