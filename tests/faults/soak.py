"""Weeks at high speed: the clocks plan and send, people record what they did, and at every turn something fails."""

import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as of_day
from pathlib import Path

from sqlalchemy import select

from scheduling.errors import SupervisionError
from storage import SINGLE
from storage.errors import Busy, InDoubt, Unavailable
from storage.models import AllocationRow, MessageRow, OutboxRow
from storage.rederive import nightly
from storage.sweep import next_wake
from storage.unit import UnitOfWork
from tests.bot.council import NINE
from tests.faults.clocks import Asked
from tests.faults.course import Course
from tests.faults.plans import KINDS, Plan, Step
from tests.faults.rounds import LOOK, Rig

HELD = (Busy, Unavailable, InDoubt)
LONGEST = 60.0
"""Seconds of ours that one turn may take to settle."""
SOON = timedelta(minutes=15)
"""What waits for longer is no reason to stay."""
UNFIT = ("held_up", "half_handed_over", "clocks_apart", "unreadable", "all_stopped")
"""Faults that belong to a clock for the length of a round."""


@dataclass(slots=True)
class Soaked:
    """What came of it."""

    days: int
    turns: int = 0
    acts: int = 0
    """Sessions and decisions recorded."""
    told: int = 0
    """Messages that stand in Slack."""
    notices: int = 0
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    injected: Counter[str] = field(default_factory=Counter)
    resident_mb: tuple[float, float] = (0.0, 0.0)
    """Of the clock that was never killed: after the first day, and at the end."""
    seconds: float = 0.0

    @property
    def is_right(self) -> bool:
        """Whether everything was told once and nothing is left to repair."""
        return not (self.lost or self.repeated or self.wrong)


def soak(rig: Rig, days: int, seed: int) -> Soaked:
    """So many days from the sample council's first Monday, on a rig that was not warmed up; two clocks."""
    return _Soak(rig, days, seed).run()


