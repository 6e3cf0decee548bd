"""Relationships, agreements, sessions, observations and audits as the engine takes them. No text is unsealed for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, cast, null, or_, select, union_all

from scheduling import facts
from scheduling.calendar import Interval, local_day
from storage.asking import WORKSPACE, Question, among, question, several
from storage.models import (
    AgreementRow,
    AuditDrawRow,
    AuditRow,
    AuditSampleRow,
    DirectWorkRow,
    EarlierAgreementRow,
    FrontDoorCaseRow,
    ObservationRow,
    PostponementRow,
    RelationshipRow,
    SessionRow,
)

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Ids = Collection[str] | None
"""None: everyone."""

_SUPERVISORS: Any = several("supervisors")
_RELATIONSHIPS = select(
    RelationshipRow.supervisee_id,
    RelationshipRow.supervisor_id,
    RelationshipRow.from_on,
    RelationshipRow.until_on,
    RelationshipRow.id,
).where(RelationshipRow.workspace == WORKSPACE)
_SOME_RELATIONSHIPS = _RELATIONSHIPS.where(
    or_(among(RelationshipRow.supervisee_id), among(RelationshipRow.supervisor_id, _SUPERVISORS))
)


def _as_it_stood(row: type[AgreementRow] | type[EarlierAgreementRow], until_on: Any) -> Any:
    return select(
        AgreementRow.supervisee_id,
        AgreementRow.supervisor_id,
        row.signed_by_supervisee_on,
        row.signed_by_supervisor_on,
        row.reviewed_on,
        row.named_manager_id,
        row.every_count,
        row.every_unit,
        row.reason,
        row.from_on,
        until_on.label("until_on"),
        AgreementRow.begun_on,
        AgreementRow.id,
    ).where(AgreementRow.workspace == WORKSPACE)


_TODAYS = _as_it_stood(AgreementRow, cast(null(), Date))
_EARLIER = _as_it_stood(EarlierAgreementRow, EarlierAgreementRow.until_on).join(
    AgreementRow, AgreementRow.id == EarlierAgreementRow.agreement_id
)
_SOME = among(AgreementRow.supervisee_id)
_AGREEMENTS = Question(union_all(_TODAYS, _EARLIER), union_all(_TODAYS.where(_SOME), _EARLIER.where(_SOME)))
"""As they stand, and all they have been, in one statement."""
_SESSIONS = question(
    select(
        SessionRow.id,
        SessionRow.supervisee_id,
        SessionRow.supervisor_id,
        SessionRow.kind,
        SessionRow.planned_on,
        SessionRow.held_on,
        SessionRow.minutes,
        SessionRow.recorded_on,
        SessionRow.assessed_on,
    ).where(SessionRow.workspace == WORKSPACE, SessionRow.passed_on.is_(None), SessionRow.called_off_on.is_(None)),
    among(SessionRow.supervisee_id),
)
_MOVES = question(
    select(PostponementRow.session_id, PostponementRow.from_on, PostponementRow.to_on, PostponementRow.moved_on)
    .join(SessionRow, SessionRow.id == PostponementRow.session_id)
    .where(PostponementRow.workspace == WORKSPACE),
    among(SessionRow.supervisee_id),
    PostponementRow.place,
)
_DIRECT_WORK = question(
    select(DirectWorkRow.session_id, DirectWorkRow.case_ref, DirectWorkRow.state)
    .join(SessionRow, SessionRow.id == DirectWorkRow.session_id)
    .where(DirectWorkRow.workspace == WORKSPACE),
    among(SessionRow.supervisee_id),
    DirectWorkRow.case_ref,
)
_FRONT_DOOR = question(
    select(FrontDoorCaseRow.session_id, FrontDoorCaseRow.number, FrontDoorCaseRow.criterion)
    .join(SessionRow, SessionRow.id == FrontDoorCaseRow.session_id)
    .where(FrontDoorCaseRow.workspace == WORKSPACE),
    among(SessionRow.supervisee_id),
    FrontDoorCaseRow.number,
)
_OBSERVATIONS = question(
    select(
        ObservationRow.of_id, ObservationRow.by_id, ObservationRow.observed_on, ObservationRow.kind, ObservationRow.id
    ).where(ObservationRow.workspace == WORKSPACE),
    among(ObservationRow.of_id),
)
_AUDITS = question(
    select(
        AuditRow.auditor_id,
        AuditRow.of_id,
        AuditRow.audited_on,
        AuditRow.kind,
        AuditRow.rag,
        AuditRow.finished_on,
        AuditRow.feedback_on,
        AuditRow.id,
    ).where(AuditRow.workspace == WORKSPACE),
    or_(among(AuditRow.auditor_id), among(AuditRow.of_id)),
)
# A sample of which no file could be drawn is one too.
_DRAWS = question(
    select(
        AuditDrawRow.auditor_id,
        AuditDrawRow.rule,
        AuditDrawRow.kind,
        AuditDrawRow.begins_on,
        AuditDrawRow.ends_on,
        AuditDrawRow.drawn_at,
        AuditSampleRow.drawn_at,
        AuditSampleRow.replaced_at,
        AuditSampleRow.rag,
    )
    .outerjoin(AuditSampleRow, AuditSampleRow.draw_id == AuditDrawRow.id)
    .where(AuditDrawRow.workspace == WORKSPACE),
    among(AuditDrawRow.auditor_id),
    AuditSampleRow.place,
)


def relationships(work: UnitOfWork, supervisees: Ids, supervisors: Ids) -> tuple[facts.Relationship, ...]:
    """Who supervises these, and whom those supervise."""
    if supervisees is None or supervisors is None:
        rows = work.ask(_RELATIONSHIPS)
    else:
        rows = work.ask(_SOME_RELATIONSHIPS, ids=list(supervisees), supervisors=list(supervisors))
    return tuple(facts.Relationship(*values) for values in rows)


def agreements(work: UnitOfWork, supervisees: Ids) -> tuple[facts.Agreement, ...]:
    """Their supervision agreements, with what each was before it was signed or reviewed anew."""
    return tuple(
        facts.Agreement(*[*row[:6], Interval(row.every_count, row.every_unit) if row.every_count else None, *row[8:]])
        for row in _AGREEMENTS.ask(work, supervisees)
    )


def sessions(work: UnitOfWork, supervisees: Ids) -> tuple[facts.Session, ...]:
    """Their sessions, planned and held, without notes or reasons."""
    moved: dict[str, tuple[facts.Postponement, ...]] = {}
    for session_id, from_on, to_on, moved_on in _MOVES.ask(work, supervisees):
        moved[session_id] = (*moved.get(session_id, ()), facts.Postponement(from_on, to_on, on=moved_on))
    examples: dict[str, tuple[facts.DirectWork, ...]] = {}
    for session_id, *example in _DIRECT_WORK.ask(work, supervisees):
        examples[session_id] = (*examples.get(session_id, ()), facts.DirectWork(*example))
    numbers: dict[str, tuple[facts.FrontDoorCase, ...]] = {}
    for session_id, *numbered in _FRONT_DOOR.ask(work, supervisees):
        numbers[session_id] = (*numbers.get(session_id, ()), facts.FrontDoorCase(*numbered))
    return tuple(
        facts.Session(
            supervisee=intern(row.supervisee_id),
            supervisor=intern(row.supervisor_id),
            kind=intern(row.kind),
            planned_on=row.planned_on,
            held_on=row.held_on,
            minutes=row.minutes,
            recorded_on=row.recorded_on,
            postponements=moved.get(row.id, ()),
            direct_work=examples.get(row.id),
            front_door_cases=numbers.get(row.id),
            assessed_on=row.assessed_on,
            id=row.id,
        )
        for row in _SESSIONS.each(work, supervisees)
    )


def observations(work: UnitOfWork, of: Ids) -> tuple[facts.Observation, ...]:
    """Of their practice, or of supervisions they gave."""
    return tuple(facts.Observation(*values) for values in _OBSERVATIONS.ask(work, of))


def audits(work: UnitOfWork, of: Ids) -> tuple[facts.Audit, ...]:
    """By these, or of their supervision records."""
    return tuple(
        facts.Audit(auditor, of_id, on, kind, bool(rag), finished_on, feedback_on, row_id)
        for auditor, of_id, on, kind, rag, finished_on, feedback_on, row_id in _AUDITS.ask(work, of)
    )


def draws(work: UnitOfWork, auditors: Ids) -> tuple[facts.Draw, ...]:
    """Samples drawn for these, and how many files of each stand; nothing of whose they are. None where the policy has none."""
    if not work.policy.at(work.today).audits.sample:
        return ()
    found: dict[facts.Draw, list[facts.DrawnFile]] = {}
    for auditor, rule, kind, first_on, last_on, drawn_at, file_drawn_at, replaced_at, rag in _DRAWS.ask(work, auditors):
        files = found.setdefault(facts.Draw(auditor, rule, kind, first_on, last_on, local_day(drawn_at)), [])
        if file_drawn_at is not None:
            files.append(facts.DrawnFile(local_day(file_drawn_at), local_day(replaced_at) if replaced_at else None, rag))
    return tuple(replace(draw, files=tuple(files)) for draw, files in found.items())
