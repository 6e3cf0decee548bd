"""A year of the sample council: people do what is asked of them, mostly in time, and every message to anybody is counted.

What each does and when follows from the obligation itself and a seed, so that two runs are the same.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.sample import FIRST_DAY, load_sample
from scheduling.calendar import Calendar
from scheduling.errors import SupervisionError
from scheduling.forms import Answer, Filled, FilledPart
from scheduling.rhythm import Rhythm
from storage import SINGLE
from storage.models import AllocationRow, ObligationRow, RelationshipRow
from storage.notices.hours import rhythms
from storage.notices.kinds import AT_ONCE, IN_HOURS
from storage.records import owed
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person
from tests.storage.reading import send

LONDON = ZoneInfo("Europe/London")
URGENT = (*AT_ONCE, *IN_HOURS)
"""Told apart: hours deadlines, access, a significant change, and what passes to the next rung."""
SUPERVISION = ("personal_supervision", "casework_supervision", "professional_support")
OPENS, CLOSES = time(7), time(18)
LOOKS = (time(2, 30), time(7), time(7, 30), time(9), time(10), time(14), time(20, 30))
"""The night, the mornings people chose, and three moments at which they do things: the last in the evening."""


@dataclass(slots=True)
class Year:
    """What came of it."""

    days: int
    posts: list[tuple[str, str, datetime]] = field(default_factory=list)
    """To whom, of which kind, when."""
    working: Counter[str] = field(default_factory=Counter)
    """By person, the days they were at work."""
    outside: list[str] = field(default_factory=list)
    """Messages outside their recipient's hours that were not to come at once."""
    done: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    """Left open and late at the end, by kind."""

    def routine(self) -> dict[str, float]:
        """By person, messages a working day, what is urgent apart."""
        counted = Counter(to for to, kind, _ in self.posts if kind not in URGENT)
        return {person: counted[person] / days for person, days in self.working.items() if days}

    def urgent(self) -> dict[str, float]:
        """The same of what is urgent."""
        counted = Counter(to for to, kind, _ in self.posts if kind in URGENT)
        return {person: counted[person] / days for person, days in self.working.items() if days}

    def busiest(self) -> int:
        """The most that came to one person on one day, what is urgent apart."""
        found = Counter((to, at.astimezone(LONDON).date()) for to, kind, at in self.posts if kind not in URGENT)
        return max(found.values(), default=0)


def live(store: Store, days: int, seed: int = 1) -> Year:
    """So many days from the sample's first Monday, in an upgraded and empty database."""
    load_sample(store, SINGLE, datetime.combine(FIRST_DAY, time(1), LONDON))
    return _Living(store, days, seed).run()


