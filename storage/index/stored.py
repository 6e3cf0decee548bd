"""Stored obligations, as far as they are compared with derived ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from scheduling.answers import Obligation, State
from storage.asking import WORKSPACE, among, several
from storage.index.scope import Scope
from storage.models import ObligationRow, ResponsibleRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

Identity = tuple[str, str, str, str]
"""Kind, person, case and what it is about: the same duty, whatever day it is due."""
Facts = tuple[str, bool, date | None, str, str]
"""Rule, suspended, escalates_on, source, why: what may change while it stays the same obligation."""
CHUNK = 500

_PEOPLE: Any = several("people")
_CASES: Any = several("cases")
_OPEN = select(
    ObligationRow.id,
    ObligationRow.key,
    ObligationRow.kind,
    ObligationRow.person_id,
    ObligationRow.case_ref,
    ObligationRow.about,
    ObligationRow.rule,
    ObligationRow.suspended,
    ObligationRow.escalates_on,
    ObligationRow.source,
    ObligationRow.why,
    ObligationRow.swept_at,
    ObligationRow.next_at,
).where(ObligationRow.workspace == WORKSPACE, ObligationRow.closed_at.is_(None))
# Two questions, not one with "or": each has its index of open rows. With "is null" SQLite would go by the case's index, where
# all that is owed about no case lies together.
_ABOUT_NO_CASE = func.coalesce(ObligationRow.case_ref, "") == ""
_SOME_OPEN = _OPEN.where(among(ObligationRow.case_ref, _CASES)).union_all(
    _OPEN.where(_ABOUT_NO_CASE, among(ObligationRow.person_id, _PEOPLE))
)
_NAMED = select(ResponsibleRow.obligation_id, ResponsibleRow.person_id).order_by(ResponsibleRow.place)
_WHO = _NAMED.join(ObligationRow, ObligationRow.id == ResponsibleRow.obligation_id).where(
    ObligationRow.workspace == WORKSPACE, ObligationRow.closed_at.is_(None)
)
_SOME_WHO = _NAMED.where(among(ResponsibleRow.obligation_id))
_BY_KEY = select(ObligationRow.key, ObligationRow.id, ObligationRow.swept_at).where(
    ObligationRow.workspace == WORKSPACE, among(ObligationRow.key)
)
_MOMENTS = select(ObligationRow.id, ObligationRow.next_at, ObligationRow.swept_at).where(among(ObligationRow.id))


@dataclass(frozen=True, slots=True)
class Moments:
    """How far a ladder has been seen to, and when it is looked at next."""

    next_at: datetime | None
    swept_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """One open row."""

    id: str
    identity: Identity
    facts: Facts
    responsible: tuple[str, ...]
    swept_at: datetime | None
    next_at: datetime | None

    @property
    def is_suspended(self) -> bool:
        """It waits for somebody's return."""
        return self.facts[1]

    def differs(self, derived: Obligation) -> bool:
        """Whether the row says something else."""
        return self.facts != facts_of(derived) or self.responsible != tuple(dict.fromkeys(derived.responsible))


def key_of(obligation: Obligation) -> str:
    """The engine's key as text."""
    return "|".join(obligation.key)


def identity_of(obligation: Obligation) -> Identity:
    """The duty, whatever day it is due."""
    return (obligation.kind, obligation.person, obligation.case or "", obligation.about)


def facts_of(obligation: Obligation) -> Facts:
    """What the row holds of it and may change."""
    suspended = obligation.state is State.SUSPENDED
    return (obligation.rule, suspended, obligation.escalates_on, obligation.source, obligation.why)


def open_rows(work: UnitOfWork, scope: Scope) -> dict[str, Stored]:
    """By key."""
    if scope.people is None or scope.cases is None:
        rows, named = work.ask(_OPEN).all(), work.ask(_WHO)
    else:
        rows = work.ask(_SOME_OPEN, people=list(scope.people), cases=list(scope.cases)).all()
        named = work.ask(_SOME_WHO, ids=[row.id for row in rows])
    responsible: dict[str, tuple[str, ...]] = {}
    for obligation_id, person_id in named:
        responsible[obligation_id] = (*responsible.get(obligation_id, ()), person_id)
    found = {}
    for row_id, key, kind, person, case, about, *facts, swept_at, next_at in rows:
        identity = (kind, person, case or "", about)
        found[key] = Stored(row_id, identity, tuple(facts), responsible.get(row_id, ()), swept_at, next_at)
    return found


def closed_rows(work: UnitOfWork, keys: Iterable[str]) -> dict[str, tuple[str, datetime | None]]:
    """Id and `swept_at` by key: what was owed before may be owed again, when a record is corrected."""
    every, found = list(keys), {}
    for start in range(0, len(every), CHUNK):
        for key, row_id, swept_at in work.ask(_BY_KEY, ids=every[start : start + CHUNK]):
            found[key] = (row_id, swept_at)
    return found


def moments(work: UnitOfWork, ids: Iterable[str]) -> dict[str, Moments]:
    """By id."""
    every, found = list(ids), {}
    for start in range(0, len(every), CHUNK):
        for row_id, next_at, swept_at in work.ask(_MOMENTS, ids=every[start : start + CHUNK]):
            found[row_id] = Moments(next_at, swept_at)
    return found
