"""A session held: stored with its notes and the cases discussed, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, or_, select, update

from scheduling.shapes import INFORMAL
from storage.errors import BeforeTheCaseOpened, CaseClosed, NotesMissing, NotTheirCase, SameDay
from storage.index.closing import Cause
from storage.models import (
    AbsenceRow,
    AllocationRow,
    DirectWorkRow,
    DiscussionRow,
    FrontDoorCaseRow,
    RelationshipRow,
    SessionRow,
    new_id,
)
from storage.notices import filing, moved
from storage.records import booking, checks
from storage.records.casebook import Held as Case
from storage.records.lines import is_away

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a session that took place."""

    supervisee: Person
    held_on: date
    minutes: int | None
    notes: str
    kind: str
    late: str | None = None
    """Who came late to it."""


def record(work: UnitOfWork, viewer: Person, held: Held, refs: Sequence[str]) -> SessionRow:
    """Store it, on the booked session if there is one."""
    checks.while_here(checks.happened(held.held_on, work.today), held.supervisee)
    cases = [work.cases.must_see(ref, viewer) for ref in dict.fromkeys(refs)]
    for case in cases:
        must_be_theirs(work, case, held)
    row = _row(work, viewer, held)
    row.held_on, row.minutes, row.kind, row.changed_at = held.held_on, held.minutes, held.kind, work.now
    row.late = held.late
    work.session.add(row)
    work.session.flush()
    work.session.add_all(_discussion(work, row, case) for case in {case.ref: case for case in cases}.values())
    _write(work, row, held.notes)
    _refresh(work, row)
    moved.touch_off(work, row.supervisee_id)
    if held.notes:
        filing.of_session(work, row)
    return row


def record_notes(work: UnitOfWork, row: SessionRow, notes: str) -> None:
    """The record is done on the day its notes are first there."""
    if not notes:
        raise NotesMissing
    _write(work, row, notes)
    _refresh(work, row)
    filing.of_session(work, row)


def record_written(work: UnitOfWork, row: SessionRow) -> None:
    """The record is done: it stands in a filled form beside the session."""
    row.recorded_on = row.recorded_on or work.today
    work.session.flush()
    _say_why(work, row)
    _refresh(work, row)
    filing.of_session(work, row)


def bring(
    work: UnitOfWork,
    viewer: Person,
    row: SessionRow,
    direct_work: Sequence[tuple[str, str]],
    front_door_cases: Sequence[tuple[str, int]],
) -> None:
    """What was brought to it: examples of direct work on cases, and numbers of the Front Door's."""
    # Told again, as when a form is sent off twice, it is what was told last.
    if direct_work:
        _forget(work, DirectWorkRow, row)
    if front_door_cases:
        _forget(work, FrontDoorCaseRow, row)
    mine = {"workspace": work.workspace, "session_id": row.id}
    for ref, state in direct_work:
        work.session.add(DirectWorkRow(**mine, id=new_id(), case_ref=work.cases.must_see(ref, viewer).ref, state=state))
    for number, criterion in dict(front_door_cases).items():
        work.session.add(FrontDoorCaseRow(**mine, number=checks.number(number), criterion=criterion))
    work.session.flush()


def _forget(work: UnitOfWork, table: type[DirectWorkRow] | type[FrontDoorCaseRow], row: SessionRow) -> None:
    work.session.execute(delete(table).where(table.workspace == work.workspace, table.session_id == row.id))


def add_cases(work: UnitOfWork, viewer: Person, row: SessionRow, refs: Sequence[str]) -> None:
    """Cases that were discussed in it and had been left out."""
    there = set(work.session.scalars(select(DiscussionRow.case_ref).where(DiscussionRow.session_id == row.id)))
    cases = [work.cases.must_see(ref, viewer) for ref in dict.fromkeys(refs)]
    held_on = row.held_on or work.today
    held = Held(work.people.must_get(row.supervisee_id), held_on, row.minutes, "", row.kind)
    new = [case for case in cases if case.ref not in there]
    for case in new:
        must_be_theirs(work, case, held)
    work.session.add_all(_discussion(work, row, case) for case in new)
    work.session.flush()


