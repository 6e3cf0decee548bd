"""What goes wrong in a round, drawn from its seed: the same seed, the same plan."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.desk import Trouble
from tests.faults.hurried import ours

TIMEOUT = 2.4
"""What the rig's clocks wait for Slack, in seconds of the rig."""
GUARD, LEASE, PATIENCE = TIMEOUT / 2, TIMEOUT * 3, TIMEOUT * 1.5
REQUEST_SECONDS = ours(LEASE)
"""How long the desk waits for the rest of a request, in seconds of ours: less than a lease and the patience after it."""
POST, HISTORY = "chat.postMessage", "conversations.history"
When = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that goes wrong."""

    kind: str
    at_post: int
    """With the so manieth post that reaches the desk."""
    when: When = "before"
    """Whether the desk has done what that post asks."""
    after: float = 0.0
    """Seconds of ours later."""
    lasts: float = 0.0
    """Seconds of ours."""
    whom: int | None = None
    """A clock by its place; None: the one that is posting."""
    times: int = 1
    methods: tuple[str, ...] = ()
    number: float = 0.0
    """Retry-After in seconds; a time's length, or the step of the clock."""


@dataclass(frozen=True, slots=True)
class Halt:
    """A clock stops in the middle of a post."""

    at: int
    """Of its posts."""
    lasts: float
    """Seconds of ours."""
    is_half_way: bool

    @property
    def kind(self) -> str:
        """As the plan calls it."""
        return "half_handed_over" if self.is_half_way else "held_up"


@dataclass(slots=True)
class Plan:
    """A round."""

    seed: int
    clocks: int
    people: int
    kinds: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)
    halts: dict[int, "Halt"] = field(default_factory=dict)
    """By clock."""
    ahead: dict[int, float] = field(default_factory=dict)
    """By clock: by how much it is wrong, in seconds."""
    unsure: Literal["repeat", "miss"] = "repeat"
    is_readable: bool = True
    """Whether Slack lets us read the history."""


Draw = Callable[[random.Random, Plan], None]


def plan(seed: int, kind: str, clocks: tuple[int, ...] = (2, 8), only: tuple[str, ...] = ()) -> Plan:
    """The round of this seed on this kind of database: one fault, or two at once. `only`: of these kinds, all of them."""
    chance = random.Random(seed)
    known = [name for name in KINDS if KINDS[name][0] in ("", kind)]
    names = only or tuple(chance.sample(known, chance.choice((1, 2, 2))))
    if not only and chance.random() < 0.08:
        names = ("unreadable",)
    made = Plan(seed, chance.choice(clocks), chance.randint(8, 14), names)
    for name in names:
        (KINDS | APART)[name][1](chance, made)
    return made


def covering(kind: str) -> list[Plan]:
    """Rounds in which everything goes wrong at least twice, in pairs; and what is apart."""
    known = [name for name in KINDS if KINDS[name][0] in ("", kind)]
    chance, rounds = random.Random(1), []
    for turn in range(2):
        chance.shuffle(known)
        pairs = [tuple(known[at : at + 2]) for at in range(0, len(known), 2)]
        rounds += [plan(100 * turn + number, kind, (2,) if number % 3 else (8,), pair) for number, pair in enumerate(pairs)]
    unreadable = [plan(seed, kind, (2,), ("unreadable",)) for seed in range(1000, 1030)]
    rounds += [next(each for each in unreadable if each.unsure == choice) for choice in ("repeat", "miss")]
    return rounds + [plan(seed, kind, (clocks,), ("refused", "killed")) for seed, clocks in ((2001, 2), (2002, 8))]


def _killed(chance: random.Random, made: Plan) -> None:
    for _ in range(chance.randint(1, 4)):
        made.steps.append(_at(chance, made, "killed", lasts=chance.uniform(0, 0.3)))


def _told_to_stop(chance: random.Random, made: Plan) -> None:
    for _ in range(chance.randint(1, 3)):
        made.steps.append(_at(chance, made, "told_to_stop", lasts=chance.uniform(0, 0.2)))


def _stopped(chance: random.Random, made: Plan) -> None:
    for _ in range(chance.randint(1, min(3, made.clocks))):
        made.steps.append(_at(chance, made, "stopped", lasts=ours(LEASE) * chance.uniform(1.05, 2.2)))


def _halt(is_half_way: bool) -> Draw:
    def draw(chance: random.Random, made: Plan) -> None:
        for clock in chance.sample(range(made.clocks), min(made.clocks, chance.randint(1, 3))):
            lasts = ours(LEASE + PATIENCE) + chance.uniform(0.0, 1.2)
            made.halts.setdefault(clock, Halt(chance.randint(1, 3), lasts, is_half_way))

    return draw


def _all_stopped(chance: random.Random, made: Plan) -> None:
    """As a virtual machine that is paused."""
    at, lasts = chance.randint(1, made.people), ours(LEASE) * chance.uniform(1.05, 1.6)
    for clock in range(made.clocks):
        made.steps.append(Step("all_stopped", at, chance.choice(("before", "after")), 0.0, lasts, clock))


