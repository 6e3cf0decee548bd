"""Facts looked up once: whatever is asked of a person or a case later is a look in a dictionary."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from scheduling.calendar import LONDON, local_day
from scheduling.facts import (
    Absence,
    Agreement,
    Allocation,
    Audit,
    Case,
    Conversation,
    Discussion,
    Draw,
    Facts,
    Group,
    Observation,
    Person,
    ProbationAssessment,
    Relationship,
    Session,
)

Row = TypeVar("Row")
Dated = tuple[tuple[date, Row], ...]


def day_of(when: date | datetime) -> date:
    """The local day of what may be either."""
    return local_day(when) if isinstance(when, datetime) else when


def instant_of(when: date | datetime) -> datetime:
    """The instant of what may be either: a day begins at midnight in London."""
    return when if isinstance(when, datetime) else datetime.combine(when, time(0), LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Index:
    """The facts by person and by case, each list in the order things happened."""

    facts: Facts
    people: dict[str, Dated[Person]]
    cases: dict[str, Dated[Case]]
    supervisors: dict[str, list[Relationship]]
    supervisees: dict[str, list[Relationship]]
    agreements: dict[str, list[Agreement]]
    sessions: dict[str, list[Session]]
    families: dict[str, list[str]]
    allocations: dict[str, list[Allocation]]
    work: dict[str, list[Allocation]]
    discussions: dict[str, list[Discussion]]
    observations: dict[str, list[Observation]]
    groups_attended: dict[str, list[Group]]
    groups_led: dict[str, list[Group]]
    groups_on: dict[str, list[Group]]
    conversations: dict[str, list[Conversation]]
    probation: dict[str, list[ProbationAssessment]]
    audits: dict[str, list[Audit]]
    audited: dict[str, list[Audit]]
    draws: dict[str, list[Draw]]
    """By auditor."""
    absences: dict[str, list[Absence]]
    senior_managers: tuple[str, ...]
    managed: dict[str, list[str]]
    """Everybody who ever had that manager."""


def index(facts: Facts) -> Index:
    """Look everything up once."""
    people = {person.id: _person_over_time(person) for person in facts.people}
    cases = {case.ref: _case_over_time(case) for case in facts.cases}
    attended: dict[str, list[Group]] = defaultdict(list)
    for group in sorted(facts.groups, key=lambda group: group.on):
        for person in dict.fromkeys((*group.attendees, group.facilitator)):
            attended[person].append(group)
    managed: dict[str, list[str]] = defaultdict(list)
    for person, held in people.items():
        for manager in dict.fromkeys(form.manager for _, form in held):
            if manager is not None:
                managed[manager].append(person)
    families: dict[str, list[str]] = defaultdict(list)
    for case in facts.cases:
        if case.family is not None:
            families[case.family].append(case.ref)
    supervisors = _by(facts.relationships, lambda row: row.supervisee, lambda row: (row.from_on, row.supervisor))
    for supervisee, ties in supervisors.items():
        if len(ties) > 1:
            supervisors[supervisee] = _joined(ties, lambda row: row.supervisor)
    allocations = _by(facts.allocations, lambda row: row.case, _allocated)
    for ref, rows in allocations.items():
        if len(rows) > 1:
            allocations[ref] = _joined(rows, lambda row: (row.worker, row.role))
    relationships = [row for ties in supervisors.values() for row in ties]
    return Index(
        facts=facts,
        people=people,
        cases=cases,
        supervisors=supervisors,
        supervisees=_by(relationships, lambda row: row.supervisor, lambda row: (row.from_on, row.supervisee)),
        agreements=_by(facts.agreements, lambda row: row.supervisee, lambda row: (row.from_on or date.min, row.supervisor)),
        sessions=_by(
            facts.sessions, lambda row: row.supervisee, lambda row: (row.held_on or row.planned_on or date.min, row.kind)
        ),
        families=families,
        allocations=allocations,
        work=_by((row for rows in allocations.values() for row in rows), lambda row: row.worker, _allocated),
        discussions=_by(facts.discussions, lambda row: row.case, _discussed),
        observations=_by(facts.observations, lambda row: row.of, lambda row: (row.on, row.by)),
        groups_attended=attended,
        groups_led=_by(facts.groups, lambda row: row.facilitator, lambda row: row.on),
        groups_on=_groups_on(facts.groups),
        conversations=_by(facts.conversations, lambda row: row.person, lambda row: row.on),
        probation=_by(facts.probation_assessments, lambda row: row.person, lambda row: row.on),
        audits=_by(facts.audits, lambda row: row.auditor, lambda row: row.on),
        audited=_by(facts.audits, lambda row: row.of_supervision, lambda row: row.on),
        draws=_by(facts.draws, lambda row: row.auditor, lambda row: (row.first_on, row.rule)),
        absences=_by(facts.absences, lambda row: row.person, lambda row: (row.from_on, row.until or date.max, row.cover or "")),
        senior_managers=facts.organisation.senior_managers,
        managed=managed,
    )


def _by(rows: Iterable[Row], key: Callable[[Row], str], on: Callable[[Row], Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    for several in found.values():
        if len(several) > 1:
            several.sort(key=on)
    return found


Span = TypeVar("Span", Relationship, Allocation)


def _joined(rows: list[Span], same: Callable[[Span], object]) -> list[Span]:
    """The spans in order; one told of in parts that meet is one."""
    kept: list[Span] = []
    last: dict[object, int] = {}
    for row in rows:
        spot = last.get(same(row))
        before = kept[spot] if spot is not None else None
        if spot is not None and before is not None and (before.until is None or before.until >= day_of(row.from_on)):
            ends = None if before.until is None or row.until is None else max(before.until, row.until)
            kept[spot] = replace(before, until=ends)
        else:
            last[same(row)] = len(kept)
            kept.append(row)
    return kept


def _allocated(row: Allocation) -> tuple[date, str, str]:
    """In order of days; of one day always in the same order, however the facts were listed."""
    return (day_of(row.from_on), row.worker, row.role)


def _discussed(row: Discussion) -> tuple[date, str, str, str]:
    return (day_of(row.on), row.kind, row.worker, row.by)


def _groups_on(groups: Iterable[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in groups:
        for case in group.cases:
            found.setdefault(case, []).append(group)
    return found


def _person_over_time(person: Person) -> Dated[Person]:
    if not person.changes:
        return ((date.min, person),)
    held = [(date.min, person)]
    for change in sorted(person.changes, key=lambda change: change.on):
        held.append((change.on, replace(held[-1][1], **change.set)))  # type: ignore[arg-type]
    return tuple(held)


def _case_over_time(case: Case) -> Dated[Case]:
    if not case.changes:
        return ((date.min, case),)
    held = [(date.min, case)]
    for change in sorted(case.changes, key=lambda change: change.on):
        held.append((change.on, replace(held[-1][1], **change.set)))  # type: ignore[arg-type]
    return tuple(held)


def held_on(over_time: Dated[Row], on: date) -> Row:
    """What held that day."""
    if len(over_time) == 1:
        return over_time[0][1]
    return next(form for since, form in reversed(over_time) if since <= on)