class _Soak:
    def __init__(self, rig: Rig, days: int, seed: int) -> None:
        self._rig, self._chance, self._soaked = rig, random.Random(seed), Soaked(days)
        self._kind = "postgresql" if rig.ground.url.startswith("postgresql") else "sqlite"
        self._kinds = [name for name, (only, _) in KINDS.items() if only in ("", self._kind) and name not in UNFIT]
        self._course = Course(rig.ground, rig.slack, rig.nursery, self._clock, 2)

    def run(self) -> Soaked:
        begun, soaked = time.monotonic(), self._soaked
        self._rig.slack.time.set_to(NINE)
        with self._course as course:
            for number in range(soaked.days):
                for moment in self._moments(NINE.date() + timedelta(days=number)):
                    self._turn(moment)
                if number == 0:
                    soaked.resident_mb = (self._resident_mb(), 0.0)
            # A last morning on which nothing goes wrong.
            self._rig.slack.desk.faults.switch_off()
            last = datetime.combine(NINE.date() + timedelta(days=soaked.days), of_day(9, 5), UTC)
            self._rig.slack.time.set_to(last)
            self._settle()
            soaked.resident_mb = (soaked.resident_mb[0], self._resident_mb())
        soaked.injected = course.injected
        if any("Traceback" in line for line in course.logged):
            soaked.wrong.append("a process logged a traceback:\n" + "".join(course.logged)[-6000:])
        self._judge()
        soaked.seconds = time.monotonic() - begun
        return soaked

    def _clock(self, number: int, place: int) -> Asked:
        return replace(self._rig.asked(number), sweeps=True)

    def _moments(self, on: date) -> list[datetime]:
        """After midnight, at nine, and now and then until the evening; of a week-end only the first two."""
        hours = [of_day(2, 35), of_day(9, 0, 5)]
        if on.weekday() < 5:
            hours += sorted(of_day(self._chance.randint(9, 17), self._chance.randint(1, 59)) for _ in range(3))
        return [datetime.combine(on, hour, UTC) for hour in hours]

    def _turn(self, moment: datetime) -> None:
        """One moment of a day, with a fault or two and some work done meanwhile."""
        soaked, chance = self._soaked, self._chance
        soaked.turns += 1
        if self._rig.slack.time.now() < moment:
            self._rig.slack.time.set_to(moment)
        made = Plan(0, 2, 1, ())
        for name in chance.sample(self._kinds, chance.choice((1, 2, 3))):
            KINDS[name][1](chance, made)
        for step in made.steps:
            self._course.happen(replace(step, after=chance.uniform(0.001, 0.4)), self._place(step))
        for _ in range(chance.randint(1, 4)):
            self._work()
        self._settle()
        self._rig.slack.desk.faults.switch_off()

    def _place(self, step: Step) -> int:
        """The first clock is never killed: its memory is looked at in the end."""
        if step.kind in ("killed", "told_to_stop"):
            return 1
        return self._chance.randrange(2) if step.whom is None else step.whom

    def _settle(self) -> None:
        """Until nothing waits that is due, and nothing is broken."""
        end, calm = time.monotonic() + LONGEST, 0
        while calm < 5:
            self._course.act()
            calm = calm + 1 if self._is_calm() else 0
            if time.monotonic() > end:
                self._soaked.wrong.append(f"at {self._rig.slack.time.now()} there was a backlog: {self._rig.ground.waiting()}")
                return
            time.sleep(LOOK)

    def _is_calm(self) -> bool:
        waiting, now = self._rig.ground.waiting(), self._rig.slack.time.now()
        if waiting is None or self._course.is_troubled or not self._rig.slack.is_quiet:
            return False
        soon = [each for each in waiting if each.state != "pending" or each.not_before < now + SOON]
        if soon:
            self._rig.slack.pass_the_time(soon)
            return False
        try:
            wake = next_wake(self._rig.ground.store, SINGLE)
        except HELD:
            return False
        return wake is None or wake > now

    def _work(self) -> None:
        """Somebody records a session or a decision; what the database refuses is not stored, and no matter."""
        now = self._rig.slack.time.now()
        with suppress(*HELD, SupervisionError):
            with self._rig.ground.store.work(SINGLE, now) as work:
                self._record(work)
                work.commit()
            self._soaked.acts += 1

    def _record(self, work: UnitOfWork) -> None:
        chance = self._chance
        person = chance.choice(sorted(work.people.everyone(), key=lambda each: each.id))
        if chance.random() < 0.5:
            if supervisor := work.people.supervisor_of(person.id):
                work.sessions.record(viewer=supervisor, supervisee_id=person.id, held_on=work.today, notes="As agreed.")
            return
        row = AllocationRow
        held = select(row.case_ref, row.worker_id).where(row.until_on.is_(None)).order_by(row.case_ref)
        ref, worker = chance.choice(work.session.execute(held).all())
        if viewer := work.people.supervisor_of(worker):
            work.decisions.log(viewer=viewer, ref=ref, decision="Visit weekly.", rationale="Two missed visits.")

    def _resident_mb(self) -> float:
        first = self._course.clocks[0]
        assert first is not None
        pages = int(Path(f"/proc/{first.pid}/statm").read_text().split()[1])
        return pages * 4096 / 1e6

    def _judge(self) -> None:
        soaked, ground = self._soaked, self._rig.ground
        standing = {message: number for (message, _), number in self._rig.slack.standing().items()}
        post, message = OutboxRow, MessageRow
        query = select(message.id, post.state, post.reason).join(post, message.id == post.message_id).where(post.op == "post")
        with ground.store.reading() as session:
            rows = session.execute(query).all()
        for row in rows:
            number = standing.pop(row.id, 0)
            soaked.told += number
            if number > 1:
                soaked.repeated.append(row.id)
            if row.state == "sent" and not number:
                soaked.lost.append(row.id)
            elif (row.state == "sent") != bool(number) or row.state in ("failed", "uncertain", "sending"):
                soaked.wrong.append(f"{row.id} is {row.state} ({row.reason}) and stands {number} times in Slack")
        soaked.wrong += [f"nobody is owed {name}, which stands in Slack" for name in standing]
        # What the engine says was owed, of every ladder from its foot, beside what was told.
        found = nightly(ground.store, SINGLE, self._rig.slack.time.now())
        if found.repaired or found.withdrawn or found.differences.total:
            soaked.wrong.append(f"the nightly check found something to repair: {found}")
