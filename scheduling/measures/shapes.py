"""What is asked of the measures, and the rows they count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from scheduling.calendar import days_after, months_after
from scheduling.facts import Facts
from scheduling.policy import Policy

NO_TEAM = ""
"""The team of somebody who is in none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A booked session put off, or called off. Of the reason only its sort is known here: what somebody typed is not."""

    session: str
    supervisee: str
    supervisor: str
    from_on: date
    to_on: date | None
    """None: it was called off."""
    on: date
    reason: str
    """One of `scheduling.measures.reasons.REASONS`."""
    party: str
    """For whom it was moved: `supervisee`, `supervisor`, or `not_said`."""


@dataclass(frozen=True, slots=True)
class Signing:
    """A record that a supervisee is to sign: when it was written and, once it is, signed. Local days."""

    record: str
    form: str
    person: str
    written_on: date
    signed_on: date | None


class Trained(NamedTuple):
    """Something of a supervisor's training that is noted; what it was called is not known here."""

    person: str
    what: str
    """As `scheduling.terms.Training.what`; or `other`."""
    done_on: date | None
    """The day it took place, or was agreed; None: found to be needed, and not taken yet."""
    needed_on: date | None
    """The day it was found to be needed, where that is noted."""
    is_own_word: bool
    """They said so themselves, and nobody above has confirmed it."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action agreed in supervision that has a day. What it says is not known here."""

    id: str
    supervisee: str
    owner: str
    case: str | None
    set_on: date
    due_on: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class OnFile:
    """Whether a genogram or chronology was on a case's file and analysed, as a discussion of that day noted it."""

    case: str
    on: date
    tool: str
    """`genogram` or `chronology`."""
    state: str
    """`analysed`, `not_analysed` or `not_on_file`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which facts, under which policy, for which months, as things stood when."""

    facts: Facts
    policy: Policy
    as_of: datetime
    """Aware. What is dated later had not happened."""
    until: date
    """Any day of the last month."""
    months: int = 12
    teams: Mapping[str, str] = field(default_factory=dict)
    """Each person's team. Who is not named is in none."""
    whose: frozenset[str] | None = None
    """Whom the figures are about; None: everybody in the facts."""
    moves: tuple[Moved, ...] = ()
    signings: tuple[Signing, ...] = ()
    actions: tuple[Action, ...] = ()
    on_file: tuple[OnFile, ...] = ()
    trainings: tuple[Trained, ...] = ()

    first_on: date = field(init=False)
    """The first day of the first month."""
    last_on: date = field(init=False)
    """The last day of the last."""
    _months: Mapping[date, date] = field(init=False, repr=False, compare=False)
    """The first of its month, by day."""

    def __post_init__(self) -> None:
        """Count the months back."""
        last = self.until.replace(day=1)
        object.__setattr__(self, "first_on", months_after(last, 1 - self.months))
        object.__setattr__(self, "last_on", days_after(months_after(last, 1), -1))
        days = map(date.fromordinal, range(self.first_on.toordinal(), self.last_on.toordinal() + 1))
        object.__setattr__(self, "_months", {day: day.replace(day=1) for day in days})

    @property
    def month_starts(self) -> tuple[date, ...]:
        """The first day of each month, in order. Months are calendar months, Europe/London."""
        return tuple(months_after(self.first_on, number) for number in range(self.months))

    def month_of(self, day: date) -> date | None:
        """The first day of the month it lies in; None where that is not asked about."""
        return self._months.get(day)

    def is_about(self, person: str) -> bool:
        """Whether the figures are about this person."""
        return self.whose is None or person in self.whose

    def team(self, person: str) -> str:
        """The team they are in."""
        return self.teams.get(person, NO_TEAM)


class Item(NamedTuple):
    """One row of the list behind a figure. Dates, references and ids of staff; never a name or what was said."""

    measure: str
    month: date | None
    """The first day of the month it counts in; None for how things stand."""
    team: str
    kind: str
    category: str
    """Of the case; empty where it is about none."""
    person: str
    """The supervisee or worker it is about; of a manager's duty, the manager."""
    case: str | None = None
    due: date | datetime | None = None
    done_on: date | None = None
    """The day it was done; None: not done."""
    ended_on: date | None = None
    """The day it ended undone: they left, the case was closed."""
    number: int = 1
    """So many of `out_of`: done in time, in order, late."""
    out_of: int = 1
    days: int | None = None
    """Days late, or days taken."""
    why: str = ""
    rule: str = ""
    source: str = ""
    responsible: tuple[str, ...] = ()
    about: str = ""
    """The obligation's own mark, or the id of the record or session."""
