"""Deriving again, and bringing the stored rows in line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update

from scheduling.answers import Obligation, State
from scheduling.engine import derived, of_case, of_person
from scheduling.index import index
from scheduling.ladder import PERSONAL
from scheduling.view import View
from storage.index import casework, rows, stored
from storage.index.climbing import Named, has_begun, holds, just_before, next_rung, seen_while_away
from storage.index.closing import Cause, closed_how
from storage.index.facts import load
from storage.index.scope import Scope
from storage.index.stored import Identity, Stored
from storage.models import ObligationRow
from storage.notices.edits import touch
from storage.notices.hours import Mornings, mornings
from storage.notices.withdrawing import withdraw
from storage.records.base import Records

NOT_DONE = Cause()


@dataclass(frozen=True, slots=True)
class Differences:
    """How many stored obligations were not what the facts say."""

    opened: int = 0
    changed: int = 0
    closed: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.opened + self.changed + self.closed


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is owed within a scope, as derived just now and stored."""

    differences: Differences
    view: View
    owed: Mapping[str, Obligation]
    """By the id of the stored row."""


@dataclass(frozen=True, slots=True)
class _Comparison:
    """By key: what is owed and not stored, stored and closed, stored and different; and what is no longer owed."""

    new: dict[str, Obligation]
    again: dict[str, tuple[str, Obligation]]
    changed: dict[str, tuple[str, Obligation]]
    gone: list[Stored]
    swept_at: dict[str, datetime | None]

    @property
    def differences(self) -> Differences:
        return Differences(len(self.new) + len(self.again), len(self.changed), len(self.gone))


class Index(Records):
    """The stored obligations of a workspace."""

    def refresh(self, people: Iterable[str] = (), cases: Iterable[str] = (), cause: Cause = NOT_DONE) -> Fresh:
        """After a fact about these people or cases changed."""
        return self._bring_in_line(Scope.of(people, casework.with_families(self._work, cases)), cause)

    def refresh_all(self) -> Differences:
        """After an import, and each night."""
        return self._bring_in_line(Scope(), NOT_DONE).differences

    def line_changed(self) -> None:
        """After who manages whom changed, of which no day is kept: what has gone up is looked at again by the next sweep.

        Somebody may be above by now who was not when a step came due, and nobody was told. They hear of it then; else the night
        would find it missing, and count as a repair what nothing had lost.
        """
        row, work = ObligationRow, self._work
        gone_up = row.workspace == work.workspace, row.closed_at.is_(None), row.escalates_on <= work.today
        later = or_(row.next_at.is_(None), row.next_at > work.now)
        work.session.execute(
            update(row).where(*gone_up, later).values(next_at=work.now), execution_options={"synchronize_session": False}
        )

    def _bring_in_line(self, scope: Scope, cause: Cause) -> Fresh:
        view = View(index(load(self._work, scope)), self._work.policy, self._work.now)
        owed = {stored.key_of(each): each for each in _derived(view, scope)}
        there = stored.open_rows(self._work, scope)
        found = self._compare(view, owed, there)
        unchanged = {key: row for key, row in there.items() if key not in found.changed}
        self._retime(view, owed, unchanged)
        ids = {key: row.id for key, row in there.items()} | {key: row_id for key, (row_id, _) in found.again.items()}
        ids |= self._apply(found, view, cause, {stored.identity_of(each) for each in owed.values()})
        return Fresh(found.differences, view, {ids[key]: each for key, each in owed.items()})

    def _compare(self, view: View, owed: dict[str, Obligation], there: dict[str, Stored]) -> _Comparison:
        missing = [key for key in owed if key not in there]
        before = stored.closed_rows(self._work, missing)
        changed = {key: (row.id, owed[key]) for key, row in there.items() if key in owed and row.differs(owed[key])}
        return _Comparison(
            new={key: owed[key] for key in missing if key not in before},
            again={key: (row_id, owed[key]) for key, (row_id, _) in before.items()},
            changed=changed,
            gone=[row for key, row in there.items() if key not in owed],
            swept_at={key: _seen_to(view, there[key], each) for key, (_, each) in changed.items()}
            | {key: swept_at for key, (_, swept_at) in before.items()},
        )

    def _apply(self, found: _Comparison, view: View, cause: Cause, still_owed: set[Identity]) -> dict[str, str]:
        """Store the difference, and edit the messages that told otherwise. Answers the ids of new rows."""
        work, kept, hours = self._work, found.again | found.changed, mornings(self._work)
        every = found.new | {key: each for key, (_, each) in kept.items()}
        swept_at = found.swept_at | self._withdrawn(found, view, hours)
        next_at = {key: next_rung(view, each, swept_at.get(key), hours) for key, each in every.items()}
        # What was to be said when it ended, and was not, may have to be said now.
        next_at |= {key: work.now for key in found.again if has_begun(view, every[key], hours)}
        ids = rows.add(work, found.new, next_at)
        rows.change(work, kept, next_at, swept_at)
        rows.close(
            work, {row.id: closed_how(row.identity, cause, still_owed) for row in found.gone}, cause.done_on or work.today
        )
        touch(work, [row_id for row_id, _ in kept.values()] + [row.id for row in found.gone])
        return ids

    def _withdrawn(self, found: _Comparison, view: View, hours: Mornings) -> dict[str, datetime | None]:
        """Take back what waits for somebody who is no longer to be told; from that step on the ladder is gone through again."""
        owed, named = dict(found.changed.values()), Named(view)
        taken_back = withdraw(self._work, owed, lambda row_id, notice: holds(view, owed[row_id], named, notice)) if owed else {}
        keys = {row_id: key for key, (row_id, _) in found.changed.items()}
        return {keys[row_id]: just_before(hours, at, kind) for row_id, (at, kind) in taken_back.items()}

    def _retime(self, view: View, owed: dict[str, Obligation], there: dict[str, Stored]) -> None:
        """An absence moves the steps of a ladder and nothing else that is stored (R-29)."""
        hours, moved = mornings(self._work), []
        for key, row in there.items():
            each = owed.get(key)
            if each is None or each.kind not in PERSONAL or each.person not in view.index.absences:
                continue
            next_at = next_rung(view, each, row.swept_at, hours)
            if next_at != row.next_at and not (row.next_at and row.next_at <= view.now):
                moved.append({"row_id": row.id, "next_at": next_at})
        rows.put(self._work, moved)


def _seen_to(view: View, row: Stored, derived: Obligation) -> datetime | None:
    if row.is_suspended and derived.state is not State.SUSPENDED:
        return max(filter(None, (row.swept_at, seen_while_away(view, derived))), default=None)
    return row.swept_at


def _derived(view: View, scope: Scope) -> Iterable[Obligation]:
    """What is owed within the scope: whoever else is in the view stands around only."""
    if scope.people is None or scope.cases is None:
        yield from derived(view)
        return
    for person in scope.people:
        yield from of_person(view, person)
    for ref in scope.cases & view.index.cases.keys():
        yield from of_case(view, ref)
