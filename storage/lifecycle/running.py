"""What would go, listed; and what was listed, gone: a small transaction at a time, beside a running bot."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from storage.importing.turns import in_turn
from storage.lifecycle import erasing, forgetting
from storage.lifecycle.classes import CLASSES
from storage.lifecycle.due import Item, due, unerased_records_of
from storage.lifecycle.holds import held_among
from storage.lifecycle.noting import note_erased
from storage.lifecycle.schedule import Schedule
from storage.lifecycle.scrubbing import empty_log
from storage.models import Base
from storage.stopping import Told, not_told

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork
    from storage.views import Person

A_TURN = 100
"""So many rows go in one transaction: whoever stores something meanwhile waits a moment."""
A_PAUSE = 0.12
"""Seconds between two: a process waiting for its turn at SQLite looks every tenth of a second."""
Progress = Callable[[str, int, int], None]
"""Told the class, how many of its items are done, and how many there are."""
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What may go today, in the order it would; and what is due but stays, being held or still needed."""

    items: tuple[Item, ...]
    held: tuple[Item, ...] = ()
    """Their period has run out, and a legal hold keeps them."""
    needed: tuple[Item, ...] = ()
    """Leavers whose name must stay, since something written of theirs stays."""

    @property
    def counts(self) -> dict[str, int]:
        """By class, those with none left out."""
        return {name: number for name in CLASSES if (number := sum(1 for item in self.items if item.retention_class == name))}


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a plan."""

    erased: tuple[Item, ...]
    left: Mapping[Key, str] = field(default_factory=dict)
    """What was planned and did not go, with the reason: held since, or no longer there."""


def plan(work: UnitOfWork, schedule: Schedule, classes: Collection[str] | None = None) -> Plan:
    """What would go today; it changes nothing."""
    items, held, needed = list[Item](), list[Item](), list[Item]()
    for name in CLASSES:
        term = schedule.term(name)
        if term is None or (classes is not None and name not in classes):
            continue
        free, stopped = _apart(work, due(work, term))
        held += stopped
        if name == "staff":
            gone = {item.id for item in items if item.table == "sessions"}
            free, stopped = _without_records(work, free, gone)
            needed += stopped
        items += free
    return Plan(tuple(items), tuple(held), tuple(needed))


def run(
    store: Store,
    workspace: str,
    now: datetime,
    schedule: Schedule,
    planned: Sequence[Key],
    *,
    by: Person | None,
    progress: Progress = lambda *_: None,
    told: Told = not_told,
) -> Done:
    """Erase precisely what was planned. Each row is looked at again in the transaction it goes in: what has been held since,
    or is no longer due, stays and is told. Broken off, it has done what it did: run it again, and the rest goes.

    `by` is None where the night does it. Raises Busy where the database is never free, Stopped when told to stop.
    """
    wanted, erased = set(planned), list[Item]()
    with store.read(workspace, now, unhurried=True) as work:
        found = plan(work, schedule)
    ready = [item for item in found.items if item.key in wanted]
    totals = {name: sum(1 for item in ready if item.retention_class == name) for name in CLASSES}
    for name, total in totals.items():
        mine = [item for item in ready if item.retention_class == name]
        for start in range(0, total, A_TURN):
            with in_turn(store, workspace, now, told) as work:
                going = _again(work, schedule, name, mine[start : start + A_TURN])
                _erase(work, schedule, going, by)
                work.commit()
            erased += going
            progress(name, min(start + A_TURN, total), total)
            time.sleep(A_PAUSE)
    reasons = {item.key: "held" for item in found.held} | {item.key: "its records are kept" for item in found.needed}
    gone = {item.key for item in erased}
    return Done(tuple(erased), {key: reasons.get(key, "not due, or gone already") for key in planned if key not in gone})


def nightly(store: Store, workspace: str, now: datetime, schedule: Schedule, told: Told = not_told) -> int:
    """What goes each night by itself: text that is on the case system by now, and what was never stored. How many.

    Raises Busy; Stopped between two turns.
    """
    with store.read(workspace, now, unhurried=True) as work:
        found = plan(work, schedule, [name for name, each in CLASSES.items() if each.is_nightly])
    if not found.items:
        return 0
    done = run(store, workspace, now, schedule, [item.key for item in found.items], by=None, told=told)
    empty_log(store.engine)
    return len(done.erased)


def _apart(work: UnitOfWork, items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Free to go, and held."""
    by_table: dict[str, list[str]] = {}
    for item in items:
        by_table.setdefault(item.table, []).append(item.id)
    held = {(name, row_id) for name, ids in by_table.items() for row_id in held_among(work, Base.metadata.tables[name], ids)}
    return [i for i in items if (i.table, i.id) not in held], [i for i in items if (i.table, i.id) in held]


def _without_records(work: UnitOfWork, leavers: Sequence[Item], going: Collection[str]) -> tuple[list[Item], list[Item]]:
    """A name goes last: while anything written of somebody's is kept, so is whose it is."""
    written = unerased_records_of(work, [item.id for item in leavers])
    kept = {person_id for person_id, sessions in written.items() if sessions - set(going)}
    return [i for i in leavers if i.id not in kept], [i for i in leavers if i.id in kept]


def _again(work: UnitOfWork, schedule: Schedule, name: str, items: Sequence[Item]) -> list[Item]:
    """Those that may still go, now that nobody else is writing."""
    term = schedule.term(name)
    assert term is not None
    wanted = {item.key for item in items}
    found = [item for item in due(work, term, [item.id for item in items]) if item.key in wanted]
    free, _ = _apart(work, found)
    return _without_records(work, free, ())[0] if name == "staff" else free


def _erase(work: UnitOfWork, schedule: Schedule, items: Sequence[Item], by: Person | None) -> None:
    if not items:
        return
    if items[0].then == "details":
        for item in items:
            forgetting.forget(work, item.id, by=by, reason=_reason(schedule, item), was_early=False)
        return
    erasing.erase(work, items)
    note_erased(work, items, by)


def _reason(schedule: Schedule, item: Item) -> str:
    term = schedule.term(item.retention_class)
    assert term is not None
    return f"{term.keep.length} after they left on {item.from_on}: {term.source or 'the retention schedule'}"
