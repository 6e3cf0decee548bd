"""Each night everything is derived again and every ladder compared with what was sent: what differs is repaired, and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from time import sleep
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, union

from storage import reaching
from storage.drawing import draw_samples
from storage.importing.turns import in_turn
from storage.index.refresh import Differences
from storage.models import CaseRow, ObligationRow, PersonRow, RequestRow
from storage.nights import DERIVED_ON, is_missed
from storage.notices import bringing, gathered, month, planned, unsigned, week, zones
from storage.notices.auditing import audit
from storage.stopping import Told, not_told, stop_if
from storage.undisturbed import undisturbed
from storage.unit import REMEMBERED

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork


PEOPLE_A_TURN = 250
CASES_A_TURN = 800
"""So many are gone through in one transaction: somebody who stores something meanwhile waits well under a second."""
A_PAUSE = 0.12
"""Seconds between two: a process waiting for its turn at SQLite looks every tenth of a second."""
ALARM = "nightly"


@dataclass(frozen=True, slots=True)
class NightlyReport:
    """What the night found. Days passing open and close obligations too, so differences are no fault by themselves."""

    differences: Differences
    forgotten_requests: int
    repaired: Mapping[str, int] = field(default_factory=dict)
    """What should have been told and was not, by kind of notice; and what else kept a ladder from being climbed."""
    withdrawn: int = 0
    """Obligations of which something waited that nobody is to be told any more."""


@dataclass(frozen=True, slots=True)
class _Turn:
    people: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


def nightly(store: Store, workspace: str, now: datetime, told: Told = not_told) -> NightlyReport:
    """Some people and cases at a time, each turn right by itself: commands are answered in between.

    The day is noted at the end, so a night that was broken off is gone through again. Raises Busy, Unavailable; Stopped between
    two turns.
    """
    stop_if(told)
    with store.work(workspace, now) as work:  # whoever holds it is not waited for: the next tick begins the night
        zones.count(work)
        turns, forgotten = list(_turns(work)), _forget_requests(work)
        work.matters.let_go()
        work.invites.let_go()
        work.flags.climb()
        work.raised.climb()
        work.disputes.pass_on()
        unsigned.remind(work)
        planned.remind(work)
        bringing.remind(work)
        planned.remind_of_plans(work)
        week.tell(work)
        month.tell(work)
        gathered.go_on(work)
        work.commit()
    opened = changed = closed = withdrawn = 0
    repaired = Counter[str]()
    for place, turn in enumerate(turns):
        if place:
            sleep(A_PAUSE)
        with undisturbed(), in_turn(store, workspace, now, told) as work:
            fresh = work.index.refresh(turn.people, turn.cases)
            found = audit(work, fresh)
            if place == len(turns) - 1:
                work.settings.put(DERIVED_ON, work.today.isoformat())
            work.commit()
        opened += fresh.differences.opened
        changed += fresh.differences.changed
        closed += fresh.differences.closed
        withdrawn += found.withdrawn
        repaired += found.repaired
    _tell_administrators(store, workspace, repaired, now)
    draw_samples(store, workspace, now, told=told)
    stop_if(told)
    reaching.weekly(store, workspace, now)
    reaching.let_go(store, workspace, now)
    return NightlyReport(Differences(opened, changed, closed), forgotten, dict(repaired), withdrawn)


def make_good(store: Store, workspace: str, now: datetime, told: Told = not_told) -> NightlyReport | None:
    """The night, if it has not been today: days open and close obligations, and the process may have been down."""
    with store.read(workspace, now) as work:
        missed = is_missed(work.settings.get(DERIVED_ON), now, store.zone)
    return nightly(store, workspace, now, told) if missed else None


def _turns(work: UnitOfWork) -> Iterator[_Turn]:
    """Everybody, and every case there is or that something is still owed on."""
    mine, owed = PersonRow.workspace == work.workspace, ObligationRow
    people = tuple(work.session.scalars(select(PersonRow.id).where(mine).order_by(PersonRow.id)))
    stored = select(CaseRow.ref).where(CaseRow.workspace == work.workspace)
    open_on = select(owed.case_ref).where(
        owed.workspace == work.workspace, owed.closed_at.is_(None), owed.case_ref.is_not(None)
    )
    cases = tuple(sorted(ref for ref in work.session.scalars(union(stored, open_on)) if ref is not None))
    if len(people) <= PEOPLE_A_TURN and len(cases) <= CASES_A_TURN:
        yield _Turn(people, cases)
        return
    for start in range(0, len(people), PEOPLE_A_TURN):
        yield _Turn(people=people[start : start + PEOPLE_A_TURN])
    for start in range(0, len(cases), CASES_A_TURN):
        yield _Turn(cases=cases[start : start + CASES_A_TURN])


def _forget_requests(work: UnitOfWork) -> int:
    old = RequestRow.seen_at < work.now - REMEMBERED
    gone = delete(RequestRow).where(RequestRow.workspace == work.workspace, old).returning(RequestRow.request_id)
    return len(work.session.execute(gone).all())


def _tell_administrators(store: Store, workspace: str, repaired: Counter[str], now: datetime) -> None:
    """Each night that repairs is told of; it stands until a night of another day.

    Every clock goes through the night and one alone finds what there is to repair: the others must not end what it began.
    """
    store.alarms.end(workspace, ALARM, now=now, began_before=_began_today(now, store.zone))
    if number := repaired.total():
        store.alarms.begin(workspace, ALARM, detail=str(number), now=now)


def _began_today(now: datetime, zone: str) -> datetime:
    return datetime.combine(now.astimezone(ZoneInfo(zone)), time.min, ZoneInfo(zone))
