"""The days on which what is owed on a case may change, so that on all others nobody need ask."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from scheduling.calendar import days_after
from scheduling.facts import Case, Person
from scheduling.index import Index, day_of
from scheduling.policy import Policy


def turning_days(index: Index, policy: Policy, from_on: date, until_on: date) -> dict[date, list[str]]:
    """The cases that may change, by day."""
    people: dict[str, frozenset[date]] = {}
    versions = [version.in_force_from for version in policy.versions]
    found: dict[date, list[str]] = defaultdict(list)
    for ref in index.cases:
        days = {*versions, *_of_case(index, ref)}
        for row in index.allocations.get(ref, ()):
            days |= _around(index, row.worker, people)
        for day in days:
            if from_on < day <= until_on:
                found[day].append(ref)
    return found


def _of_case(index: Index, ref: str) -> Iterator[date]:
    family = index.cases[ref][-1][1].family
    for sibling in index.families.get(family, [ref]) if family else [ref]:
        for since, form in index.cases[sibling]:
            yield since
            yield from _case_days(form)
        for row in index.discussions.get(sibling, ()):
            yield from _either(row.on)
            yield from (day for day in (row.recorded_on, row.filed_on, row.confirmed_on) if day)
        yield from (group.on for group in index.groups_on.get(sibling, ()))
    for allocation in index.allocations.get(ref, ()):
        yield from _either(allocation.from_on)
        if allocation.until:
            yield allocation.until


def _case_days(form: Case) -> Iterator[date]:
    yield from form.points
    yield from (day for day in (form.opened_on, form.closed_on, form.joint_from, form.planning_meeting_on) if day)


def _either(when: date | datetime) -> Iterator[date]:
    """An instant after nine o'clock is seen the day after."""
    yield day_of(when)
    if isinstance(when, datetime):
        yield days_after(day_of(when), 1)


def _around(index: Index, person: str, known: dict[str, frozenset[date]]) -> frozenset[date]:
    """The days something changed for a person, their supervisors, and everybody in the line above."""
    if person not in known:
        known[person] = frozenset()  # so that a ring that changes have made comes to an end
        days: set[date] = set()
        for since, form in index.people.get(person, ()):
            days.add(since)
            days.update(_person_days(form))
            if form.manager:
                days |= _around(index, form.manager, known)
        for row in index.supervisors.get(person, ()):
            days.update(day for day in (row.from_on, row.until) if day)
            days |= _around(index, row.supervisor, known)
        for absence in index.absences.get(person, ()):
            days.update(day for day in (absence.from_on, absence.until, absence.recorded_on) if day)
            if absence.cover:
                days |= _around(index, absence.cover, known)
        known[person] = frozenset(days)
    return known[person]


def _person_days(form: Person) -> Iterator[date]:
    yield from (day for day in (form.started_on, form.left_on) if day)
