"""What is owed after an import: the little that most imports change at once, a great deal in short turns.

A council of 15,000 cases takes seconds to work out, and a command in Slack has three. The facts are stored in one transaction.
What follows from few of them is worked out in it; else some cases at a time, each in a transaction of its own, so that
commands are answered in between. Until all is worked out a setting says so: whatever ends the process, the next import
goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.errors import Busy
from storage.importing.outcome import Outcome
from storage.importing.turns import in_turn
from storage.models import CaseRow, PersonRow
from storage.nights import DERIVED_ON
from storage.undisturbed import undisturbed

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork

UNFINISHED = "import.unfinished"
"""The setting that says the facts of an import are stored and what follows from them is not yet all."""
FEW = 400
"""So many people and cases are worked out together with storing the facts."""
CASES_A_TURN = 1_000
PEOPLE_A_TURN = 250
"""So many are worked out in one transaction."""
A_PAUSE = 0.12
"""Seconds between two: a process waiting for its turn at SQLite looks every tenth of a second."""
EVERYBODY = frozenset({"people", "relationships"})
"""A change here may change what is owed on any case: who supervises a worker answers for their cases."""


def is_unfinished(work: UnitOfWork) -> bool:
    """Whether an import before this was ended in the middle of working out."""
    return bool(work.settings.get(UNFINISHED))


def settled(work: UnitOfWork, outcome: Outcome, cases: Iterable[str]) -> Owing | None:
    """Work it out now where that is little; else answer what is to be worked out after this transaction.

    That is for everybody, and for these cases: for all cases where people changed or an import before did not end.
    """
    was_unfinished = is_unfinished(work)
    if was_unfinished:
        outcome.remark("The import before this one was broken off; what follows from it is worked out now.")
    is_all = was_unfinished or any(change.what in EVERYBODY for change in outcome.changes)
    people = select(PersonRow.id).where(PersonRow.workspace == work.workspace).order_by(PersonRow.id)
    every = select(CaseRow.ref).where(CaseRow.workspace == work.workspace).order_by(CaseRow.ref)
    refs = work.session.scalars(every) if is_all else sorted(set(cases))
    owing = Owing(tuple(work.session.scalars(people)), tuple(refs), is_all=is_all)
    if owing.is_little:
        owing.settle(work, outcome)
        owing.finish(work)
        return None
    work.settings.put(UNFINISHED, value=True)
    return owing


@dataclass(frozen=True, slots=True)
class Owing:
    """Whose obligations an import may have changed."""

    people: tuple[str, ...]
    cases: tuple[str, ...]
    is_all: bool = False
    """Everybody's and every case's."""

    @property
    def is_little(self) -> bool:
        """Whether nobody notices when it is worked out at once."""
        return len(self.people) + len(self.cases) <= FEW

    def settle(self, work: UnitOfWork, outcome: Outcome) -> None:
        """Work it out."""
        found = work.index.refresh(self.people, self.cases).differences
        outcome.opened += found.opened
        outcome.closed += found.closed

    def finish(self, work: UnitOfWork) -> None:
        """All of it is worked out."""
        if is_unfinished(work):
            work.settings.put(UNFINISHED, value=False)
        if self.is_all:
            work.index.line_changed()
            work.settings.put(DERIVED_ON, work.today.isoformat())  # the sweep need not do it again today

    def turns(self) -> Iterator[Owing]:
        """The same in parts."""
        for start in range(0, len(self.people), PEOPLE_A_TURN):
            yield Owing(self.people[start : start + PEOPLE_A_TURN], ())
        for start in range(0, len(self.cases), CASES_A_TURN):
            yield Owing((), self.cases[start : start + CASES_A_TURN])

    def settle_in_turns(self, store: Store, workspace: str, now: datetime, outcome: Outcome) -> None:
        """Work it out, leaving room for others between two turns."""
        try:
            for turn in self.turns():
                with undisturbed(), in_turn(store, workspace, now) as work:
                    turn.settle(work, outcome)
                    work.commit()
                sleep(A_PAUSE)
            with in_turn(store, workspace, now) as work:
                self.finish(work)
                work.commit()
        except Busy:
            outcome.remark(
                "All is stored, but not all that follows from it is worked out: the database is too busy. Import again."
            )