def _row(work: UnitOfWork, viewer: Person, held: Held) -> SessionRow:
    """The booked session, else a new one; a second one on the same day is the first one told twice."""
    mine, theirs = SessionRow.workspace == work.workspace, SessionRow.supervisee_id == held.supervisee.id
    same = exists().where(mine, theirs, SessionRow.held_on == held.held_on)
    if work.session.scalar(select(same)):
        raise SameDay
    supervisor = work.people.supervisor_of(held.supervisee.id)
    stands_in = supervisor is None or supervisor.id == viewer.id or _was_away(work, supervisor, held.held_on)
    by = viewer.id if supervisor is None or stands_in else supervisor.id
    booked = booking.ahead(work, held.supervisee.id) if held.kind != INFORMAL else []
    if (row := _meant(booked, held.held_on)) is not None:
        _pass_over(work, booked, row, held.held_on)
        if supervisor is not None and (row.supervisor_id == supervisor.id or _supervised(work, supervisor, held)):
            row.supervisor_id = by
        return row
    return SessionRow(id=new_id(), workspace=work.workspace, supervisee_id=held.supervisee.id, supervisor_id=by)


def _meant(booked: Sequence[SessionRow], held_on: date) -> SessionRow | None:
    """The one of those booked that took place: the nearest. An extra session takes the place of none that is weeks ahead."""
    nearest = min(booked, key=lambda row: abs(_planned(row) - held_on), default=None)
    is_extra = nearest is not None and len(booked) > 1 and _planned(nearest) - held_on > A_WEEK
    return None if is_extra else nearest


def _pass_over(work: UnitOfWork, booked: Sequence[SessionRow], row: SessionRow, held_on: date) -> None:
    """Those planned before it and not held are not ahead any more; they stay on record as planned."""
    for each in booked:
        if _planned(each) < _planned(row):
            each.passed_on, each.changed_at = held_on, work.now
    work.session.flush()


def _planned(row: SessionRow) -> date:
    return row.planned_on or date.max


def _supervised(work: UnitOfWork, supervisor: Person, held: Held) -> bool:
    """They were the supervisor on the day: it may have been booked a year before, when somebody else was."""
    row = RelationshipRow
    theirs = (row.workspace == work.workspace, row.supervisee_id == held.supervisee.id, row.supervisor_id == supervisor.id)
    return bool(work.session.scalar(select(exists().where(*theirs, row.from_on <= held.held_on))))


def _was_away(work: UnitOfWork, supervisor: Person, on: date) -> bool:
    """Then whoever records it has held it."""
    away = AbsenceRow
    there = exists().where(away.workspace == work.workspace, away.person_id == supervisor.id, is_away(away, on))
    return bool(work.session.scalar(select(there)))


def must_be_theirs(work: UnitOfWork, case: Case, held: Held) -> None:
    """Open, and allocated to the supervisee, on the day."""
    if case.opened_on > held.held_on:
        raise BeforeTheCaseOpened
    if case.closed_on is not None and case.closed_on <= held.held_on:
        raise CaseClosed
    row = AllocationRow
    theirs = exists().where(
        row.workspace == work.workspace,
        row.case_ref == case.ref,
        row.worker_id == held.supervisee.id,
        row.from_on <= held.held_on,
        or_(row.until_on.is_(None), row.until_on > held.held_on),
    )
    if not work.session.scalar(select(theirs)):
        raise NotTheirCase


def _discussion(work: UnitOfWork, row: SessionRow, case: Case) -> DiscussionRow:
    return DiscussionRow(
        id=new_id(),
        workspace=work.workspace,
        case_ref=case.ref,
        worker_id=row.supervisee_id,
        by_id=row.supervisor_id,
        kind="supervision",
        discussed_on=row.held_on,
        session_id=row.id,
    )


def _write(work: UnitOfWork, row: SessionRow, notes: str) -> None:
    if notes:
        row.notes, row.recorded_on = notes, row.recorded_on or work.today
    work.session.flush()
    if notes:
        _say_why(work, row)


def _say_why(work: UnitOfWork, row: SessionRow) -> None:
    """Of the cases discussed in it, why is written. On record each is once it is filed on the case system (WOK-11, MAN-3-h)."""
    work.session.execute(update(DiscussionRow).where(DiscussionRow.session_id == row.id).values(has_rationale=True))


def _refresh(work: UnitOfWork, row: SessionRow) -> None:
    refs = work.session.scalars(select(DiscussionRow.case_ref).where(DiscussionRow.session_id == row.id))
    work.index.refresh(people=[row.supervisee_id, row.supervisor_id], cases=list(refs), cause=Cause(done_on=row.held_on))
