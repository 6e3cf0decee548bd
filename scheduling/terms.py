"""What a version of a policy may say, section by section. A section left out is one the policy is silent on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduling.calendar import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Something the policy says, with its rule and where it is written."""

    rule: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged(Cited):
    """Said of some people only, or for a time only."""

    who: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    """Attributes of a person and what each may be; `supervises` is the roles of their supervisees."""
    from_: str | None = None
    """`asye` or `service`: the day the stage starts. None: always."""
    lasts: tuple[Interval, ...] = ()
    """How long the stage lasts, one length after another."""
    when: Mapping[str, object] = field(default_factory=dict)
    """Only where these readings are chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Staged):
    """How often."""

    every: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnumbered(Staged):
    """More often than usual, the policy says, and gives no number: the agreement must (R-9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A supervision everybody has again and again, and which sessions are it."""

    kind: str
    sessions: tuple[str, ...]
    agreed: Cited | None = None
    """Cited where the agreement asks for it more often than the policy, or alone; None: agreements do not speak of it."""
    silent: Cited
    """Cited where the policy gives no interval."""
    below: Cited | None = None
    """Forbids the agreement to ask for it less often."""
    who: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    term: tuple[Term, ...] = ()
    unnumbered: tuple[Unnumbered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(Staged):
    """How long a session lasts."""

    sessions: tuple[str, ...]
    minutes_min: int | None = None
    minutes_max: int | None = None
    only_every: Interval | None = None
    """Only asked where the interval in force is this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Cited):
    """By when."""

    within: Interval
    days_are: str = "calendar"
    """`calendar`, `working`, or the name of the reading that says which."""
    kinds: tuple[str, ...] = ()
    until: str = "recorded"
    """What ends a discussion's: `recorded` anywhere, or `filed` in the case system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring(Cited):
    """Again and again, from the last one."""

    every: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerms:
    """Signing and reviewing the supervision agreement."""

    sign: Within | None = None
    sign_at_first_session: Cited | None = None
    review: Recurring | None = None
    named_manager: Cited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingTerms:
    """By when what was held is written down."""

    session: Within | None = None
    discussion: tuple[Within, ...] = ()
    group: Within | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds(Cited):
    """Said of some kinds only."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class First(Within):
    """The first discussion of a newly allocated case."""

    roles: tuple[str, ...] = ()
    """Of an allocation. Empty: every role."""
    exempt_roles: tuple[str, ...] = ()
    """Roles whose case may move on within the time without it."""
    joins_cycle: bool = False
    """A reallocated case is due at the earlier of its running date and this (R-28)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle(Cited):
    """How often cases of some categories are discussed with workers of some roles."""

    every: Interval
    roles: tuple[str, ...] = ()
    """Of an allocation. Empty: every role."""
    categories: tuple[str, ...] = ()
    """Empty: every category."""
    oversight: str | None = None
    """The reading that lists the months in between that need an oversight entry (R-13)."""
    oversight_rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Recurring):
    """A written summary of an open case."""

    roles: tuple[str, ...]
    at_transfer_and_closure: Cited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTerms:
    """Case supervision."""

    holders: tuple[str, ...]
    """Roles that hold a case, the first found responsible; others only help."""
    silent: Cited
    own_clock: bool = False
    """Those who help are supervised on the case by a clock of their own."""
    per_family: bool = False
    group_resets: str = "never"
    """When group supervision counts (R-32): `never`, `led_and_filed` or `present_and_saved`."""
    starts_after: tuple[str, ...] = ()
    """The cycle starts when the case leaves these categories."""
    first: First | None = None
    cycle: tuple[Cycle, ...] = ()
    joint: Cited | None = None
    """Co-workers are supervised together."""
    lead_manager: Cited | None = None
    """On a joint case the lead's line manager supervises everybody."""
    planning_meeting: Cited | None = None
    evidence: Cited | None = None
    """A discussion is evidenced on each child's file."""
    rationale: Kinds | None = None
    summary: Summary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(Staged):
    """Practice observed: again and again from the last one, or so many in a year."""

    every: Interval | None = None
    count: int = 0
    year: str = ""
    """`april` or `service`: when the year of `count` starts."""
    by_supervisor: int = 0
    """How many of `count` the supervisor makes."""
    not_in_asye: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationTerms:
    """Observation of practice and of supervision."""

    practice: Observed | None = None
    first: Term | None = None
    """Once within `every` of starting."""
    rolling: Cited | None = None
    """Once in any twelve months by the line manager: reported."""
    supervision: Recurring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Cited):
    """So many audits by each manager of a level in each period."""

    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    count: int
    period: str
    """`month`, `quarter` or `half`."""
    of_levels: tuple[str, ...] = ()
    rag: int = 0
    distinct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Recurring):
    """Every file below a manager seen within `every`, so many a period."""

    levels: tuple[str, ...]
    of_levels: tuple[str, ...]
    count: int
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTerms:
    """Audits of supervision."""

    sample: tuple[Sample, ...] = ()
    coverage: Coverage | None = None
    feedback: Within | None = None
    personal_records: Recurring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones(Staged):
    """Probation assessed at these months."""

    months: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size(Cited):
    """How many."""

    least: int = 0
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTerms:
    """Group supervision."""

    team: Recurring | None = None
    asye: Recurring | None = None
    asye_training: Recurring | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor(Size):
    """Cases discussed with the Front Door."""

    range_rule: str
    identifier_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceTerms:
    """Cover for an absent supervisor."""

    long: Within
    """Longer than `within`."""
    any: Cited
    """However short, where it breaks a due date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Cited):
    """Who hears of it when it stays late."""

    kinds: tuple[str, ...]
    booking_rule: str = ""
    """Cited where a session is booked past the day it is escalated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A policy as it stands from a day on."""

    label: str
    in_force_from: date
    escalation: Escalation
    case_system: str = ""
    supervision: tuple[Clock, ...] = ()
    length: tuple[Length, ...] = ()
    agreement: AgreementTerms = AgreementTerms()
    recording: RecordingTerms = RecordingTerms()
    cases: CaseTerms | None = None
    observation: ObservationTerms = ObservationTerms()
    audits: AuditTerms = AuditTerms()
    probation: Milestones | None = None
    conversation: Cited | None = None
    groups: GroupTerms = GroupTerms()
    self_assessment: Term | None = None
    direct_work: Size | None = None
    front_door: FrontDoor | None = None
    load: Cited | None = None
    absence: AbsenceTerms | None = None
