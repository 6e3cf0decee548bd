"""What a version of a policy may say, section by section. A section left out is one the policy is silent on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduling.calendar import Interval
from scheduling.references import References
from scheduling.saying import Cited, Clock, Kinds, Length, Recurring, Size, Staged, Term, Within


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
    reading: str = ""
    """The reading that says what the policy's wording means, where it is open (R-6, R-7)."""
    roles: tuple[str, ...] = ()
    """Of an allocation. Empty: every role."""
    categories: tuple[str, ...] = ()
    """Empty: every category."""
    oversight: str | None = None
    """The reading that lists the months in between that need an oversight entry (R-13)."""
    oversight_rule: str = ""

    def is_for(self, role: str, category: str) -> bool:
        """Whether it speaks of a worker in that role and a case of that category."""
        return (not self.roles or role in self.roles) and (not self.categories or category in self.categories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Recurring):
    """A written summary of an open case."""

    roles: tuple[str, ...]
    at_transfer_and_closure: Cited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Cited):
    """Management oversight at the decision and review points of a case."""

    categories: tuple[str, ...]


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
    agreed: Cited | None = None
    """A case is discussed more often where that was agreed, or found necessary in a review of it."""
    points: Points | None = None
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
class Drawing:
    """From which supervision files a sample is drawn."""

    among: str = "below"
    """`below`: those of everybody in the line below; `service`: anybody's; `peers`: those kept by others of the same level."""
    of_levels: tuple[str, ...] = ()
    """Whose supervision it is. Empty: as the sample says, else whatever their level."""
    professions: tuple[str, ...] = ()
    """Empty: whatever their profession."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Cited):
    """So many audits by each manager of a level in each period."""

    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    count: int
    period: str
    """`month`, `quarter`, `half`, or the reading that says which."""
    by: str = ""
    """The reading that says whether each manager owes them, or all of the level together."""
    of_levels: tuple[str, ...] = ()
    rag: int = 0
    distinct: bool = False
    draw: Drawing = Drawing()


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
class Names(Cited):
    """Names and personal details of children and families in the record of personal supervision."""

    kept: str
    """`never`, or `with_reason`: what looks like one is kept where the writer says why."""
    of_roles: tuple[str, ...] = ()
    """In the records of people of these roles. Empty: of everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTerms:
    """What a record is made of, in the policy's own words."""

    headings: tuple[str, ...] = ()
    """Of a session's record."""
    case_headings: tuple[str, ...] = ()
    """Of a case discussion's."""
    case_place: str = ""
    """Where on the case system a discussion is recorded."""
    personal_place: str = ""
    """Where the record of a personal session is kept."""
    identifier: str = ""
    """What stands for a child, whose name does not."""
    case_reference: tuple[str, ...] = ()
    """Patterns of the council's references (`scheduling.references`). Empty: anything that could be one."""
    names: Names | None = None
    """None: the policy is silent, and what looks like a name is kept with a reason."""

    @property
    def references(self) -> References:
        """What a case reference looks like."""
        return References(self.case_reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation(Cited):
    """What somebody does before a session, or brings to it."""

    says: str
    """As it follows *To prepare:*; no full stop."""
    whose: str = "both"
    """`supervisee`, `supervisor` or `both`; `caseworker`: whoever brings a case to group supervision."""
    at_first: bool = False
    """Only before the first session of the two."""
    of_newcomers: bool = False
    """Only before the first session somebody has here, whoever supervises them."""
    when_frequent: bool = False
    """Only where sessions were moved or missed often (R-25)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Cited):
    """Where a record is put outside the bot, where the policy gives no day for it: a button, and a gentle word."""

    place: str
    """As it follows *Filed in*."""
    says: str
    """As it follows *is to be*; no full stop."""
    sessions: tuple[str, ...] = ()
    """Kinds of session whose record goes there."""
    discussions: tuple[str, ...] = ()
    """Kinds of case discussion whose record does."""
    reminds: bool = True
    """Said with the morning message, the working day after and once more a week later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Cited):
    """What everybody who supervises is to have: shown where it is not noted, and nobody is chased for it."""

    what: str
    """`skills`: trained in supervision; `procedures`: in the policy itself; `top_up`: what more was found to be needed;
    `objectives`: performance objectives for supervision agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A policy as it stands from a day on."""

    label: str
    in_force_from: date
    escalation: Escalation
    case_system: str = ""
    record: RecordTerms = RecordTerms()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lists the policy prints, by name, for the forms and reports that ask for them."""
    silence: Mapping[str, Cited] = field(default_factory=dict)
    """By kind of obligation, what is cited where the policy asks for it and gives no figure."""
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
    prepare: tuple[Preparation, ...] = ()
    filing: tuple[Filing, ...] = ()
    training: tuple[Training, ...] = ()
    front_door: FrontDoor | None = None
    load: Cited | None = None
    own_copy: Cited | None = None
    """Where a supervisee's own copy of a record identifies no service user and no third party."""
    same_profession: Cited | None = None
    """Where whoever is supervised from another profession is supervised by one of their own as well."""
    by_line_manager: Cited | None = None
    """Where everybody is supervised by their line manager."""
    same_supervisor: Cited | None = None
    """Where supervision is always by the same supervisor, as far as can be."""
    measured: Mapping[str, Cited] = field(default_factory=dict)
    """By name, what is cited where a figure shows what the policy asks for without a figure of its own
    (`scheduling.measures.table`)."""
    absence: AbsenceTerms | None = None

    def filed(self, *, session: str = "", discussion: str = "") -> Filing | None:
        """Where the record of a session, or of a case discussion, of that kind goes; None where nowhere is said."""
        return next((each for each in self.filing if session in each.sessions or discussion in each.discussions), None)

    @property
    def ad_hoc_kinds(self) -> tuple[str, ...]:
        """What an ad hoc decision may be, the usual first: the policy's own words, or one where it tells none apart."""
        return self.lists.get("ad_hoc_kinds") or ("decision",)
