"""Histories made up by chance: weeks of a small council, in which things happen, are recorded late, and the bot stops."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete, select

from scheduling.errors import SupervisionError
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, DiscussionRow, PersonRow, RelationshipRow, SessionRow
from storage.rederive import NightlyReport, nightly
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from tests.storage.council import at, who
from tests.storage.reading import Sent, send

STAFF = ("ann", "bob", "dan", "tom", "tim")
ABOVE = ("tom", "tim", "sue", "zoe")
CASES = ("M100001", "M100002", "M200001")
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
_people, _cases = st.sampled_from(STAFF), st.sampled_from(CASES)
_few = st.integers(0, 12)

EVENTS = st.one_of(
    st.tuples(st.just("pass"), st.sampled_from((1, 1, 1, 2, 3, 7, 10, 30))),
    st.tuples(st.just("hours"), st.sampled_from((1, 5, 9))),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("send")),
    st.tuples(st.just("night")),
    st.tuples(st.just("day")),
    st.tuples(st.just("week")),
    st.tuples(st.just("week")),
    st.tuples(st.just("record"), _people, _few),
    st.tuples(st.just("strike"), _people),
    st.tuples(st.just("book"), _people, _few),
    st.tuples(st.just("away"), _people, st.integers(-3, 5), st.one_of(st.none(), st.integers(1, 25))),
    st.tuples(st.just("covered"), st.sampled_from(("tom", "tim")), st.integers(1, 25)),
    st.tuples(st.just("decide"), _cases),
    st.tuples(st.just("supervisor"), st.sampled_from(("ann", "bob", "dan")), st.sampled_from(("tom", "tim")), _few),
    st.tuples(st.just("manager"), st.sampled_from(("tom", "tim")), st.sampled_from(("sue", "zoe"))),
    st.tuples(st.just("allocate"), _cases, st.sampled_from(("ann", "bob", "dan"))),
    st.tuples(st.just("open"), st.integers(3, 8), st.sampled_from(("ann", "bob", "dan")), st.integers(0, 60)),
    st.tuples(st.just("close"), _cases),
    st.tuples(st.just("moves"), st.sampled_from((*STAFF, "sue", "zoe")), st.sampled_from(ZONES)),
)


@dataclass
class History:
    """The council, at an instant."""

    store: Store
    now: datetime = field(default_factory=lambda: at("2026-03-16T08:00"))
    nights: list[NightlyReport] = field(default_factory=list)
    sent: list[tuple[datetime, Sent]] = field(default_factory=list)

    def happens(self, event: tuple[Any, ...]) -> None:
        """One thing; what nobody may do is not done."""
        with suppress(SupervisionError):
            getattr(self, f"_{event[0]}")(*event[1:])

    def _pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _hours(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def _night(self) -> None:
        self.nights.append(nightly(self.store, SINGLE, self.now))

    def _sweep(self) -> None:
        sweep(self.store, SINGLE, self.now)

    def _send(self) -> None:
        self.sent += [(self.now, call) for call in send(self.store, self.now)]

    def _day(self) -> None:
        """As it should be: a night, a sweep at nine, everything sent."""
        tomorrow = at((self.now + timedelta(days=1)).date().isoformat())
        self.now = tomorrow - timedelta(hours=6, minutes=30)
        self._night()
        self.now = tomorrow
        self._sweep()
        self.now += timedelta(minutes=1)
        self._send()

    def _week(self) -> None:
        for _ in range(7):
            self._day()

    def _record(self, person: str, days_ago: int) -> None:
        with self.store.work(SINGLE, self.now) as work:
            held_on = work.today - timedelta(days=days_ago)
            work.sessions.record(viewer=who(work, "zoe"), supervisee_id=person, held_on=held_on, notes="Said.")
            work.commit()

    def _strike(self, person: str) -> None:
        """A record was a mistake and is taken out, as an import would."""
        with self.store.work(SINGLE, self.now) as work:
            held = select(SessionRow).where(SessionRow.supervisee_id == person, SessionRow.held_on.is_not(None))
            rows = work.session.scalars(held.order_by(SessionRow.held_on)).all()
            if len(rows) < 2:
                return
            mine = DiscussionRow.session_id == rows[-1].id
            work.session.execute(delete(DiscussionRow).where(mine))
            work.session.delete(rows[-1])
            work.session.flush()
            work.index.refresh(people=[person], cases=CASES)
            work.commit()

    def _book(self, person: str, days: int) -> None:
        with self.store.work(SINGLE, self.now) as work:
            work.sessions.book(viewer=who(work, "zoe"), supervisee_id=person, planned_on=work.today + timedelta(days=days))
            work.commit()

    def _away(self, person: str, days: int, length: int | None, cover: str | None = None) -> None:
        with self.store.work(SINGLE, self.now) as work:
            from_on = work.today + timedelta(days=days)
            until_on = None if length is None else from_on + timedelta(days=length)
            work.absences.record(viewer=who(work, "zoe"), person_id=person, from_on=from_on, until_on=until_on, cover_id=cover)
            work.commit()

    def _covered(self, person: str, length: int) -> None:
        self._away(person, 0, length, "sue")

    def _decide(self, ref: str) -> None:
        with self.store.work(SINGLE, self.now) as work:
            work.decisions.log(viewer=who(work, "zoe"), ref=ref, decision="A visit.", rationale="Sooner.")
            work.commit()

    def _supervisor(self, person: str, supervisor: str, days_ago: int) -> None:
        """From a day that may have passed: the import learns of it later."""
        with self.store.work(SINGLE, self.now) as work:
            from_on = work.today - timedelta(days=days_ago)
            rows = select(RelationshipRow).where(RelationshipRow.supervisee_id == person).order_by(RelationshipRow.from_on)
            last = work.session.scalars(rows).all()[-1]
            if last.supervisor_id == supervisor or last.from_on >= from_on:
                return
            last.until_on = from_on
            pair = {"supervisee_id": person, "supervisor_id": supervisor}
            work.session.add(RelationshipRow(workspace=SINGLE, **pair, from_on=from_on))
            self._changed(work, line=True)

    def _manager(self, person: str, manager: str) -> None:
        with self.store.work(SINGLE, self.now) as work:
            work.session.get_one(PersonRow, (SINGLE, person)).manager_id = manager
            self._changed(work, line=True)

    def _allocate(self, ref: str, worker: str) -> None:
        with self.store.work(SINGLE, self.now) as work:
            rows = select(AllocationRow).where(AllocationRow.case_ref == ref, AllocationRow.until_on.is_(None))
            for row in work.session.scalars(rows).all():
                if row.worker_id == worker or row.from_on >= work.today:
                    return
                row.until_on = work.today
            work.session.add(AllocationRow(workspace=SINGLE, case_ref=ref, worker_id=worker, from_on=work.today))
            self._changed(work)

    def _open(self, number: int, worker: str, days_ago: int) -> None:
        """A case known only some weeks after it was opened."""
        with self.store.work(SINGLE, self.now) as work:
            ref, opened_on = f"M30000{number}", work.today - timedelta(days=days_ago)
            if work.session.get(CaseRow, (SINGLE, ref)) is None:
                work.session.add(CaseRow(workspace=SINGLE, ref=ref, category="child_in_need", opened_on=opened_on))
                work.session.flush()
                work.session.add(AllocationRow(workspace=SINGLE, case_ref=ref, worker_id=worker, from_on=opened_on))
                self._changed(work, ref)

    def _close(self, ref: str) -> None:
        with self.store.work(SINGLE, self.now) as work:
            work.session.get_one(CaseRow, (SINGLE, ref)).closed_on = work.today
            self._changed(work)

    def _moves(self, person: str, zone: str) -> None:
        with self.store.work(SINGLE, self.now) as work:
            work.people.link_slack(person, f"U{person.upper()}", zone)
            work.commit()

    def _changed(self, work: UnitOfWork, *refs: str, line: bool = False) -> None:
        """Everybody and every case, as after an import; of `people.csv`, where it is about the line."""
        work.session.flush()
        work.index.refresh(people=[*STAFF, "sue", "zoe"], cases=[*CASES, *refs])
        if line:
            work.index.line_changed()
        work.commit()