def _trouble(trouble: Trouble, most: int, number: Callable[[random.Random], float] = lambda _: 0.0) -> Draw:
    def draw(chance: random.Random, made: Plan) -> None:
        methods = chance.choice(((POST,), (POST,), (POST, HISTORY), ()))
        for _ in range(chance.randint(1, 2)):
            at, times = chance.randint(1, made.people), chance.randint(1, most)
            made.steps.append(Step(trouble.value, at, times=times, methods=methods, number=number(chance)))

    return draw


def _database(kind: str, shortest: float, longest: float) -> Draw:
    def draw(chance: random.Random, made: Plan) -> None:
        for _ in range(chance.randint(1, 2)):
            made.steps.append(_at(chance, made, kind, lasts=chance.uniform(shortest, longest)))

    return draw


def _clock_stepped(chance: random.Random, made: Plan) -> None:
    for _ in range(chance.randint(1, 3)):
        step = chance.choice((-1, 1)) * chance.choice((1, 30, 90, 1000, 3600))
        made.steps.append(_at(chance, made, "clock_stepped", number=step))


def _clocks_apart(chance: random.Random, made: Plan) -> None:
    for clock in range(made.clocks):
        made.ahead[clock] = chance.choice((-300, -20, -3, 0, 3, 20, 300))


def _unreadable(chance: random.Random, made: Plan) -> None:
    """The one case in which a choice is left: a post may repeat, or may be missed."""
    made.is_readable, made.unsure = False, chance.choice(("repeat", "miss"))
    trouble = chance.choice((Trouble.ANSWER_LOST, Trouble.CUT_SHORT, Trouble.SERVER_ERROR, Trouble.NO_ANSWER))
    seconds = ours(TIMEOUT) * 1.5
    made.steps.append(Step(trouble.value, chance.randint(1, made.people), times=2, methods=(POST,), number=seconds))


def _refused(chance: random.Random, made: Plan) -> None:
    """An administrator takes the scope away that posting needs, and gives it back."""
    made.steps.append(_at(chance, made, "refused", lasts=chance.uniform(0.2, 0.8)))


def _at(chance: random.Random, made: Plan, kind: str, *, lasts: float = 0.0, number: float = 0.0) -> Step:
    whom = chance.choice((None, chance.randrange(made.clocks)))
    after = chance.choice((0.0, chance.uniform(0, 0.06)))
    at = chance.randint(1, made.people)
    return Step(kind, at, chance.choice(("before", "after")), after, lasts, whom, number=number)


def _retry_after(chance: random.Random) -> float:
    return float(chance.randint(1, 3))


def _past_the_time_out(chance: random.Random) -> float:
    return ours(TIMEOUT) * chance.uniform(1.2, 2.0)


def _late(chance: random.Random) -> float:
    # Slack may take a post that was given up, but not for longer than we wait before we look.
    return ours(TIMEOUT) * chance.uniform(0.1, 1.8)


KINDS: dict[str, tuple[str, Draw]] = {
    "killed": ("", _killed),
    "told_to_stop": ("", _told_to_stop),
    "stopped": ("", _stopped),
    "all_stopped": ("", _all_stopped),
    "held_up": ("", _halt(is_half_way=False)),
    "half_handed_over": ("", _halt(is_half_way=True)),
    "answer_lost": ("", _trouble(Trouble.ANSWER_LOST, 4)),
    "cut_short": ("", _trouble(Trouble.CUT_SHORT, 4)),
    "rate_limited": ("", _trouble(Trouble.RATE_LIMITED, 8, _retry_after)),
    "server_error": ("", _trouble(Trouble.SERVER_ERROR, 4)),
    "no_answer": ("", _trouble(Trouble.NO_ANSWER, 3, _past_the_time_out)),
    "slow": ("", _trouble(Trouble.SLOW, 4, _late)),
    "held": ("", _database("held", 0.1, 1.2)),
    "disk_full": ("", _database("disk_full", 0.1, 0.8)),
    "restarted": ("postgresql", _database("restarted", 0.0, 0.5)),
    "cut_off": ("postgresql", _database("cut_off", 0.0, 0.2)),
    "read_only": ("postgresql", _database("read_only", 0.1, 0.8)),
    "clock_stepped": ("", _clock_stepped),
    "clocks_apart": ("", _clocks_apart),
}
"""By name: the one kind of database it is for, or any; and how it is drawn."""
APART: dict[str, tuple[str, Draw]] = {"unreadable": ("", _unreadable), "refused": ("", _refused)}
"""Drawn by themselves: what is owed is then left to a setting, or waits for an administrator."""
DATABASE = ("held", "disk_full", "restarted", "cut_off", "read_only")
TROUBLES = frozenset(each.value for each in Trouble)
