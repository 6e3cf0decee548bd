"""What is known about an organisation, as the contract names it: plain, frozen, and nothing derived.

Names are the contract's, but for two Python keeps for itself: `from` is `from_on`, and a discussion's `with` is `with_`.
`id` is ours: the database's, or empty. Instants are aware and in UTC; whatever may be either is `date | datetime`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from scheduling.calendar import Interval
from scheduling.errors import SupervisionError

_NO_INTERVALS: Mapping[str, Interval] = MappingProxyType({})
_NO_READINGS: Mapping[str, object] = MappingProxyType({})


class FactsFault(SupervisionError):
    """The facts file is wrong."""

    def __init__(self, faults: list[str]) -> None:
        """Every fault, each with its place."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Change:
    """From that day these values hold instead."""

    on: date
    set: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff register."""

    id: str
    role: str = "case_holder"
    level: str = "practitioner"
    hours: str = "full_time"
    employment: str = "permanent"
    started_on: date | None = None
    left_on: date | None = None
    asye_from: date | None = None
    frontline: bool = True
    profession: str | None = "social_work"
    manager: str | None = None
    joined_from: str = "outside"
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Relationship:
    """Who supervises whom; `until` is the first day it no longer holds."""

    supervisee: str
    supervisor: str
    from_on: date
    until: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A supervision agreement as it stood for a time; `every` and `from_on` are an interval the two agreed."""

    supervisee: str
    supervisor: str
    signed_by_supervisee_on: date | None = None
    signed_by_supervisor_on: date | None = None
    reviewed_on: date | None = None
    named_manager: str | None = None
    every: Interval | None = None
    reason: str | None = None
    from_on: date | None = None
    until: date | None = None
    """The day it was signed or reviewed anew, from which another says what holds; None: it stands so today."""
    begun_on: date | None = None
    """The day there was one, signed or not; None: always, as far as is known."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Postponement:
    """A booking moved, when and why."""

    from_on: date
    to: date
    reason: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DirectWork:
    """An example of direct work brought to a session."""

    case: str
    state: str


@dataclass(frozen=True, slots=True)
class FrontDoorCase:
    """A case discussed with the Front Door: its number and which criterion chose it."""

    id: str
    criterion: int


@dataclass(frozen=True, slots=True)
class Session:
    """A supervision session, booked or held."""

    supervisee: str
    supervisor: str
    kind: str = "personal"
    planned_on: date | None = None
    held_on: date | None = None
    minutes: int | None = None
    recorded_on: date | None = None
    postponements: tuple[Postponement, ...] = ()
    direct_work: tuple[DirectWork, ...] | None = None
    front_door_cases: tuple[FrontDoorCase, ...] | None = None
    assessed_on: date | None = None
    """The day the self-assessment for it was there; no part of a facts file, where a session to come has none yet."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case by its reference."""

    ref: str
    category: str = "open"
    opened_on: date | None = None
    closed_on: date | None = None
    family: str | None = None
    children: tuple[str, ...] = ()
    joint_from: date | None = None
    planning_meeting_on: date | None = None
    every: Interval | None = None
    """How often it is discussed by agreement, where that is more often than the policy asks."""
    points: tuple[date, ...] = ()
    """Days of its decision and review points, as they were set."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who works on a case, from when."""

    case: str
    worker: str
    role: str = "key_worker"
    from_on: date | datetime = date.min
    until: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """A case talked about: in supervision, ad hoc, in a group, as oversight, or a written summary."""

    case: str
    worker: str
    by: str
    on: date | datetime
    kind: str = "supervision"
    with_: tuple[str, ...] = ()
    rationale: bool | None = None
    recorded_on: date | None = None
    filed_on: date | None = None
    confirmed_on: date | None = None
    evidenced_for: tuple[str, ...] = ()
    id: str = ""
    replaces: str = ""
    """The id of the decision it corrects."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Practice, or a supervision, observed."""

    of: str
    by: str
    on: date
    kind: str = "practice"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group session."""

    on: date
    facilitator: str
    kind: str = "team"
    attendees: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    signed_off_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A Good Conversation, to plan or to review."""

    person: str
    on: date
    kind: str = "plan"


@dataclass(frozen=True, slots=True)
class ProbationAssessment:
    """Progress in probation, assessed."""

    person: str
    on: date


@dataclass(frozen=True, slots=True)
class Audit:
    """Somebody's supervision, audited."""

    auditor: str
    of_supervision: str
    on: date
    kind: str = "dip_sample"
    rag: bool = False
    finished_on: date | None = None
    feedback_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """One file of a sample; `until` is the day it turned out that it cannot be audited."""

    on: date
    until: date | None = None
    rag: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample drawn for somebody to audit: how many files of it there were, and not whose."""

    auditor: str
    rule: str
    kind: str
    first_on: date
    """The first day of its period."""
    last_on: date
    on: date
    """The day it was drawn."""
    files: tuple[DrawnFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from that day until the day of return, `None` where that is not known."""

    person: str
    from_on: date
    until: date | None = None
    recorded_on: date | None = None
    cover: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Readings chosen otherwise than the pack's; `None` keeps the pack's."""

    escalate_from_day: int | None = None
    asye_reading: str | None = None
    record_day_kind: str | None = None
    intervals: Mapping[str, Interval] = field(default_factory=lambda: _NO_INTERVALS)
    readings: Mapping[str, object] = field(default_factory=lambda: _NO_READINGS)
    """Any other reading, by its name."""

    @property
    def chosen(self) -> tuple[tuple[str, object], ...]:
        """Everything chosen, by name."""
        named = (
            ("escalate_from_day", self.escalate_from_day),
            ("asye_reading", self.asye_reading),
            ("record_day_kind", self.record_day_kind),
            *self.readings.items(),
        )
        return tuple((name, value) for name, value in named if value is not None)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The service, and who is told when nobody else is left."""

    service: str | None = None
    senior_managers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known, of a whole council or of one person and the people around them."""

    policy: str
    people: tuple[Person, ...]
    relationships: tuple[Relationship, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    sessions: tuple[Session, ...] = ()
    cases: tuple[Case, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    observations: tuple[Observation, ...] = ()
    groups: tuple[Group, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    probation_assessments: tuple[ProbationAssessment, ...] = ()
    audits: tuple[Audit, ...] = ()
    absences: tuple[Absence, ...] = ()
    settings: Settings = Settings()
    organisation: Organisation = Organisation()
    draws: tuple[Draw, ...] = ()
    """No part of a facts file: of a sample nothing is told of, as many audits are owed as the policy asks for."""


def parse(data: object) -> Facts:
    """The facts of a parsed JSON document. `FactsFault` lists everything that is wrong, each with its place."""
    from scheduling.reading import read_facts

    return read_facts(data)
