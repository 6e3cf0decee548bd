"""Things done, a list of facts at a time: from which day the facts know each, and the list as it was without it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from scheduling.facts import Agreement, Discussion, Group, Observation, ProbationAssessment, Session
from scheduling.index import day_of, instant_of
from scheduling.rules.agreed import signed_on


class Done(NamedTuple):
    """What was done by one day."""

    day: date
    """From which it counts."""
    done: date | datetime
    """When it was done: of a worker's own entry that is before the day it was confirmed."""
    sorts: frozenset[str]
    """The kinds of session, discussion or observation it was."""
    instead: Mapping[str, Sequence[Any]]
    """The lists without it, by owner."""


Lists = Mapping[str, Sequence[Any]]
"""By owner: of a case, those of its family too where a discussion of one counts for all."""


def _each(owner: str, rows: Sequence[Any], day: Callable[[Any], date | None], sort: Callable[[Any], str]) -> Iterator[Done]:
    """All that was done on one day is taken out together."""
    by_day: dict[date, list[Any]] = {}
    for row in rows:
        if (on := day(row)) is not None:
            by_day.setdefault(on, []).append(row)
    for on, those in by_day.items():
        out = {id(row) for row in those}
        yield Done(on, on, frozenset(map(sort, those)), {owner: [row for row in rows if id(row) not in out]})


def held(owner: str, rows: Sequence[Session]) -> Iterator[Done]:
    """Sessions."""
    return _each(owner, rows, lambda row: row.held_on, lambda row: row.kind)


def seen(owner: str, rows: Sequence[Observation]) -> Iterator[Done]:
    """Observations."""
    return _each(owner, rows, lambda row: row.on, lambda row: row.kind)


def assessed(owner: str, rows: Sequence[ProbationAssessment]) -> Iterator[Done]:
    """Progress in probation."""
    return _each(owner, rows, lambda row: row.on, lambda _: "")


def agreed(owner: str, rows: Sequence[Agreement]) -> Iterator[Done]:
    """Agreements signed by both, and reviewed. What was signed anew or reviewed again still says when it was before."""
    for on in dict.fromkeys(map(signed_on, rows)):
        if on is not None:
            yield Done(on, on, frozenset(), {owner: [row for row in rows if signed_on(row) != on]})
    for on in dict.fromkeys(row.reviewed_on for row in rows):
        if on is not None:
            before = [replace(row, reviewed_on=None) if row.reviewed_on == on else row for row in rows]
            yield Done(on, on, frozenset(), {owner: before})


def recorded(owner: str, rows: Sequence[Session]) -> Iterator[Done]:
    """Sessions written down."""
    for spot, row in enumerate(rows):
        if row.held_on and row.recorded_on:
            yield Done(
                row.recorded_on, row.recorded_on, frozenset(), _instead(owner, rows, spot, replace(row, recorded_on=None))
            )


def signed_off(owner: str, rows: Sequence[Group]) -> Iterator[Done]:
    """Group sessions signed off by who led them."""
    for spot, row in enumerate(rows):
        if row.signed_off_on:
            yield Done(
                row.signed_off_on, row.signed_off_on, frozenset(), _instead(owner, rows, spot, replace(row, signed_off_on=None))
            )


def discussed(_owner: str, lists: Lists) -> Iterator[Done]:
    """A case discussed, decided on, overseen or summarised; with it those of its family, of which some may be named."""
    known = {owner: [(counts_from(row), row) for row in rows] for owner, rows in lists.items()}
    by_day: dict[date, list[Discussion]] = {}
    for rows in known.values():
        for on, row in rows:
            by_day.setdefault(on, []).append(row)
    for on, those in sorted(by_day.items()):
        first = min((row.on for row in those), key=instant_of) if len(those) > 1 else those[0].on
        before = {owner: [row for day, row in rows if day < on] for owner, rows in known.items()}
        yield Done(on, first, frozenset([row.kind for row in those]), before)


def counts_from(row: Discussion) -> date:
    """A worker's own entry counts once it is confirmed, what was discussed in a group once it is filed."""
    on = day_of(row.on)
    if row.confirmed_on and row.confirmed_on > on and (row.by == row.worker or row.by in row.with_):
        on = row.confirmed_on
    return max(on, row.filed_on) if row.kind == "group" and row.filed_on else on


def _instead(owner: str, rows: Sequence[Any], spot: int, row: Any) -> Lists:
    return {owner: [*rows[:spot], row, *rows[spot + 1 :]]}
