"""What a head of service asks, what is assumed, and what comes of it: the same figures before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from scheduling.errors import SupervisionError
from scheduling.whatif.lateness import Late, caused

DAYS_A_MONTH: Final = 365.25 / 12
MOST_WEEKS: Final = 104
MOST_AWAY: Final = 52
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
"""Of those a council is thought ahead from: bank holidays are known of no later one."""


class WhatIfFault(SupervisionError):
    """That cannot be worked out."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many meetings one supervisor holds: a default of ours, for no policy says."""

    a_day: int = 2
    """On one working day, at most."""
    a_week: int = 5
    """From Monday to Friday, at most."""


@dataclass(frozen=True, slots=True)
class Away:
    """A supervisor gone: not known of before it begins."""

    person: str
    from_on: date
    weeks: int
    cover: str | None = None
    """Who would cover; None: nobody."""

    @property
    def until(self) -> date:
        """The first day back."""
        return date.fromordinal(self.from_on.toordinal() + 7 * self.weeks)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be otherwise. The policy stands beside it: it is no fact."""

    vacancies: int = 0
    team: str = ""
    """Whose; empty: anywhere."""
    away: Away | None = None
    seed: int = 1
    """Who leaves is drawn by it: the same seed draws the same people, and one vacancy more is one person more."""


@dataclass(frozen=True, slots=True)
class Over:
    """Somebody past what one person is asked to carry."""

    what: str
    """`supervisees`, `cases` or `hours`."""
    person: str
    has: float
    most: float


@dataclass(frozen=True, slots=True)
class Month:
    """In a month of 30.4 days, on average."""

    sessions: float
    discussions: float
    hours: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A council over the weeks ahead, under one policy."""

    policy: str
    supervised: int
    """People with a supervisor."""
    cases: int
    """Open cases with a worker."""
    most_cases: int
    """Of one worker."""
    asked: Month
    """What the policy asks for, each on the day it is due."""
    held: Month
    """What there is room for, extra meetings among the sessions' hours and not among their number."""
    extra: float
    """Short meetings a month besides, for cases that cannot wait for a session."""
    late: tuple[Late, ...]
    """What goes late within the weeks, in the order of its day."""
    late_already: int
    """Late on the first day."""
    passed_on: int
    """How many of `late` stay so until they go to the line manager."""
    late_by_week: tuple[int, ...]
    """How many are late at the end of each week."""
    over: tuple[Over, ...]
    silent_people: int
    """Supervised, with no interval by policy, agreement or settings: nothing is counted for them."""
    silent_cases: int
    own_length: bool
    """Whether the policy says how long a session lasts."""
    minutes: tuple[int, int]
    """The shortest and the longest session reckoned with."""
    a_case: int
    """Minutes of a session one case takes."""
    besides: int
    """Minutes of a session that are not for cases."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The council as it is, and as it would be."""

    from_on: date
    weeks: int
    room: Room
    wanted: Wanted
    before: Figures
    after: Figures
    gone: tuple[str, ...]
    """Who was drawn to leave."""
    moved: int
    """Allocations taken on by others of their team."""
    unheld: tuple[str, ...]
    """Cases nobody is left in the team to hold."""

    @property
    def only_after(self) -> tuple[Late, ...]:
        """What goes late because of the change alone, or sooner, longer or more often than it would have."""
        return caused(self.before.late, self.after.late)

    @property
    def newly_over(self) -> tuple[Over, ...]:
        """Who goes over because of it."""
        known = {(row.what, row.person) for row in self.before.over}
        return tuple(row for row in self.after.over if (row.what, row.person) not in known)


def must_be_sound(today: date, weeks: int, room: Room, vacancies: int = 0, away: Away | None = None) -> None:
    """Raises WhatIfFault with a sentence a line for every number and every day out of bounds."""
    faults = [
        f"{number} {what} is not from {least} to {most}."
        for what, number, least, most in (
            ("weeks ahead", weeks, 1, MOST_WEEKS),
            ("weeks away", away.weeks if away else 1, 1, MOST_AWAY),
            ("vacancies", vacancies, 0, 1000),
            ("meetings a day", room.a_day, 1, 10),
            ("meetings a week", room.a_week, 1, 50),
        )
        if not least <= number <= most
    ]
    faults += [
        f"{what} is {day}: that is not from {FIRST_DAY} to {LAST_DAY}."
        for what, day in (("The day it begins", today), *((("The first day away", away.from_on),) if away else ()))
        if not FIRST_DAY <= day <= LAST_DAY
    ]
    if faults:
        raise WhatIfFault("\n".join(faults))