class _Living:
    def __init__(self, store: Store, days: int, seed: int) -> None:
        self._store, self._seed, self._year = store, seed, Year(days)
        self._acts: dict[str, Callable[[UnitOfWork, ObligationView, Person], None]] = {
            **dict.fromkeys(SUPERVISION, self._hold),
            "record_session": self._record,
            "record_discussion": self._file,
            "management_oversight": self._oversee,
            **dict.fromkeys(("case_discussion", "first_case_discussion"), self._discuss),
            "agreement_review": self._review,
            "agreement_signature": self._sign_agreement,
            "practice_observation": self._observe,
            "supervision_observation": self._observe,
            "audit_sample": self._audit,
        }

    def run(self) -> Year:
        """Each day looked at seven times; on working days something is done at three of them."""
        self._begin()
        for number in range(self._year.days):
            on = FIRST_DAY + timedelta(days=number)
            at_work = self._at_work(on)
            for look in LOOKS:
                now = datetime.combine(on, look, LONDON)
                if look == LOOKS[0]:
                    nightly(self._store, SINGLE, now)
                    continue
                if look >= time(10) and Calendar().is_working(on):
                    self._work(now)
                sweep(self._store, SINGLE, now)
                self._count(now, at_work)
        with self._store.read(SINGLE, now) as work:
            late = [each for each in owed.views(work, ObligationRow.closed_at.is_(None)) if each.days_late > 0]
            self._year.late.update(each.kind for each in late)
        return self._year

    def _begin(self) -> None:
        """Two work part of the week, two want their morning message at another hour; everybody takes leave in summer."""
        with self._store.work(SINGLE, datetime.combine(FIRST_DAY, time(1), LONDON)) as work:
            everybody = work.people.everyone()
            for person, days in zip(everybody[2:4], ({0, 1, 2}, {2, 3, 4}), strict=True):
                work.rhythms.choose_days(days, viewer=person, person_id=person.id)
            for person, at in zip(everybody[4:6], (time(7, 30), time(11)), strict=True):
                work.rhythms.choose_morning(at, viewer=person)
            for person in everybody:
                from_on = date(2026, 7, 6) + timedelta(days=7 * self._drawn(f"leave {person.id}", 6))
                if from_on < FIRST_DAY + timedelta(days=self._year.days):
                    cover = next((each for each in everybody if each.role == person.role and each.id != person.id), None)
                    back_on = from_on + timedelta(days=14)
                    named = cover.id if cover and work.people.supervisees_of(person.id) else None
                    work.absences.record(viewer=person, person_id=person.id, from_on=from_on, until_on=back_on, cover_id=named)
            work.commit()

    def _at_work(self, on: date) -> dict[str, Rhythm]:
        with self._store.read(SINGLE, datetime.combine(on, time(12), LONDON)) as work:
            found = rhythms(work, {each.id: each for each in work.people.everyone()})
        self._year.working.update(person for person, rhythm in found.items() if rhythm.is_at_work(on))
        return found

    def _count(self, now: datetime, at_work: dict[str, Rhythm]) -> None:
        for call in send(self._store, now):
            if call.op != "post":
                continue
            self._year.posts.append((call.to, call.kind, now))
            there = at_work[call.to].is_at_work(now.date(), counts_leave=call.kind not in IN_HOURS)
            if call.kind not in AT_ONCE and not (there and OPENS <= now.time() < CLOSES):
                self._year.outside.append(f"{call.kind} to {call.to} at {now}")

    def _work(self, now: datetime) -> None:
        """Whatever its doer means to do today."""
        with self._store.read(SINGLE, now) as work:
            soon = work.today + timedelta(days=8)
            every = owed.views(work, ObligationRow.closed_at.is_(None), ObligationRow.due_on <= soon)
            found = [
                (each.id, each.responsible[0].id) for each in every if each.responsible and self._is_meant(each, work.today)
            ]
            signing = [person.id for person in work.people.everyone() if work.written.to_sign(person)]
            confirming = [person.id for person in work.people.everyone() if work.decisions.to_confirm(person)]
        if now.time() < time(18):
            for obligation_id, by in found:
                self._do(now, obligation_id, by)
            for person in signing:
                self._apart(now, lambda work, who=person: self._sign(work, work.people.must_get(who)))
            for person in confirming:
                self._apart(now, lambda work, who=person: self._confirm(work, work.people.must_get(who)))
            self._book(now)
        self._decide(now)

    def _book(self, now: datetime) -> None:
        """A fortnight ahead, by the supervisor or one time in three the supervisee; one in five is moved, one in twelve called
        off and booked again."""
        with self._store.read(SINGLE, now) as work:
            soon = work.today + timedelta(days=14)
            every = owed.views(work, ObligationRow.closed_at.is_(None), ObligationRow.due_on <= soon)
            wanted = [each for each in every if each.kind in SUPERVISION and each.responsible and not each.days_late]
        for each in wanted:
            drawn, supervisor = self._drawn(f"book {each.person.id} {each.due_on}", 60), each.responsible[0].id
            changes = each.booked_on is not None and (each.booked_on - now.date()).days == 4 and now.time() < time(12)
            if each.booked_on is None:
                ahead = Calendar().on_or_before(each.due_on - timedelta(days=drawn % 4))
                self._apart(now, lambda work, who=each.person.id, by=each.person.id if drawn < 20 else supervisor, on=ahead:
                            self._booked(work, who, by, on))  # fmt: skip
            elif changes and drawn % 5 == 0:
                self._apart(now, lambda work, who=each.person.id, by=supervisor, on=each.due_on: self._moved(work, who, by, on))
            elif changes and drawn % 12 == 1:
                self._apart(now, lambda work, who=each.person.id, by=each.person.id: self._off(work, who, by))

    def _booked(self, work: UnitOfWork, whose: str, by: str, on: date) -> None:
        work.sessions.book(viewer=work.people.must_get(by), supervisee_id=whose, planned_on=max(on, work.today))
        self._year.done["booked"] += 1

    def _moved(self, work: UnitOfWork, whose: str, by: str, on: date) -> None:
        to_on = Calendar().on_or_before(on)
        work.sessions.move(viewer=work.people.must_get(by), supervisee_id=whose, to_on=to_on, reason="court")
        self._year.done["moved"] += 1

    def _off(self, work: UnitOfWork, whose: str, by: str) -> None:
        work.sessions.call_off(viewer=work.people.must_get(by), supervisee_id=whose, reason="court")
        self._year.done["called off"] += 1

    def _is_meant(self, each: ObligationView, today: date) -> bool:
        """Four in five are done some days ahead, most others within a week after, a few in four weeks."""
        drawn = self._drawn(f"{each.kind} {each.person.id} {each.case_ref} {each.due_on}", 100)
        ahead = -(drawn % 6) if drawn < 80 else drawn % 7 if drawn < 96 else 8 + drawn * 5 % 20
        return today >= each.due_on + timedelta(days=ahead)

    def _do(self, now: datetime, obligation_id: str, by: str) -> None:
        def act(work: UnitOfWork) -> None:
            viewer = work.people.must_get(by)
            each = work.obligations.get(obligation_id, viewer=viewer)
            if each.is_open and each.kind in self._acts:
                self._acts[each.kind](work, each, viewer)
                self._year.done[each.kind] += 1

        self._apart(now, act)

    def _apart(self, now: datetime, act: Callable[[UnitOfWork], None]) -> None:
        with suppress(SupervisionError), self._store.work(SINGLE, now) as work:
            act(work)
            work.commit()

    def _hold(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        """With every case of theirs that falls due before the next; written up at once in three of four, later else."""
        by = next((person for person in each.responsible if person.id != each.person.id), viewer)
        cases = list(work.session.scalars(select(AllocationRow.case_ref).where(
            AllocationRow.worker_id == each.person.id, AllocationRow.until_on.is_(None))))  # fmt: skip
        held = work.sessions.record(viewer=by, supervisee_id=each.person.id, held_on=work.today, minutes=90, cases=cases)
        if self._drawn(f"written {each.person.id} {work.today}", 4):
            self._write(work, held.id, each.person.id, by)

    def _record(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        self._write(work, each.about, each.person.id, viewer)

    def _write(self, work: UnitOfWork, session_id: str, person_id: str, by: Person) -> None:
        """Its form, and two actions: the supervisee is asked to sign."""
        record = work.written.write("session", SAID, viewer=by, about_id=person_id, session_id=session_id)
        work.sessions.record_written(session_id, viewer=by)
        for number in range(2):
            due_on = Calendar().on_or_after(work.today + timedelta(days=10 + number))
            about = {"supervisee_id": person_id, "owner_id": person_id, "record_id": record.id}
            work.actions.agree("To be done.", viewer=by, due_on=due_on, **about)

    def _file(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        """A case discussed, or a decision: on the case system."""
        with suppress(SupervisionError):
            work.case_notes.mark_filed(each.about, viewer=viewer)
            return
        work.decisions.mark_filed(each.about, viewer=viewer)

    def _discuss(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        work.case_notes.record(NOTE, viewer=viewer, person_id=each.person.id, ref=each.case_ref or "", on=work.today)

    def _oversee(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        work.decisions.oversee(each.case_ref or "", "On track.", "Visits are kept.", viewer=viewer)

    def _review(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        by = work.people.supervisor_of(each.person.id) or viewer
        work.agreements.review(viewer=by, supervisee_id=each.person.id, on=work.today)

    def _sign_agreement(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        by = work.people.supervisor_of(each.person.id) or viewer
        days = {"supervisee_signed_on": work.today, "supervisor_signed_on": work.today}
        work.agreements.sign(viewer=by, supervisee_id=each.person.id, **days)

    def _observe(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        kind = "practice" if each.kind == "practice_observation" else "supervision"
        by = work.people.supervisor_of(each.person.id) or viewer
        work.observations.record(viewer=by, of_id=each.person.id, by_id=by.id, kind=kind, on=work.today)

    def _audit(self, work: UnitOfWork, each: ObligationView, viewer: Person) -> None:
        of = each.about if work.people.get(each.about) else work.people.supervisees_of(viewer.id)[0].id
        work.audits.record(viewer=viewer, of_id=of, on=work.today)

    def _sign(self, work: UnitOfWork, person: Person) -> None:
        """Most within three days, some only when they are reminded; and each action on its day or a little after."""
        for record in work.written.to_sign(person):
            days = (work.now - record.made_at).days
            if days >= 1 + self._drawn(f"sign {record.made_at} {person.id}", 10):
                work.written.sign(record.id, record.version, viewer=person)
        for action in work.actions.owned_by(person):
            late = self._drawn(f"action {action.due_on} {person.id}", 6) - 3
            if action.due_on and work.today >= action.due_on + timedelta(days=late):
                work.actions.settle(action.id, "done", viewer=person)

    def _confirm(self, work: UnitOfWork, person: Person) -> None:
        for draft in work.decisions.to_confirm(person):
            work.decisions.confirm(draft.id, viewer=person)

    def _decide(self, now: datetime) -> None:
        """An ad hoc decision now and then, a third of them in the evening: by the supervisor, or by the worker as a draft."""
        chance = random.Random(crc32(f"{self._seed} decide {now}".encode()))
        with self._store.read(SINGLE, now) as work:
            rows = select(AllocationRow.case_ref, AllocationRow.worker_id, RelationshipRow.supervisor_id)
            rows = rows.join(RelationshipRow, RelationshipRow.supervisee_id == AllocationRow.worker_id)
            pairs = [tuple(each) for each in work.session.execute(rows.where(AllocationRow.until_on.is_(None)))]
        for ref, worker, supervisor in chance.sample(sorted(pairs), chance.choice((0, 0, 1))):
            by = chance.choice((worker, supervisor, supervisor))

            def log(work: UnitOfWork, ref: str = ref, by: str = by) -> None:
                work.decisions.log(viewer=work.people.must_get(by), ref=ref, decision="A visit.", rationale="Sooner.")
                self._year.done["decision"] += 1

            self._apart(now, log)

    def _drawn(self, about: str, of: int) -> int:
        """The same number for the same thing."""
        return crc32(f"{self._seed} {about}".encode()) % of


def _said(title: str, layer: str, ref: str = "") -> Filled:
    return Filled((FilledPart(title, layer, ref, (Answer("said", "Said", "", "text", "As agreed."),)),))


SAID, NOTE = _said("Agenda", "personal"), _said("The case", "case")
