"""A round: notices are owed, clocks are started, things go wrong, and in the end everything stands in Slack once."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.sending.looking import MISSED
from tests.bot.council import KEY, NINE, TOKEN
from tests.faults.clocks import Asked
from tests.faults.course import Course
from tests.faults.ground import Ground
from tests.faults.nursery import Nursery
from tests.faults.plans import TIMEOUT, Plan, When
from tests.faults.slack import Slack

LOOK = 0.02
"""Seconds of ours between two looks at how it goes."""
TOO_LONG = 20.0
"""Seconds of ours after which patient clocks take over: a busy machine lets the hurried ones come to nothing."""
PATIENT = 10
"""So many times as long a patient clock waits."""
HANGS = 90.0
"""Seconds of ours after which a round is taken to hang."""
STARVED = "(patient clocks needed)"
CALM = 0.15
"""Seconds of ours in which whoever woke up late may still do harm."""


@dataclass(slots=True)
class Outcome:
    """How a round ended."""

    plan: Plan
    owed: int
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    allowed: int = 0
    """Repeats and misses where Slack lets nobody look, as the setting chose."""
    wrong: list[str] = field(default_factory=list)
    """Whatever else is not as it should be."""
    injected: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def is_right(self) -> bool:
        """Whether nothing was lost, repeated or otherwise wrong."""
        return not (self.lost or self.repeated or self.wrong)


class Rig:
    """A database, a Slack, and clocks; one round after another."""

    def __init__(self, ground: Ground, slack: Slack, nursery: Nursery) -> None:
        """All of them the caller's to close."""
        self.ground, self.slack, self.nursery = ground, slack, nursery
        self._numbers = count(1)

    def warm_up(self) -> None:
        """Let the clocks' parent send once, so that what it forks has everything compiled."""
        self.slack.clear()
        self.ground.reset(random.Random(0), 14, "warm")
        self.open()

    def open(self) -> None:
        """The same over what is queued there already."""
        self.nursery.open(self.ground.url, KEY, NINE, self.asked(0))

    def asked(self, number: int) -> Asked:
        """A clock of this rig."""
        return Asked(number, self.slack.desk.api_url, TOKEN, str(self.slack.time_file), TIMEOUT)

    def run(self, plan: Plan) -> Outcome:
        """One round."""
        begun = time.monotonic()
        self.slack.clear()
        owed = self.ground.reset(random.Random(plan.seed), plan.people, f"r{next(self._numbers)}")
        self.slack.time.set_to(NINE)
        outcome = Outcome(plan, len(owed))
        _Round(self, plan, outcome).run()
        self._judge(owed, outcome)
        outcome.seconds = time.monotonic() - begun
        return outcome

    def _judge(self, owed: dict[str, str], outcome: Outcome) -> None:
        standing, ended, plan = self.slack.standing(), self.ground.ended(), outcome.plan
        stamps = {str(each.facts.get("message")): each.ts for each in self.slack.arrived()}
        for message, person in owed.items():
            number, row = standing.pop((message, person), 0), ended[message]
            if not plan.is_readable and plan.unsure == "repeat" and number == 2:
                outcome.allowed += 1
            elif not plan.is_readable and (row.state, row.reason) == ("failed", MISSED) and number < 2:
                outcome.allowed += 1 - number
                continue
            elif number > 1:
                outcome.repeated.append(message)
            if number == 0:
                outcome.lost.append(message)
            elif row.state != "sent":
                outcome.wrong.append(f"{message} stands in Slack, and its row is {row.state} {row.reason}")
            elif number == 1 and row.ts != stamps[message]:
                outcome.wrong.append(f"{message} is known by another time stamp than it stands there by")
        outcome.wrong += [f"{message} went to {person}, who is not owed it" for message, person in standing]


class _Round:
    """One round, from its first clock to the moment nothing goes wrong any more."""

    def __init__(self, rig: Rig, plan: Plan, outcome: Outcome) -> None:
        self._rig, self._plan, self._outcome = rig, plan, outcome
        self._is_patient = False
        self._course = Course(rig.ground, rig.slack, rig.nursery, self._made, plan.clocks)

    def run(self) -> None:
        plan, slack, outcome = self._plan, self._rig.slack, self._outcome
        if not plan.is_readable:
            slack.desk.world.scopes = tuple(each for each in slack.scopes if each != "im:history")
        slack.watching = self._fire
        try:
            with self._course as course:
                if not self._is_settled():
                    outcome.wrong.append(f"not settled: {self._rig.ground.waiting()}")
        finally:
            slack.watching = lambda number, when, clock: None
        outcome.injected = course.injected
        outcome.injected += Counter({"clocks_apart": sum(bool(seconds) for seconds in plan.ahead.values())})
        if any("Traceback" in line for line in course.logged):
            outcome.wrong.append("a process logged a traceback:\n" + "".join(course.logged))

    def _is_settled(self) -> bool:
        begun, calm_since = time.monotonic(), None
        while (passed := time.monotonic() - begun) < HANGS:
            self._course.act(self._plan)
            if passed > TOO_LONG and not self._is_patient and not self._course.is_troubled:
                self._is_patient = True
                self._outcome.injected[STARVED] += 1
                self._course.start_anew()
            if not self._is_over():
                calm_since = None
            elif calm_since is None:
                calm_since = time.monotonic()
            elif time.monotonic() - calm_since > CALM:
                return True
            time.sleep(LOOK)
        return False

    def _made(self, number: int, place: int) -> Asked:
        plan = self._plan
        given: dict[str, Any] = {"ahead": plan.ahead.get(place, 0.0), "unsure": plan.unsure}
        if self._is_patient:
            given |= {"timeout": TIMEOUT * PATIENT, "ahead": 0.0}
        elif halt := plan.halts.get(number):
            given |= {"halts_at": halt.at, "halts_half_way": halt.is_half_way}
        return replace(self._rig.asked(number), **given)

    def _fire(self, number: int, when: When, clock: int) -> None:
        """What the plan has for this post; without delay it happens at once, in the thread that answers the post."""
        for step in self._plan.steps:
            if (step.at_post, step.when) == (number, when):
                self._course.happen(step, self._course.place_of(clock) if step.whom is None else step.whom)

    def _is_over(self) -> bool:
        """Nothing waits, nobody is stopped, nothing is broken, no call is under way."""
        waiting = self._rig.ground.waiting()
        if waiting is None or self._course.is_troubled:
            return False
        if waiting:
            self._rig.slack.pass_the_time(waiting)
        return not waiting and self._rig.slack.is_quiet
